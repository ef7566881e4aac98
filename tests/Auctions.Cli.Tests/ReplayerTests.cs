using Auctions.Cli.Replay;
using Auctions.Cli.Tests.Support;

namespace Auctions.Cli.Tests;

/// <summary>What a replay sends, and what it makes of the answers.</summary>
public sealed class ReplayerTests : ReplayHarness
{
    [Fact]
    public async Task Hammer_prices_of_the_API_are_compared_with_the_recorded_ones()
    {
        var report = await ReplayAsync(Csv.Three);

        Assert.Equal((7, 5, 2, 2), (report.Bids, report.Accepted, report.Refused, report.Exact));
        Assert.Equal(new AuctionOutcome("c3", 1, 1, Recorded: 325, Hammer: 99), Assert.Single(report.Mismatches));
    }

    [Fact]
    public async Task An_auction_is_created_on_the_terms_of_the_contract()
    {
        await ReplayAsync(Csv.Three, run: "r");

        var first = Api.Requests.First(request => request.Key == "r/a1");
        Assert.Equal("replay-seller", first.User);
        Assert.Null(first.Authorization);
        Assert.Equal(
            """
            {"title":"Watch (a1)","currency":"USD","format":"english","openingPrice":9900,
            "increments":"ebay-us","closesAt":"2099-12-31T00:00:00Z"}
            """.ReplaceLineEndings(""),
            first.Body);
    }

    [Fact]
    public async Task Bids_go_out_in_time_order_under_the_number_of_their_row()
    {
        await ReplayAsync(Csv.Of("a,10,2,x,0,1,3,i,t", "a,4.35,1,y,0,1,3,i,t"), run: "r");

        Assert.Equal(["r/a", "r/a/2", "r/a/1", null], Api.Requests.Select(request => request.Key));
        Assert.Equal(["replay-seller", "y", "x", "replay-seller"], Api.Requests.Select(request => request.User));
        Assert.Equal(["{\"amount\":435}", "{\"amount\":1000}"], Api.Bids.Select(bid => bid.Body));
        Assert.Equal("", Api.Requests.Last().Body);
    }

    [Fact]
    public async Task A_token_stands_for_everyone_instead_of_names()
    {
        await Assert.ThrowsAsync<CommandFailedException>(() => ReplayAsync(Csv.Three, token: "t.o.k"));

        Assert.All(
            Api.Requests, request => Assert.Equal(("Bearer t.o.k", null), (request.Authorization, request.User)));
    }

    [Fact]
    public async Task An_auction_without_an_accepted_bid_has_no_hammer_price()
    {
        var report = await ReplayAsync(Csv.Of("a,5,1,x,0,9,9,i,t"));

        Assert.Equal(new AuctionOutcome("a", 1, 0, Recorded: 900, Hammer: null), Assert.Single(report.Mismatches));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task No_more_than_the_given_number_of_auctions_run_at_once(int parallel)
    {
        var rows = Enumerable.Range(1, 40).Select(id => $"a{id},5,1,x,0,1,1,i,t");

        await ReplayAsync(Csv.Of([.. rows]), parallel);

        Assert.InRange(Api.UnderWayMost, 1, parallel);
    }

    [Fact]
    public async Task The_same_run_again_gives_the_same_figures_though_the_auctions_are_closed()
    {
        var first = await ReplayAsync(Csv.Three);
        var again = await ReplayAsync(Csv.Three);

        Assert.Equal(first.Outcomes, again.Outcomes);
        Assert.Equal(3, Api.Requests.Where(request => request.IsCreate).DistinctBy(request => request.Key).Count());
    }

    [Fact]
    public async Task Another_run_makes_other_auctions()
    {
        await ReplayAsync(Csv.Three, run: "one");
        var other = await ReplayAsync(Csv.Three, run: "two");

        Assert.Equal(5, other.Accepted);
        Assert.Equal(6, Api.Requests.Where(request => request.IsClose).DistinctBy(request => request.Path).Count());
    }

    [Fact]
    public async Task A_run_that_broke_off_anywhere_goes_on_to_the_same_figures()
    {
        var whole = await ReplayAsync(Csv.Three, run: "whole");
        for (var at = 1; at <= 13; at++)
        {
            var left = at;
            Api.OnRequest = _ => Interlocked.Decrement(ref left) == 0 ? new Fault.Says(500, "crash") : null;
            await Assert.ThrowsAsync<CommandFailedException>(() => ReplayAsync(Csv.Three, run: $"broken{at}"));
            Api.OnRequest = _ => null;

            var resumed = await ReplayAsync(Csv.Three, run: $"broken{at}");

            Assert.Equal(whole.Outcomes, resumed.Outcomes);
        }
    }

    [RealBidsFact]
    public async Task The_real_bids_give_the_figures_of_the_rules()
    {
        var file = await BidFile.LoadAsync(RealBidsFactAttribute.Path, default);

        var report = await ReplayAsync(file, parallel: 16);

        Assert.Equal((479, 7870), (report.Outcomes.Count, report.Bids));
        Assert.Equal((7840, 30, 445), (report.Accepted, report.Refused, report.Exact));
    }
}
