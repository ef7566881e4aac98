using System.Runtime.InteropServices;

namespace Auctions.Bench.Measuring;

/// <summary>How many bids were answered, and how.</summary>
/// <param name="Accepted">Accepted and durable.</param>
/// <param name="Refused">Refused by the rules.</param>
/// <param name="Unavailable">Turned away undone, or never sent.</param>
/// <param name="Unknown">Of unknown outcome.</param>
/// <param name="Checksum">Sum of <see cref="Bids.Fingerprint"/> over the accepted ones.</param>
internal readonly record struct Answered(
    long Accepted, long Refused, long Unavailable, long Unknown, ulong Checksum)
{
    public long All => Accepted + Refused + Unavailable + Unknown;

    public static Answered operator -(Answered later, Answered earlier) => new(
        later.Accepted - earlier.Accepted,
        later.Refused - earlier.Refused,
        later.Unavailable - earlier.Unavailable,
        later.Unknown - earlier.Unknown,
        unchecked(later.Checksum - earlier.Checksum));
}

/// <summary>Counts answers from any thread; in stripes, so that counting costs the subject next to nothing.</summary>
internal sealed class Tally
{
    private readonly Stripe[] _stripes = new Stripe[16];

    public void Add(int lot, Outcome outcome)
    {
        ref var stripe = ref _stripes[Thread.GetCurrentProcessorId() % _stripes.Length];
        switch (outcome.Kind)
        {
            case OutcomeKind.Accepted:
                Interlocked.Increment(ref stripe.Accepted);
                Interlocked.Add(ref stripe.Checksum, Bids.Fingerprint(lot, outcome.Amount, outcome.Sequence));
                break;
            case OutcomeKind.Refused:
                Interlocked.Increment(ref stripe.Refused);
                break;
            case OutcomeKind.Unavailable:
                Interlocked.Increment(ref stripe.Unavailable);
                break;
            case OutcomeKind.Unknown:
                Interlocked.Increment(ref stripe.Unknown);
                break;
        }
    }

    /// <summary>The sums; exact once nobody adds any more.</summary>
    public Answered Read()
    {
        long accepted = 0, refused = 0, unavailable = 0, unknown = 0;
        ulong checksum = 0;
        foreach (ref var stripe in _stripes.AsSpan())
        {
            accepted += Interlocked.Read(ref stripe.Accepted);
            refused += Interlocked.Read(ref stripe.Refused);
            unavailable += Interlocked.Read(ref stripe.Unavailable);
            unknown += Interlocked.Read(ref stripe.Unknown);
            checksum = unchecked(checksum + Interlocked.Read(ref stripe.Checksum));
        }

        return new Answered(accepted, refused, unavailable, unknown, checksum);
    }

    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Stripe
    {
        public long Accepted;
        public long Refused;
        public long Unavailable;
        public long Unknown;
        public ulong Checksum;
    }
}
