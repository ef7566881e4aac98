using Auctions.Chaos.Recordings;
using Auctions.Chaos.Storms;
using Auctions.Core;
using Auctions.Simulation.Checking;
using Auctions.Simulation.Histories;

namespace Auctions.Chaos.Judging;

/// <summary>
/// I9 for what is read beside the views: a page of history is a piece of the journal without a hole, and not older than
/// what its reader had been told; own bids are those of some prefix of the journal.
/// </summary>
internal sealed class ReadsCheck(Recording recording, History history, Names names, Complaints complaints)
{
    private readonly Dictionary<int, List<(long Sequence, BidPlaced Bid)>> _bids = [];

    public void Check()
    {
        foreach (var client in recording.Notes)
        {
            client.Histories.ForEach(Check);
            client.OwnBids.ForEach(Check);
        }
    }

    private void Check(SeenHistory seen)
    {
        complaints.Demand(
            seen.AtLeast == 0 || (seen.Bids.Count > 0 && seen.Bids[0].Sequence >= seen.AtLeast),
            "I9",
            $"a page of the history of auction {seen.Lot} ends before bid {seen.AtLeast}, of which its reader knew");
        if (seen.Bids.Count == 0)
        {
            return;
        }

        var stored = BidsOf(seen.Lot)
            .Where(bid => bid.Sequence >= seen.Bids[^1].Sequence && bid.Sequence <= seen.Bids[0].Sequence)
            .Reverse()
            .Select(bid => (bid.Sequence, bid.Bid.BidderNumber, bid.Bid.Price));
        complaints.Demand(
            stored.SequenceEqual(seen.Bids),
            "I9",
            $"a page of the history of auction {seen.Lot} from bid {seen.Bids[^1].Sequence} is not what is stored");
    }

    private void Check(SeenOwnBids seen)
    {
        var bidder = names.IdOf(Names.Bidder(seen.Bidder));
        var own = BidsOf(seen.Lot)
            .Where(bid => bid.Sequence <= seen.LastSequence && bid.Bid.Bidder == bidder)
            .ToList();
        complaints.Demand(
            own.Count == seen.Bids && own.Count > 0 && own[^1].Sequence == seen.LastSequence &&
            own.Max(bid => bid.Bid.Amount) == seen.Maximum,
            "I9",
            $"bidder {seen.Bidder} was shown own bids on auction {seen.Lot} up to {seen.LastSequence} that never were");
    }

    private List<(long Sequence, BidPlaced Bid)> BidsOf(int lot)
    {
        if (!_bids.TryGetValue(lot, out var bids))
        {
            _bids.Add(lot, bids =
            [
                .. history.Lots[lot].Commits
                    .SelectMany(commit => commit.Events.Select((happened, at) => (commit.FirstSequence + at, happened)))
                    .Where(entry => entry.happened is BidPlaced)
                    .Select(entry => (entry.Item1, (BidPlaced)entry.happened)),
            ]);
        }

        return bids;
    }
}
