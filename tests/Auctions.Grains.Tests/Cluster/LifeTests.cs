using System.Collections.Concurrent;
using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Auctions.Grains.Messages;
using Auctions.Grains.Tests.Support;
using Auctions.Testing;

namespace Auctions.Grains.Tests.Cluster;

/// <summary>How activations come, answer and go.</summary>
[Trait("Category", "Long")]
public sealed class LifeTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    [Fact]
    public async Task Auctions_that_nobody_asks_for_are_woken_and_close_once()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => house.CreateAsync(TimeSpan.FromSeconds(4))));
        await Task.WhenAll(ids.Select(house.DeactivateAsync));
        await GrainHouse.Until(() => ids.All(id => house.Stored(id).IsEnded));
        Assert.All(ids, id => Assert.Equal(1, house.Journal.SegmentsOf(id)
            .SelectMany(segment => EventCodec.Decode(segment.CodecVersion, segment.Payload))
            .Count(happened => happened is AuctionClosed)));
    }

    [Fact]
    public async Task An_auction_that_leaves_memory_gives_up_ownership_and_comes_back_as_it_was()
    {
        var id = await house.CreateAsync();
        Assert.IsType<BidAnswer>(await house.BidAsync(id, 20_00));
        Assert.NotNull(house.Journal.HeadOf(id)!.Owner);
        await GrainHouse.Until(async () =>
        {
            // A copy of the bid, of a call that showed no life, may have it come back once more.
            await house.DeactivateAsync(id);
            return house.Journal.HeadOf(id)!.Owner is null;
        });
        Assert.Equal(3, Assert.IsType<BidAnswer>(await house.BidAsync(id, 90_00, bidder: 8)).Bid.Sequence);
    }

    [Fact]
    public async Task An_activation_that_lost_its_auction_makes_way_for_another_one()
    {
        var id = await house.CreateAsync();
        house.Journal.TryGetShard(id, out var shard);
        await house.Journal.OpenAsync(shard, [new OpenRequest(id, Guid.NewGuid(), Create: false)], default);
        Assert.IsType<BidAnswer>(await house.BidAsync(id, 20_00));
        Assert.Equal(1, house.Stored(id).BidCount);
    }

    [Fact]
    public async Task What_needs_no_disk_is_told_at_once_though_other_bids_of_its_call_wait_for_it()
    {
        // Where this machine stands still for longer than the disk is waited for, it is tried anew.
        await GrainHouse.Until(async () =>
        {
            var ear = new Ear();
            var replies = await HearAsync(await house.CreateAsync(), ear);
            if (replies is null || replies[0].Kind == BidReplyKind.Unavailable)
            {
                return false;
            }

            var (number, early) = Assert.Single(ear.Heard);
            Assert.Equal(5, number);
            Assert.Equal([BidReplyKind.None, BidReplyKind.Refused], early.Select(reply => reply.Kind));
            Assert.Equal([BidReplyKind.Accepted, BidReplyKind.Refused], replies.Select(reply => reply.Kind));
            GC.KeepAlive(ear);
            return true;
        });
    }

    // Two bids in one call, of which one waits for the disk until the other is heard of; null: it took too long.
    private async Task<BidReply[]?> HearAsync(AuctionId id, Ear ear)
    {
        var kept = new ConcurrentQueue<JournalCall>();
        house.Deliver = call =>
        {
            if (call.Operation == JournalOperation.Append)
            {
                kept.Enqueue(call);
            }
            else
            {
                call.Answer();
            }
        };
        BidMessage[] bids = [Bid(id, 7, 20_00), Bid(id, 8, 50)];
        var address = house.Client.CreateObjectReference<IEarlyReplies>(ear);
        var call = house.Grain(id).BidAllAsync(bids, 5, address).AsTask();
        await GrainHouse.Until(() => !ear.Heard.IsEmpty);
        Assert.True(!call.IsCompleted || call.IsFaulted || call.Result[0].Kind == BidReplyKind.Unavailable);
        house.Deliver = static call => call.Answer();
        while (kept.TryDequeue(out var append))
        {
            append.Answer();
        }

        try
        {
            return await call;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static BidMessage Bid(AuctionId id, uint bidder, long amount) => BidMessage.Of(new PlaceBid(
        new PersonId(bidder), BidKey.Of(new PersonId(bidder), id, $"{amount}"), amount, DateTimeOffset.UtcNow));

    private sealed class Ear : IEarlyReplies
    {
        public ConcurrentQueue<(long Call, BidReply[] Replies)> Heard { get; } = new();

        public void Answered(long call, BidReply[] replies) => Heard.Enqueue((call, replies));
    }
}
