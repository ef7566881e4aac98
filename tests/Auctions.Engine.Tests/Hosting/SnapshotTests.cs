using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Auctions.Testing;

namespace Auctions.Engine.Tests;

/// <summary>Snapshots shorten an opening and change nothing else.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public async Task Snapshots_are_made_after_so_many_events_and_used_on_opening()
    {
        await using var house = await House.OpenAsync(options => options.SnapshotEveryEvents = 50);
        var id = await house.CreateAsync();
        await BidAsync(house, id, from: 1, to: 30);
        Assert.Null(house.Journal.Stored(id)!.Snapshot);
        await BidAsync(house, id, from: 31, to: 230);
        await House.Until(() => house.Journal.Stored(id)!.Snapshot?.Sequence > 150);
        await house.StopAsync();
        var stored = house.Journal.Stored(id)!;
        Assert.True(stored.Chunks.Count > 1, "A chunk is added with each snapshot.");
        Assert.True(stored.Segments.Count < 100, "Segments before the snapshot are not read.");

        await using var second = await house.OpenAnotherAsync(options => options.SnapshotEveryEvents = 50);
        Assert.Equal(house.Stored(id), await second.ViewAsync(id));
        await CheckKeysAsync(second, id, to: 230);
        Expect.Accepted(232, await second.BidAsync(id, "new", 9_000_000_00));
        Assert.Equal(12, second.Fold(id).Bids.NumberOf(Given.Person("new")));
    }

    [Fact]
    public async Task An_opening_reads_only_what_follows_the_snapshot()
    {
        await using var house = await House.OpenAsync(options => options.SnapshotEveryEvents = 20);
        var id = await house.CreateAsync();
        await BidAsync(house, id, from: 1, to: 100);
        await House.Until(() => house.Journal.Stored(id)!.Snapshot?.Sequence > 60);
        await house.StopAsync();
        var fold = StreamFold.Of(house.Journal.Stored(id)!);
        Assert.True(fold.SnapshotSequence > 60);
        var whole = house.Fold(id);
        Assert.Equal(AuctionView.Of(whole.State), AuctionView.Of(fold.Auction.State));
        Assert.Equal(whole.Bids.Bidders, fold.Auction.Bids.Bidders);
        Assert.Equal(
            Enumerable.Range(0, whole.Bids.Count).Select(bid => whole.Bids[bid]),
            Enumerable.Range(0, fold.Auction.Bids.Count).Select(bid => fold.Auction.Bids[bid]));
    }

    [Fact]
    public async Task A_snapshot_that_fails_disturbs_no_bid_and_is_tried_again()
    {
        await using var house = await House.OpenAsync(options => options.SnapshotEveryEvents = 10);
        var id = await house.CreateAsync();
        house.Journal.Deliver = call =>
        {
            if (call.Operation is JournalOperation.Read or JournalOperation.SaveSnapshot)
            {
                call.Fail(JournalFault.Unknown);
            }
            else
            {
                call.Answer();
            }
        };
        await BidAsync(house, id, from: 1, to: 40);
        house.Journal.Deliver = static call => call.Answer();
        await BidAsync(house, id, from: 41, to: 41);
        await House.Until(() => house.Journal.Stored(id)!.Snapshot is not null);
    }

    [Fact]
    public async Task A_snapshot_saved_twice_adds_no_chunk_twice()
    {
        await using var house = await House.OpenAsync(options => options.SnapshotEveryEvents = 10);
        var id = await house.CreateAsync();
        house.Journal.Deliver = call =>
        {
            call.CarryOut();
            if (call.Operation == JournalOperation.SaveSnapshot)
            {
                call.Fail(JournalFault.Unknown);
            }
            else
            {
                call.Answer();
            }
        };
        await BidAsync(house, id, from: 1, to: 60);
        house.Journal.Deliver = static call => call.Answer();
        await house.StopAsync();
        await using var second = await house.OpenAnotherAsync();
        await CheckKeysAsync(second, id, to: 60);
    }

    [Fact]
    public async Task A_damaged_stream_fails_alone()
    {
        await using var house = await House.OpenAsync();
        var damaged = Given.Id();
        var claim = new StreamClaim(damaged, Guid.NewGuid(), 1);
        await house.Journal.OpenAsync(0, [new OpenRequest(damaged, claim.Activation, Create: true)], default);
        var view = await house.ViewAsync(await house.CreateAsync());
        byte[] damage = [1, 2, 3];
        var segment = new Segment(claim, 1, 1, EventCodec.Version, SegmentChain.Start, damage, view, null);
        await house.Journal.AppendAsync(0, [segment], default);
        await house.StopAsync();

        await using var second = await house.OpenAnotherAsync();
        AuctionId[] asked = [damaged, view.Id];
        var answers = asked.Select(id => second.Auctions.ViewAsync(id, 0, default).AsTask()).ToArray();
        Expect.Unavailable(Unavailability.ShardUnavailable, await answers[0]);
        Assert.Equal(view, Expect.View(await answers[1]));
    }

    [Fact]
    public async Task Damage_of_any_kind_to_one_stream_does_not_stop_the_opening_of_others()
    {
        await using var house = await House.OpenAsync(options => options.SnapshotEveryEvents = 5);
        var damaged = await house.CreateAsync();
        var sound = await house.CreateAsync();
        await BidAsync(house, damaged, from: 1, to: 20);
        await House.Until(() => house.Journal.Stored(damaged)!.Snapshot is not null);
        await house.StopAsync();

        // A chunk that names a bidder a second time, as a wrongly restored backup may.
        var snapshot = house.Journal.Stored(damaged)!.Snapshot!;
        var chunk = new StoredChunk(
            snapshot.Sequence + 1, EventCodec.Version, SnapshotCodec.EncodeChunk([], [Given.Person("B1")]));
        Assert.True(await house.Journal.SaveSnapshotAsync(0, snapshot, chunk, snapshot.Sequence, default));
        await using var second = await house.OpenAnotherAsync();
        var opens = Valve.On(second, JournalOperation.Open);
        var first = second.Auctions.ViewAsync(Given.Id(99), 0, default).AsTask();
        var open = await opens.TakeAsync();
        AuctionId[] asked = [damaged, sound];
        var answers = asked.Select(id => second.Auctions.ViewAsync(id, 0, default).AsTask()).ToArray();
        opens.Open();
        open.Answer();
        await first;
        await second.PassUntil(() => answers.All(answer => answer.IsCompleted));
        Expect.Unavailable(Unavailability.ShardUnavailable, await answers[0]);
        Expect.View(await answers[1]);
    }

    private static async Task BidAsync(House house, AuctionId id, int from, int to)
    {
        for (var bid = from; bid <= to; bid++)
        {
            Expect.Accepted(bid + 1, await house.BidAsync(id, $"B{bid % 11}", AmountOf(bid), key: $"{bid}"));
        }
    }

    private static async Task CheckKeysAsync(House house, AuctionId id, int to)
    {
        for (var bid = 1; bid <= to; bid++)
        {
            var answer = Assert.IsType<BidAnswer>(
                await house.BidAsync(id, $"B{bid % 11}", AmountOf(bid), key: $"{bid}"));
            Assert.Equal((bid + 1, true), (answer.Bid.Sequence, answer.Replayed));
        }

        Expect.Refused(Refusal.IdempotencyKeyReused, await house.BidAsync(id, "B1", AmountOf(1) + 1, key: "1"));
    }

    private static long AmountOf(int bid) => bid * 1_000_00;
}
