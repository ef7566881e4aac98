using System.Collections.Concurrent;
using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres;
using Auctions.Storage.Tests;

namespace Auctions.Postgres.Tests.Store.Moving;

/// <summary>Auctions that get another shard while servers take bids on them.</summary>
[Trait("Category", "Long")]
public sealed class MoveTests
{
    private long _amount = 10_00;

    [Fact]
    public async Task No_acknowledged_bid_is_lost_though_an_auction_moves_there_and_back_while_two_processes_take_bids()
    {
        await using var moved = await MovedStore.OpenAsync();
        var other = await moved.OpenAnotherAsync();
        LocalAuctions[] engines =
            [await moved.StartEngineAsync(moved.Store), await moved.StartEngineAsync(other)];
        var id = await CreateAsync(engines[0], engines[0].Now.AddDays(1));
        var first = moved.Store.Journal.ShardOf(id);
        using var stopping = new CancellationTokenSource();
        var told = new ConcurrentQueue<(int Bidder, RememberedBid Bid)>();
        var bidding = Enumerable.Range(0, 4)
            .Select(bidder => BidAsync(engines[bidder / 3], id, bidder, told, stopping.Token))
            .ToList();
        var watching = WatchListAsync(moved, id, stopping.Token);
        foreach (var shard in new[] { (first + 1) % 3, first, (first + 2) % 3 })
        {
            var before = told.Count;
            await Until.TrueAsync(() => told.Count > before + 50, "bids are taken");
            var report = await moved.MoveAsync(id, shard);
            Assert.Equal(shard, report.Plan.To);
            before = told.Count;
            await Until.TrueAsync(() => told.Count > before + 50, "bids are taken there");
            await MovedStore.KnownAsync(moved.Databases.Meta, moved.Store, id, shard);
            await MovedStore.KnownAsync(moved.Databases.Meta, other, id, shard);
        }

        await stopping.CancelAsync();
        await Task.WhenAll([.. bidding, watching]);

        var stored = await moved.Store.Journal.BidsAsync(id);
        Assert.Equal(told.Select(one => one.Bid).OrderBy(bid => bid.Sequence), stored);
        await Task.WhenAll(engines.Select(engine => engine.StopAsync()));
        await moved.VerifyAsync(auctions: 1);
        Assert.Equal(stored.Select(bid => bid.Sequence).OrderDescending(), await HistoryAsync(moved.Store, id));
        foreach (var bidder in Enumerable.Range(0, 4))
        {
            var own = await OwnAsync(other, bidder);
            var mine = told.Where(one => one.Bidder == bidder).Select(one => one.Bid.Sequence).ToList();
            Assert.Equal((mine.Count, mine.Max()), (own.Bids, own.LastSequence));
        }
    }

    [Fact]
    public async Task An_auction_closes_once_where_it_moved_to()
    {
        await using var moved = await MovedStore.OpenAsync();
        var other = await moved.OpenAnotherAsync();
        LocalAuctions[] engines =
            [await moved.StartEngineAsync(moved.Store), await moved.StartEngineAsync(other)];
        var (id, created) = await MoveSoonBeforeItsEndAsync(moved, engines[0]);
        await Until.TrueAsync(
            async () => (await moved.ListAsync()).Single(view => view.Id == id).Status == AuctionStatus.Sold,
            "it is sold");
        await Until.TrueAsync(
            async () => await engines[1].ViewAsync(id, 0, default) is ViewAnswer { View.Status: AuctionStatus.Sold },
            "the other process says so too");
        await Task.WhenAll(engines.Select(engine => engine.StopAsync()));
        await moved.VerifyAsync(created);
    }

    [Fact]
    public async Task What_was_there_from_an_earlier_stay_is_gone_on_with_and_snapshots_move_along()
    {
        await using var moved = await MovedStore.OpenAsync();
        var engine = await moved.StartEngineAsync(moved.Store);
        var owner = await moved.StartAuctionAsync();
        await owner.WriteAsync(moved.Store.Journal, owner.Bid(4_100));
        await moved.Store.Journal.ReleaseAsync(0, [owner.Claim], default);
        foreach (var (shard, at) in new[] { 1, 2, 0, 1 }.Index())
        {
            await moved.MoveAsync(owner.Id, at);
            await MovedStore.KnownAsync(moved.Databases.Meta, moved.Store, owner.Id, at);
            await Until.TrueAsync(
                async () => await SubmitAsync(engine, owner.Id, 0, 100_000_00 + (shard * 1_00)) is BidAnswer,
                "a bid is taken");
            if (shard == 0)
            {
                await Servers.CountedAsync(
                    moved.Databases.Shards[at], "select count(*) from auctions.snapshot where sequence > 4000");
            }
        }

        var view = Assert.IsType<ViewAnswer>(await engine.ViewAsync(owner.Id, 0, default)).View;
        Assert.Equal(4_104, view.BidCount);
        var stream = (await moved.Store.Journal.ReadAsync(owner.Id))!;
        Assert.NotNull(stream.Snapshot);
        Assert.Single(stream.Chunks);
        await engine.StopAsync();
        await moved.VerifyAsync(auctions: 1);
    }

    // Nothing is moved in the last ten seconds, so a slow machine gets another auction that ends later.
    private static async Task<(AuctionId Id, int Created)> MoveSoonBeforeItsEndAsync(
        MovedStore moved, LocalAuctions auctions)
    {
        for (var created = 1; ; created++)
        {
            var id = await CreateAsync(auctions, auctions.Now.AddSeconds(13 * created), key: (uint)created);
            var bid = await SubmitAsync(auctions, id, 0, 5_00);
            try
            {
                await moved.MoveAsync(id, (moved.Store.Journal.ShardOf(id) + 1) % 3);
                Assert.IsType<BidAnswer>(bid);
                return (id, created);
            }
            catch (AuctionNotMovedException late) when (created < 5 && late.Message.Contains("ends in less than 10 s"))
            {
                // The next one.
            }
        }
    }

    private static async Task<AuctionId> CreateAsync(
        LocalAuctions auctions, DateTimeOffset closesAt, UInt128 key = default)
    {
        var answer = await auctions.CreateAsync(
            new AuctionRequest("seller", key, BodyHash: 1, Given.Terms(closesAt: closesAt), OpensNow: true), default);
        return Assert.IsType<ViewAnswer>(answer).View.Id;
    }

    private async Task BidAsync(
        LocalAuctions auctions,
        AuctionId id,
        int bidder,
        ConcurrentQueue<(int Bidder, RememberedBid Bid)> told,
        CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            // The same key until it is known what became of it.
            var amount = Interlocked.Add(ref _amount, 1_00);
            Answer answer;
            while ((answer = await SubmitAsync(auctions, id, bidder, amount)) is UnavailableAnswer)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), CancellationToken.None);
            }

            if (answer is BidAnswer taken)
            {
                told.Enqueue((bidder, taken.Bid));
            }
            else
            {
                Assert.Equal(Refusal.BelowMinimum, Assert.IsType<RefusedAnswer>(answer).Refusal);
            }
        }
    }

    // Whoever looks sees it once, and never less than before.
    private static async Task WatchListAsync(MovedStore moved, AuctionId id, CancellationToken stopping)
    {
        var seen = 0L;
        while (!stopping.IsCancellationRequested)
        {
            var listed = Assert.Single(await moved.ListAsync());
            Assert.Equal(id, listed.Id);
            Assert.InRange(listed.Sequence, seen, long.MaxValue);
            seen = listed.Sequence;
        }
    }

    private static ValueTask<Answer> SubmitAsync(LocalAuctions auctions, AuctionId id, int bidder, long amount)
    {
        var person = Given.Person($"bidder {bidder}");
        return auctions.SubmitAsync(
            id, new PlaceBid(person, BidKey.Of(person, id, $"{amount}"), amount, auctions.Now), default);
    }

    private static async Task<List<long>> HistoryAsync(PostgresStore store, AuctionId id)
    {
        var sequences = new List<long>();
        long? before = null;
        do
        {
            var page = await store.ReadModels.HistoryAsync(new HistoryQuery(id, before, 500), default);
            sequences.AddRange(page.Items.Select(entry => entry.Sequence));
            before = page.Next;
        }
        while (before is not null);

        return sequences;
    }

    private static async Task<OwnBids> OwnAsync(PostgresStore store, int bidder) => Assert.Single(
        (await store.ReadModels.OwnBidsAsync(Given.Person($"bidder {bidder}"), null, 100, default)).Items);
}
