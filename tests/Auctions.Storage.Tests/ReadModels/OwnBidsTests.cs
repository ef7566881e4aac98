using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

/// <summary>A bidder's own bids: projected from the journal, each exactly once.</summary>
public sealed class OwnBidsTests : ReadModelTest
{
    [Fact]
    public async Task A_bidder_sees_the_newest_own_bid_at_once()
    {
        var owner = await PlayAsync();
        for (var i = 1; i <= 20; i++)
        {
            await owner.WriteAsync(Journal, owner.Bid("A", i * 1_00, $"{i}"));
            var own = Assert.Single((await OwnAsync("A")).Items);
            Assert.Equal((i * 1_00, i, 1, 1L + i), (own.Maximum, own.Bids, own.BidderNumber, own.LastSequence));
            Assert.Equal(AuctionView.Of(owner.Auction.State), own.View);
        }
    }

    [Fact]
    public async Task A_bidder_sees_the_own_bids_only_and_the_highest_maximum()
    {
        var owner = await PlayAsync();
        await owner.WriteAsync(Journal, owner.Bid("A", 9_00, "1"));
        await owner.WriteAsync(Journal, owner.Bid("B", 5_00, "2"));
        await owner.WriteAsync(Journal, owner.Bid("B", 7_00, "3"));
        var (a, b) = (Assert.Single((await OwnAsync("A")).Items), Assert.Single((await OwnAsync("B")).Items));
        Assert.Equal((9_00, 1, 1, 2L), (a.Maximum, a.Bids, a.BidderNumber, a.LastSequence));
        Assert.Equal((7_00, 2, 2, 4L), (b.Maximum, b.Bids, b.BidderNumber, b.LastSequence));
        Assert.Empty((await OwnAsync("C")).Items);
    }

    [Fact]
    public async Task A_lot_bought_at_once_is_among_the_own_bids()
    {
        await PlayAsync(
            Given.Terms(buyItNow: 20_00), null, new BuyNow(Given.Person("A"), new BidKey(1), Given.Start));
        var own = Assert.Single((await OwnAsync("A")).Items);
        Assert.Equal((20_00, 1, AuctionStatus.Sold), (own.Maximum, own.Bids, own.View.Status));
    }

    [Fact]
    public async Task Bids_are_counted_once_over_any_number_of_restarts()
    {
        Dictionary<AuctionId, int> bids = [];
        for (var round = 0; round < 5; round++)
        {
            for (var lot = 0; lot < 4; lot++)
            {
                var owner = await PlayAsync();
                await owner.WriteAsync(Journal, owner.Bid(5 * (round + 1)));
                bids[owner.Id] = round + 1;
            }

            if (round % 2 == 0)
            {
                await OwnAsync("bidder 0");
            }

            Reopen();
            var own = (await OwnAsync("bidder 0")).Items;
            Assert.Equal(
                bids.OrderBy(lot => lot.Key).Select(lot => (lot.Key, lot.Value)),
                own.OrderBy(row => row.View.Id).Select(row => (row.View.Id, row.Bids)));
        }
    }

    [Fact]
    public async Task Askers_at_the_same_time_count_every_bid_once()
    {
        var owners = new List<Activation>();
        for (var lot = 0; lot < 6; lot++)
        {
            owners.Add(await PlayAsync());
        }

        using var stopping = new CancellationTokenSource();
        var asking = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stopping.IsCancellationRequested)
            {
                await OwnAsync("bidder 0");
            }
        })).ToArray();
        for (var round = 0; round < 60; round++)
        {
            await Task.WhenAll(owners.Select(owner => owner.WriteAsync(Journal, owner.Bid(5))));
        }

        await stopping.CancelAsync();
        await Task.WhenAll(asking);
        Assert.Equal([60, 60, 60, 60, 60, 60], (await OwnAsync("bidder 0")).Items.Select(own => own.Bids));
    }

    [Fact]
    public async Task Made_again_from_zero_the_rows_are_the_same()
    {
        for (var lot = 0; lot < 5; lot++)
        {
            var owner = await PlayAsync();
            for (var segment = 0; segment < 130; segment++)
            {
                await owner.WriteAsync(Journal, owner.Bid(1 + (segment % 3)));
            }
        }

        await OwnAsync("bidder 0");
        var before = Rows();
        Assert.Equal(25, before.Count);
        Data.Run("read-models.db", "update own_bids set maximum = 1; delete from checkpoint; delete from own_bids");
        Reopen();
        await OwnAsync("bidder 0");
        Assert.Equal(before, Rows());
    }

    [Fact]
    public async Task Segments_taken_in_again_change_nothing()
    {
        var owner = await PlayAsync();
        await owner.WriteAsync(Journal, owner.Bid(10));
        await OwnAsync("bidder 0");
        var before = Rows();
        Data.Run("read-models.db", "update checkpoint set position = 0");
        Reopen();
        await OwnAsync("bidder 0");
        Assert.Equal(before, Rows());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(10)]
    public async Task Pages_join_last_bid_first(int limit)
    {
        for (var lot = 0; lot < 9; lot++)
        {
            await PlayAsync(null, null, null, null);
        }

        await OwnAsync("bidder 0");
        Data.Run(
            "read-models.db",
            """
            update own_bids set last_bid_at = last_bid_at + (place.number / 3)
            from (select bidder as b, auction_id as a, row_number() over (order by auction_id) as number from own_bids)
                as place
            where bidder = place.b and auction_id = place.a
            """);
        var all = (await OwnAsync("bidder 0")).Items;
        Assert.Equal(
            all.OrderByDescending(own => own.LastBidAt).ThenBy(own => own.View.Id).Select(own => own.View.Id),
            all.Select(own => own.View.Id));
        var paged = new List<OwnBids>();
        OwnBidsCursor? after = null;
        do
        {
            var page = await OwnAsync("bidder 0", after, limit);
            Assert.InRange(page.Items.Count, after is null ? 1 : 0, limit);
            paged.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(9, all.Count);
        Assert.Equal(all, paged);
    }

    [Fact]
    public async Task A_shard_that_cannot_be_read_is_named_and_catches_up_later()
    {
        var owners = new List<Activation>();
        for (var shard = 0; shard < Shards; shard++)
        {
            owners.Add(await PlayAsync(shard: shard));
            await owners[shard].WriteAsync(Journal, owners[shard].Bid("A", 5_00, "k"));
        }

        Data.Run("shard-01.db", "alter table segment rename to lost");
        var page = await OwnAsync("A");
        Assert.Equal([1], page.MissingShards);
        Assert.Equal([owners[0].Id, owners[2].Id], page.Items.Select(own => own.View.Id).Order());
        Data.Run("shard-01.db", "alter table lost rename to segment");
        page = await OwnAsync("A");
        Assert.Empty(page.MissingShards);
        Assert.Equal(3, page.Items.Count);
    }

    private Task<OwnBidsPage> OwnAsync(string bidder, OwnBidsCursor? after = null, int limit = 100) =>
        ReadModels.OwnBidsAsync(Given.Person(bidder), after, limit, default);

    private List<string> Rows()
    {
        using var connection = Data.Connect("read-models.db");
        using var command = connection.CreateCommand();
        command.CommandText = """
            select hex(bidder) || hex(auction_id) || ' ' || bidder_number || ' ' || maximum || ' ' || bids || ' ' ||
                last_sequence || ' ' || last_bid_at from own_bids order by 1
            """;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
