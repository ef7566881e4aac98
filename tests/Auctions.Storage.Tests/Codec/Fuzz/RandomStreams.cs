using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

/// <summary>Whole auctions, and segments of events of every kind, as a journal would hold them.</summary>
internal static class RandomStreams
{
    /// <summary>Events in an order in which times never fall, of many kinds and values.</summary>
    public static AuctionEvent[] Events(Random random)
    {
        var kinds = random.Next(4) == 0 ? 1 : random.Next(2, 12);
        var picked = Tests.Events.All.Where(_ => random.Next(Tests.Events.All.Count) < kinds);
        var bids = Enumerable.Range(0, random.Next(6)).Select(_ => Tests.Events.Bid(random.Next(500)));
        return [.. picked.Concat(bids).OrderBy(happened => happened.At)];
    }

    /// <summary>An auction with some snapshots in it, or none: as it is read, and all its segments.</summary>
    public static (StoredStream Stream, IReadOnlyList<StoredSegment> All) Stream(Random random)
    {
        var opened = new OpenedStream(1, WasOwned: false, null, new StoredStream(Given.Id(), null, [], []));
        var owner = Activation.Of(Guid.Empty, opened);
        StoredSnapshot? snapshot = null;
        var chunks = new List<StoredChunk>();
        var (bids, bidders) = (0, 0);
        _ = owner.Create(Terms(random));
        for (var segments = random.Next(1, 8); segments > 0; segments--)
        {
            Go(random, owner);
            if (random.Next(4) == 0)
            {
                (snapshot, var chunk) = owner.Snapshot(bids, bidders);
                (bids, bidders) = (owner.Auction.Bids.Count, owner.Auction.Bids.Bidders.Count);
                chunks.Add(chunk);
            }
        }

        if (random.Next(2) == 0)
        {
            End(random, owner);
        }

        var after = owner.Made.Where(segment => segment.FirstSequence > (snapshot?.Sequence ?? 0));
        return (new StoredStream(owner.Id, snapshot, chunks, [.. after]), owner.Made);
    }

    private static AuctionTerms Terms(Random random) => Given.Terms(
        reserve: random.Next(2) == 0 ? 50_00 : null,
        buyItNow: random.Next(2) == 0 ? 900_00 : null,
        soft: random.Next(3) switch
        {
            0 => null,
            1 => new SoftClose(
                TimeSpan.FromDays(8), TimeSpan.FromDays(8), ExtensionMode.FromEnd, 3, Given.Closes.AddDays(20)),
            _ => new SoftClose(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5), ExtensionMode.FromNow, null, null),
        });

    private static void Go(Random random, Activation owner)
    {
        var state = owner.Auction.State;
        _ = random.Next(8) switch
        {
            0 => owner.Next(new Pause(Given.Operator), new Resume(Given.Operator)),
            1 => owner.Next(new ExtendEnd(Given.Operator, state.ClosesAt.AddMinutes(random.Next(1, 99)))),
            2 when state.Reserve is > 1 and var reserve =>
                owner.Next(new LowerReserve(Given.Seller, random.Next(2) * reserve / 2)),
            _ => owner.Bid(random.Next(1, 7)),
        };
    }

    private static void End(Random random, Activation owner)
    {
        var buyer = Given.Person("buyer");
        _ = random.Next(4) switch
        {
            0 => owner.Next(new Withdraw(Given.Operator, AsOperator: true, "broken")),
            1 => owner.Next(new Pause(Given.Operator)),
            2 when owner.Auction.State.BuyItNowOffered =>
                owner.Next(new BuyNow(buyer, BidKey.Of(buyer, owner.Id, "now"), Given.Start)),
            _ => owner.Next(new CloseNow(Given.Operator)),
        };
    }

    /// <summary>The segments with hashes that follow one another, whatever they hold by now.</summary>
    public static StoredSegment[] Chained(
        AuctionId id, ReadOnlyMemory<byte> chain, IReadOnlyList<StoredSegment> segments)
    {
        var chained = new StoredSegment[segments.Count];
        for (var i = 0; i < chained.Length; i++)
        {
            chained[i] = segments[i] with { PreviousHash = chain.ToArray() };
            chain = SegmentChain.Next(id, chained[i]);
        }

        return chained;
    }
}
