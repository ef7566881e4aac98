using Auctions.Engine.Codec;
using Auctions.Engine.Verification;
using Auctions.Simulation.Histories;

namespace Auctions.Simulation.Checking;

/// <summary>
/// I10 and I11: what a shard holds is what was written to it, and passes the offline verification, which everyone runs
/// on a live store.
/// </summary>
internal static class StoreCheck
{
    public static void Check(LotHistory lot, StoredAuction stored, Complaints complaints)
    {
        foreach (var fault in StreamVerifier.Check(stored, out _))
        {
            var isChain = fault.Detail.Contains("chain", StringComparison.Ordinal);
            complaints.Add(isChain ? "I11" : "I10", $"event {fault.Sequence}: {fault.Detail}");
        }

        complaints.Demand(
            stored.Segments.Count == lot.Commits.Count,
            "I10",
            $"the store holds {stored.Segments.Count} segments of {lot.Commits.Count} written");
        foreach (var (segment, commit) in stored.Segments.Zip(lot.Commits))
        {
            complaints.Demand(
                (segment.FirstSequence, segment.LastSequence, segment.Epoch) ==
                (commit.FirstSequence, commit.LastSequence, commit.Epoch) &&
                segment.Payload.AsSpan().SequenceEqual(EventCodec.Encode(commit.Events)),
                "I10",
                $"the store holds the segment from {commit.FirstSequence} otherwise than it was written");
        }
    }
}
