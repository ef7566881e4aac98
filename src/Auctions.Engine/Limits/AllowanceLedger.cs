using System.Security.Cryptography;

namespace Auctions.Engine.Limits;

/// <summary>
/// One part of the ledger: lends of each subject's allowance no more than there is in any minute, to whichever front
/// end asks, and takes back what was not spent. In memory only: a ledger that begins anew elsewhere has lent nothing.
/// One caller at a time.
/// </summary>
/// <param name="time">Monotonic clock.</param>
public sealed class AllowanceLedger(TimeProvider time)
{
    /// <summary>Into how many parts subjects are divided; all front ends and silos agree on it.</summary>
    public const int Parts = 64;

    /// <summary>Most subjects of one part; only those are here that spend much.</summary>
    public const int SubjectsMax = 8_192;

    /// <summary>How long a front end may spend what it was lent.</summary>
    public static readonly TimeSpan LeaseLifetime = TimeSpan.FromSeconds(10);

    // What is lent now may be spent at the end of its lifetime: until a minute after that it counts.
    private static readonly TimeSpan Window = LocalAllowance.Window + LeaseLifetime;

    // The less is left, the less is lent at a time, so that one front end does not hold what another one needs; but not
    // less than so small a part of what is asked for.
    private const int LeftParts = 8;
    private const int WantedParts = 8;

    // A receipt: whose, then in which part of time.
    private const int ReceiptShift = 32;

    // By which it knows its own receipts; never 0.
    private readonly int _number = RandomNumberGenerator.GetInt32(1, int.MaxValue);

    private readonly long _began = time.GetTimestamp();
    private readonly SubjectTable<SpendWindow> _lent =
        new(SubjectsMax, Window + SpendWindow.Part, static () => new SpendWindow(Window));

    /// <summary>Which part a subject belongs to.</summary>
    public static int PartOf(UInt128 subject) => (int)((subject >> 64) % Parts);

    /// <summary>Lends what is asked for, or what is left of it.</summary>
    public LeaseGrant[] Lend(LeaseAsk[] asks) => Array.ConvertAll(asks, Lend);

    private LeaseGrant Lend(LeaseAsk ask)
    {
        var now = time.GetElapsedTime(_began);
        var lent = _lent.Touch(ask.Subject, now);
        lent.AddByPart(now, ask.SpentByPart ?? [ask.Spent]);
        if (ask.Receipt >> ReceiptShift == _number)
        {
            lent.TakeBack((uint)ask.Receipt, ask.Returned, now);
        }

        var left = ask.UnitsPerMinute - lent.Total;
        if (left < ask.Least)
        {
            return new LeaseGrant(0, lent.UntilAtMost(ask.UnitsPerMinute - ask.Least, now));
        }

        var some = Math.Min(ask.Wanted, Math.Max(left / LeftParts, ask.Wanted / WantedParts));
        var granted = Math.Clamp(some, ask.Least, left);
        var part = lent.Add(now, granted);
        return new LeaseGrant(granted, TimeSpan.Zero) { Receipt = ((long)_number << ReceiptShift) | (uint)part };
    }
}
