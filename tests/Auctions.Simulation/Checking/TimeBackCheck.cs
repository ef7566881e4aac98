using Auctions.Core;
using Auctions.Simulation.Histories;

namespace Auctions.Simulation.Checking;

/// <summary>
/// I5: bidders got the time back that a fault took from them, and no more. An auction whose hammer fell before
/// the outage was over cheats nobody: its shard could still be written to, or the hammer would not have fallen.
/// </summary>
internal static class TimeBackCheck
{
    private static readonly TimeSpan NearEnd = TimeSpan.FromSeconds(5);

    public static void Check(
        LotHistory lot, TimeBack rules, List<Standing> standings, long clockTolerance, Complaints complaints)
    {
        for (var sequence = 1; sequence < standings.Count; sequence++)
        {
            var end = standings[sequence - 1].End;
            switch (lot.EventAt(sequence))
            {
                case EndExtended { Cause: ExtensionCause.Outage } extended:
                    complaints.Demand(
                        rules.Outages.Any(outage => outage.Covers(end) && extended.ClosesAt ==
                            Later(end, extended.At) + Longer(outage.To - outage.From, rules.OutageMin)),
                        "I5",
                        $"{sequence} moves the end for an outage that gives no such time back");
                    break;
                case EndExtended { Cause: ExtensionCause.UncleanHandover } extended:
                    complaints.Demand(
                        extended.At >= end - NearEnd && extended.ClosesAt == Later(end, extended.At) + rules.Unclean,
                        "I5",
                        $"{sequence} moves the end for an unclean handover that gives no such time back");
                    break;
                case AuctionClosed { Cause: ClosingCause.Hammer } closed:
                    var limit = closed.At.AddTicks(-clockTolerance);
                    complaints.Demand(
                        !rules.Outages.Any(outage => outage.Covers(end) && limit > outage.To),
                        "I5",
                        $"the hammer falls at {sequence} though the end lay in an outage, and nobody got time back");
                    break;
            }
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
