namespace Auctions.Core.Tests;

/// <summary>What anyone may see.</summary>
public sealed class AuctionViewTests
{
    [Fact]
    public void A_view_has_no_place_for_a_secret() =>
        Assert.Equal(
            [
                "Id", "Sequence", "Seller", "Title", "Currency", "Format", "Status", "Price", "BidCount",
                "LeaderNumber", "MinimumBid", "ReserveMet", "BuyItNow", "OpensAt", "ClosesAt", "Extensions", "IsFinal",
            ],
            typeof(AuctionView).GetProperties().Select(property => property.Name));

    [Fact]
    public void Hidden_amounts_do_not_change_the_view()
    {
        static AuctionView With(long maximum, long reserve) =>
            AuctionView.Of(Given.Auction(reserve: reserve).Bid("A", maximum).Bid("B", 120_00).State);

        Assert.Equal(With(150_00, 900_00), With(777_77, 888_88));
        Assert.DoesNotContain("777", $"{With(777_77, 888_88)}", StringComparison.Ordinal);
        Assert.DoesNotContain("888", $"{With(777_77, 888_88)}", StringComparison.Ordinal);
        Assert.DoesNotContain($"{Given.Person("A")}", $"{With(777_77, 888_88)}", StringComparison.Ordinal);
    }

    [Fact]
    public void Before_the_first_bid_there_is_no_price_and_no_leader()
    {
        var view = AuctionView.Of(Given.Auction(opening: 99_00).State);
        Assert.Equal((null, null, 0, 99_00L), (view.Price, view.LeaderNumber, view.BidCount, view.MinimumBid));
    }

    [Fact]
    public void A_view_shows_price_leader_and_minimum_bid()
    {
        var scenario = Given.Auction(soft: Given.FromEnd(60, 60)).Bid("A", 150_00).AtEnd(-1).Bid("B", 200_00);
        Assert.Equal(
            new AuctionView(
                Given.Id, 3, Given.Seller, "A lot", "USD", AuctionFormat.English, AuctionStatus.Open, 152_50, 2, 2,
                155_00, true, null, Given.Opens, Given.Closes.AddSeconds(60), 1),
            AuctionView.Of(scenario.State));
    }

    [Fact]
    public void After_the_end_there_is_no_minimum_bid()
    {
        var view = AuctionView.Of(Given.Auction().Bid("A", 150_00).Close().State);
        Assert.Equal((null, 99_00L), (view.MinimumBid, view.Price));
    }

    [Fact]
    public void An_open_auction_is_upcoming_open_or_closing_by_the_time()
    {
        var view = AuctionView.Of(Given.Auction().State);
        Assert.Equal("upcoming", view.StatusAt(Given.Opens.AddTicks(-1)));
        Assert.Equal("open", view.StatusAt(Given.Opens));
        Assert.Equal("open", view.StatusAt(Given.Closes.AddTicks(-1)));
        Assert.Equal("closing", view.StatusAt(Given.Closes));
        Assert.False(view.IsFinal);
    }

    [Fact]
    public void Every_other_status_has_its_word_at_any_time()
    {
        static (string Word, bool IsFinal) Of(Scenario scenario)
        {
            var view = AuctionView.Of(scenario.State);
            Assert.Equal(view.StatusAt(Given.Opens.AddDays(-1)), view.StatusAt(Given.Closes.AddDays(1)));
            return (view.StatusAt(Given.Opens), view.IsFinal);
        }

        Assert.Equal(("paused", false), Of(Given.Auction().Pause()));
        Assert.Equal(("sold", true), Of(Given.Auction().Bid("A", 150_00).Close()));
        Assert.Equal(("unsold", true), Of(Given.Auction().Close()));
        Assert.Equal(("cancelled", true), Of(Given.Auction().Cancel()));
    }
}
