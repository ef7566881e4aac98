using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

public abstract partial class ReadModelContract
{
    [Fact]
    public async Task A_bidder_sees_the_newest_own_bid_on_an_auction_at_once_and_nothing_else()
    {
        var (owner, other) = (await StartAsync(), await StartAsync());
        await other.WriteAsync(Journal, other.Bid("A", 99_00, "elsewhere"));
        for (var i = 1; i <= 20; i++)
        {
            await owner.WriteAsync(Journal, owner.Bid("A", i * 1_00, $"a{i}"));

            var page = await OwnOnAsync("A", owner.Id);
            var own = Assert.Single(page.Items);
            Assert.Equal((i * 1_00, i, 1, 2L * i), (own.Maximum, own.Bids, own.BidderNumber, own.LastSequence));
            Assert.Equal(AuctionView.Of(owner.Auction.State), own.View);
            Assert.Equal((null, 0), (page.Next, page.MissingShards.Count));

            await owner.WriteAsync(Journal, owner.Bid("B", (i * 1_00) + 50, $"b{i}"));
        }

        Assert.Equal(20_50, Assert.Single((await OwnOnAsync("B", owner.Id)).Items).Maximum);
        Assert.Equal(99_00, Assert.Single((await OwnOnAsync("A", other.Id)).Items).Maximum);
    }

    [Fact]
    public async Task Where_a_bidder_has_no_bid_there_is_an_empty_page()
    {
        var owner = await StartAsync();
        await owner.WriteAsync(Journal, owner.Bid("A", 9_00, "a"));

        foreach (var (bidder, auction) in ((string, AuctionId)[])[("B", owner.Id), ("A", Given.Id())])
        {
            var page = await OwnOnAsync(bidder, auction);
            Assert.Equal((0, null, 0), (page.Items.Count, page.Next, page.MissingShards.Count));
        }
    }

    [Fact]
    public async Task A_shard_that_cannot_be_read_is_named_to_those_who_ask_of_its_auctions_alone()
    {
        var owners = new List<Activation>();
        for (var shard = 0; shard < 2; shard++)
        {
            owners.Add(await StartAsync(shard: shard));
            await owners[shard].WriteAsync(Journal, owners[shard].Bid("A", 5_00, "k"));
        }

        await _store.BreakAsync(shard: 1);

        var (here, there) = (await OwnOnAsync("A", owners[0].Id), await OwnOnAsync("A", owners[1].Id));
        Assert.Equal((1, 0), (here.Items.Count, here.MissingShards.Count));
        Assert.Empty(there.Items);
        Assert.Equal([1], there.MissingShards);
    }

    private Task<OwnBidsPage> OwnOnAsync(string bidder, AuctionId auction) =>
        _store.ReadModels.OwnBidsOnAsync(Given.Person(bidder), auction, default);
}
