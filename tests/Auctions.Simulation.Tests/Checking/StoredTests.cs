using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Auctions.Engine.Verification;
using Auctions.Simulation.Checking;

namespace Auctions.Simulation.Tests.Checking;

/// <summary>I10 and I11: what the shard holds, made with the engine's own codec and bent.</summary>
public sealed class StoredTests
{
    private const int SnapshotAt = 3;

    [Fact]
    public void What_the_engine_stores_is_good() => Verdict.IsGood(Bend(stored => stored));

    [Fact]
    public void I10_a_head_that_is_not_the_fold() => Verdict.Is(
        Bend(stored => stored with { Head = stored.Head! with { Price = 17_00 } }), "I10");

    [Fact]
    public void I10_no_head() => Verdict.Is(Bend(stored => stored with { Head = null }), "I10");

    [Fact]
    public void I10_a_head_that_ends_elsewhere() => Verdict.Is(
        Bend(stored => stored with { LastSequence = 4 }), "I10");

    [Fact]
    public void I10_a_head_of_an_older_epoch() => Verdict.Is(Bend(stored => stored with { Epoch = 0 }), "I10");

    [Fact]
    public void I10_a_journal_without_its_tail() => Verdict.Is(
        Bend(stored => stored with { Segments = [.. stored.Segments.SkipLast(1)] }), "I10");

    [Fact]
    public void I10_a_tail_left_out_together_with_its_head()
    {
        var shorter = Tales.ThreeBidsOpen();
        Verdict.Is(
            Bend(stored => stored with
            {
                Segments = [.. stored.Segments.SkipLast(1)],
                Head = shorter.ViewAt(4),
                LastSequence = 4,
            }),
            "I10");
    }

    [Fact]
    public void I11_a_broken_chain() => Verdict.Is(
        Bend(stored => stored with
        {
            Segments = [.. stored.Segments.Select((segment, place) => place == 2
                ? segment with { PreviousHash = new byte[32] }
                : segment)],
        }),
        "I11");

    // The next segment's hash covers it; of the last, only the ledger knows what it was.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void I10_or_I11_any_flipped_byte_of_a_payload(int segment)
    {
        var length = EventCodec.Encode(Tales.ThreeBids().Commits[segment].Events).Length;
        for (var place = 0; place < length; place++)
        {
            var tale = Bend(stored => Flipped(stored, segment, place));
            var reported = Checker.Check(tale.History()).Select(violation => violation.Invariant).Distinct().ToList();
            Assert.NotEmpty(reported);
            Assert.Empty(reported.Except(["I10", "I11"]));
        }
    }

    [Fact]
    public void I10_a_snapshot_that_is_not_the_fold() => Verdict.Is(
        Bend(stored => stored with
        {
            Snapshot = stored.Snapshot! with { Payload = SnapshotCodec.Encode(Tales.ThreeBids().AuctionAt(2).State) },
        }),
        "I10");

    [Fact]
    public void I10_a_snapshot_without_its_bids() => Verdict.Is(Bend(stored => stored with { Chunks = [] }), "I10");

    [Fact]
    public void I10_a_snapshot_from_the_future() => Verdict.Is(
        Bend(stored => stored with { Snapshot = stored.Snapshot! with { Sequence = 9 } }), "I10");

    [Fact]
    public void I11_a_snapshot_with_another_chain() => Verdict.Is(
        Bend(stored => stored with { Snapshot = stored.Snapshot! with { ChainHash = new byte[32] } }), "I11");

    private static Tale Bend(Func<StoredAuction, StoredAuction> bend)
    {
        var tale = new Tale { Stored = told => bend(Store(told)) }.Create();
        return tale
            .Bid(1, 15_00, at: 10, price: 10_00)
            .Bid(2, 12_00, at: 20, price: 13_00, leads: false)
            .Bid(3, 20_00, at: 30, price: 16_00)
            .Hammer();
    }

    private static StoredAuction Store(Tale tale)
    {
        var chain = SegmentChain.Start.ToArray();
        var segments = new List<StoredSegment>();
        StoredSnapshot? snapshot = null;
        foreach (var commit in tale.Commits)
        {
            segments.Add(new StoredSegment(
                commit.FirstSequence,
                commit.LastSequence,
                commit.Epoch,
                EventCodec.Version,
                chain,
                EventCodec.Encode(commit.Events)));
            chain = SegmentChain.Next(Tale.Id, segments[^1]);
            if (commit.LastSequence == SnapshotAt)
            {
                var payload = SnapshotCodec.Encode(tale.AuctionAt(SnapshotAt).State);
                snapshot = new StoredSnapshot(Tale.Id, SnapshotAt, EventCodec.Version, chain, payload);
            }
        }

        var bids = tale.AuctionAt(SnapshotAt).Bids;
        var chunk = SnapshotCodec.EncodeChunk([.. Enumerable.Range(0, bids.Count).Select(i => bids[i])], bids.Bidders);
        return new StoredAuction(
            Tale.Id,
            tale.ViewAt(tale.LastSequence),
            tale.Openings[^1].Epoch,
            tale.LastSequence,
            segments,
            snapshot,
            [new StoredChunk(SnapshotAt, EventCodec.Version, chunk)]);
    }

    private static StoredAuction Flipped(StoredAuction stored, int segment, int place)
    {
        var payload = stored.Segments[segment].Payload.ToArray();
        payload[place] ^= 1;
        var segments = stored.Segments.ToList();
        segments[segment] = segments[segment] with { Payload = payload };
        return stored with { Segments = segments };
    }
}
