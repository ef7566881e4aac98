using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Auctions.Measuring;

/// <summary>How many bids were answered, and how.</summary>
/// <param name="Accepted">Accepted and durable.</param>
/// <param name="Refused">Refused by the rules, for their amount.</param>
/// <param name="Late">Refused by the rules, for they came after the end.</param>
/// <param name="ShutOut">Refused as if they had come after the end, though they came before it.</param>
/// <param name="Unavailable">Turned away undone.</param>
/// <param name="Unsent">Never sent.</param>
/// <param name="Unknown">Of unknown outcome.</param>
/// <param name="Checksum">Sum of <see cref="Bids.Fingerprint"/> over the accepted ones.</param>
internal readonly record struct Answered(
    long Accepted,
    long Refused,
    long Late,
    long ShutOut,
    long Unavailable,
    long Unsent,
    long Unknown,
    ulong Checksum)
{
    /// <summary>The bids of unknown outcome, each of which may be stored or not; null: there are none.</summary>
    public IReadOnlyList<(int Lot, long Amount)>? UnknownBids { get; init; }

    public long All => HandedOver + Unsent;

    /// <summary>How many were sent.</summary>
    public long HandedOver => Accepted + Refused + Late + ShutOut + Unavailable + Unknown;

    public static Answered operator +(Answered one, Answered other) => new(
        one.Accepted + other.Accepted,
        one.Refused + other.Refused,
        one.Late + other.Late,
        one.ShutOut + other.ShutOut,
        one.Unavailable + other.Unavailable,
        one.Unsent + other.Unsent,
        one.Unknown + other.Unknown,
        unchecked(one.Checksum + other.Checksum))
    {
        UnknownBids = one.UnknownBids is { } first && other.UnknownBids is { } then
            ? [.. first, .. then]
            : one.UnknownBids ?? other.UnknownBids,
    };

    public static Answered operator -(Answered later, Answered earlier) => new(
        later.Accepted - earlier.Accepted,
        later.Refused - earlier.Refused,
        later.Late - earlier.Late,
        later.ShutOut - earlier.ShutOut,
        later.Unavailable - earlier.Unavailable,
        later.Unsent - earlier.Unsent,
        later.Unknown - earlier.Unknown,
        unchecked(later.Checksum - earlier.Checksum))
    {
        UnknownBids = later.UnknownBids?.Skip(earlier.UnknownBids?.Count ?? 0).ToArray() is { Length: > 0 } since
            ? since
            : null,
    };
}

/// <summary>Counts answers from any thread; in stripes, so that counting costs the subject next to nothing.</summary>
internal sealed class Tally
{
    private readonly Stripe[] _stripes = new Stripe[16];

    // Rare, and each is looked for when the store is read back.
    private readonly ConcurrentQueue<(int Lot, long Amount)> _unknown = new();

    private ref Stripe Own => ref _stripes[Thread.GetCurrentProcessorId() % _stripes.Length];

    /// <param name="lot">On which lot.</param>
    /// <param name="amount">What was bid.</param>
    /// <param name="outcome">What became of it.</param>
    public void Add(int lot, long amount, Outcome outcome)
    {
        ref var stripe = ref Own;
        switch (outcome.Kind)
        {
            case OutcomeKind.Accepted:
                Interlocked.Increment(ref stripe.Accepted);
                Interlocked.Add(ref stripe.Checksum, Bids.Fingerprint(lot, outcome.Amount, outcome.Sequence));
                break;
            case OutcomeKind.Refused:
                Interlocked.Increment(ref stripe.Refused);
                break;
            case OutcomeKind.Late:
                Interlocked.Increment(ref stripe.Late);
                break;
            case OutcomeKind.ShutOut:
                Interlocked.Increment(ref stripe.ShutOut);
                break;
            case OutcomeKind.Unavailable:
                Interlocked.Increment(ref stripe.Unavailable);
                break;
            case OutcomeKind.Unsent:
                AddUnsent(1);
                break;
            case OutcomeKind.Unknown:
                Interlocked.Increment(ref stripe.Unknown);
                _unknown.Enqueue((lot, amount));
                break;
        }
    }

    /// <summary>Counts bids that were due and were not sent.</summary>
    public void AddUnsent(long count) => Interlocked.Add(ref Own.Unsent, count);

    /// <summary>The sums; exact once nobody adds any more.</summary>
    public Answered Read()
    {
        var sum = default(Answered);
        foreach (ref var stripe in _stripes.AsSpan())
        {
            sum += new Answered(
                Interlocked.Read(ref stripe.Accepted),
                Interlocked.Read(ref stripe.Refused),
                Interlocked.Read(ref stripe.Late),
                Interlocked.Read(ref stripe.ShutOut),
                Interlocked.Read(ref stripe.Unavailable),
                Interlocked.Read(ref stripe.Unsent),
                Interlocked.Read(ref stripe.Unknown),
                Interlocked.Read(ref stripe.Checksum));
        }

        return _unknown.IsEmpty ? sum : sum with { UnknownBids = [.. _unknown] };
    }

    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Stripe
    {
        public long Accepted;
        public long Refused;
        public long Late;
        public long ShutOut;
        public long Unavailable;
        public long Unsent;
        public long Unknown;
        public ulong Checksum;
    }
}
