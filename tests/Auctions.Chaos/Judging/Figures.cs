using Auctions.Chaos.Recordings;
using Auctions.Core;
using Auctions.Simulation.Histories;

namespace Auctions.Chaos.Judging;

/// <summary>How many bids there were when, and how long it took until service came back.</summary>
/// <param name="Before">Bids acknowledged before the fault.</param>
/// <param name="During">While something was wrong.</param>
/// <param name="After">From when everything was whole again.</param>
/// <param name="Lost">Acknowledged bids that are not stored as what they were acknowledged.</param>
/// <param name="Resolved">Bids whose outcome was unknown at first and that were told in the end.</param>
/// <param name="Refused">Bids refused in the end.</param>
/// <param name="TurnedAway">Sendings that were answered 503, or not at all.</param>
/// <param name="TimeToService">
/// Longest time from an end of the fault to the first acknowledged bid, on the shard it hit that took longest; or,
/// where it is told by auction, to the first one that was sent since, on the auction that took longest of those that
/// stay open. Null: it hit none, or there was no fault.
/// </param>
/// <param name="OthersKept">
/// Bids per second on the other shards until those that were hit serve again, as a share of those just before, over all
/// faults; null: there are no others, or there was no fault, or it was over at once.
/// </param>
internal sealed record Figures(
    int Before,
    int During,
    int After,
    int Lost,
    int Resolved,
    int Refused,
    int TurnedAway,
    TimeSpan? TimeToService,
    double? OthersKept)
{
    private const double ShortestSeconds = 0.5;

    public int Acknowledged => Before + During + After;

    /// <param name="recording">What clients sent and were told.</param>
    /// <param name="history">The same with what is stored.</param>
    /// <param name="hit">Numbers of the shards that the fault hits; the others are to go on.</param>
    /// <param name="byAuction">Whether time to service is told by auction.</param>
    public static Figures Of(
        Recording recording, History history, IReadOnlyCollection<int> hit, bool byAuction = false)
    {
        var bids = recording.Sendings.GroupBy(sending => sending.Key).Select(Outcome.Of).ToList();
        var accepted = bids.Where(bid => bid.Told == Told.Accepted).OrderBy(bid => bid.At).ToList();
        var (began, ended) = recording.Marks.Count == 0
            ? (long.MaxValue, long.MaxValue)
            : (recording.Marks[0].Began, recording.Marks[^1].Ended ?? long.MaxValue);
        int ShardOf(Outcome bid) => recording.Lots[bid.Lot].Shard;
        bool IsHit(Outcome bid) => hit.Contains(ShardOf(bid));
        var never = recording.Time.Start.AddDays(1);
        return new Figures(
            accepted.Count(bid => bid.At < began),
            accepted.Count(bid => bid.At >= began && bid.At < ended),
            accepted.Count(bid => bid.At >= ended),
            accepted.Count(bid => history.Lots[bid.Lot].EventAt(bid.Sequence) is not BidPlaced stored ||
                stored.Amount != bid.Amount),
            bids.Count(bid => bid.WasUnknown && bid.Told.IsDefinite()),
            bids.Count(bid => bid.Told.IsDefinite() && bid.Told != Told.Accepted),
            recording.Sendings.Count(sending => !sending.Told.IsDefinite()),
            byAuction
                ? LongestWait(
                    recording,
                    accepted.Where(bid => IsHit(bid) && recording.Lots[bid.Lot].Terms.ClosesAt > never)
                        .ToLookup(bid => bid.Lot),
                    bid => bid.SentAt)
                : LongestWait(recording, accepted.Where(IsHit).ToLookup(ShardOf), bid => bid.At),
            Kept(recording.Marks, [.. accepted.Where(bid => !IsHit(bid))], [.. accepted.Where(IsHit)]));
    }

    private static TimeSpan? LongestWait(
        Recording recording, ILookup<int, Outcome> bids, Func<Outcome, long> countsFrom)
    {
        var waits =
            from place in bids
            from mark in recording.Marks
            where mark.Ended is not null
            let first = place.Where(bid => countsFrom(bid) >= mark.Ended).MinBy(bid => bid.At)
            where first is not null
            select first.At - mark.Ended!.Value;
        return waits.Any() ? TimeSpan.FromTicks(waits.Max()) : null;
    }

    // Until those hit serve again, for until then they may be in the way of the others. Before: as long as that, since
    // the last fault; of what is before the first one, the later half, when everything is warm.
    private static double? Kept(IReadOnlyList<Mark> marks, List<Outcome> others, List<Outcome> hit)
    {
        if (others.Count == 0 || marks.Count == 0)
        {
            return null;
        }

        int Count(long from, long to) => others.Count(bid => bid.At >= from && bid.At < to);
        var (kept, expected, lasts) = (0L, 0.0, 0L);
        var whole = others[0].At + ((marks[0].Began - others[0].At) / 2);
        foreach (var mark in marks)
        {
            if (mark.Ended is not { } ended)
            {
                continue;
            }

            var served = hit.Find(bid => bid.At >= ended)?.At ?? ended;
            var took = served - mark.Began;
            var from = Math.Max(mark.Began - took, whole);
            if (from < mark.Began)
            {
                expected += Count(from, mark.Began) * (double)took / (mark.Began - from);
                kept += Count(mark.Began, served);
                lasts += took;
            }

            whole = served;
        }

        return TimeSpan.FromTicks(lasts).TotalSeconds >= ShortestSeconds && expected > 0 ? kept / expected : null;
    }

    /// <summary>What became of a bid in the end.</summary>
    private sealed record Outcome(
        int Lot, long Amount, Told Told, long SentAt, long At, long Sequence, bool WasUnknown)
    {
        public static Outcome Of(IEnumerable<Sending> copies)
        {
            var sent = copies.OrderBy(copy => copy.AnsweredAt).ToList();
            var told = sent.Find(copy => copy.Told.IsDefinite());
            var isTold = told.Told.IsDefinite();
            return new Outcome(
                sent[0].Lot,
                sent[0].Amount,
                told.Told,
                told.SentAt,
                told.AnsweredAt,
                told.Sequence,
                sent.Exists(copy => copy.Told.IsUnknown() && (!isTold || copy.SentAt < told.AnsweredAt)));
        }
    }
}
