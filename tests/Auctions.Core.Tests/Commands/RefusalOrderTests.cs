namespace Auctions.Core.Tests;

/// <summary>The order of refusals is public: the first reason wins.</summary>
public sealed class RefusalOrderTests
{
    private static readonly DateTimeOffset TooEarly = Given.Opens.AddTicks(-1);

    [Fact]
    public void The_codes_stand_in_the_order_in_which_they_are_checked() =>
        Assert.Equal(
            [
                Refusal.UnknownAuction, Refusal.IdempotencyKeyReused, Refusal.OwnAuction, Refusal.Cancelled,
                Refusal.Closed, Refusal.Paused, Refusal.NotOpen, Refusal.AuctionFull, Refusal.NotAboveOwnMaximum,
                Refusal.BelowMinimum, Refusal.BuyItNowUnavailable,
            ],
            Enum.GetValues<Refusal>().Take(11));

    [Fact]
    public void A_reused_key_comes_before_every_state() =>
        Expect.Refused(
            Refusal.IdempotencyKeyReused,
            Given.Auction().Bid("A", 150_00, key: "k").Close().TryBid("A", 151_00, key: "k"));

    [Fact]
    public void The_own_lot_comes_before_every_state()
    {
        Given.Auction().Refuses(Refusal.OwnAuction, "seller", 150_00);
        Given.Auction().Cancel().Refuses(Refusal.OwnAuction, "seller", 150_00);
        Given.Auction().Close().Refuses(Refusal.OwnAuction, "seller", 150_00);
        Given.Auction().Pause().Refuses(Refusal.OwnAuction, "seller", 150_00);
        Given.Auction().HoldingAtMost(0).Refuses(Refusal.OwnAuction, "seller", 1, TooEarly);
        Given.Auction().AtEnd(0.1).Refuses(Refusal.OwnAuction, "seller", 150_00);
    }

    [Fact]
    public void Cancelled_and_closed_come_before_everything_about_the_bid()
    {
        Given.Auction().Pause().Cancel().HoldingAtMost(0).Refuses(Refusal.Cancelled, "A", 1, TooEarly);
        Given.Auction().Pause().Close().HoldingAtMost(0).Refuses(Refusal.Closed, "A", 1, TooEarly);
    }

    [Fact]
    public void Paused_comes_before_not_open() =>
        Given.Auction().Pause().HoldingAtMost(0).Refuses(Refusal.Paused, "A", 1, TooEarly);

    [Fact]
    public void Not_open_comes_before_full() =>
        Given.Auction().HoldingAtMost(0).Refuses(Refusal.NotOpen, "A", 1, TooEarly);

    [Fact]
    public void Full_comes_before_the_amount()
    {
        var scenario = Given.Auction().Bid("A", 150_00).HoldingAtMost(1);
        scenario.Refuses(Refusal.AuctionFull, "A", 1).Refuses(Refusal.AuctionFull, "B", 1);
    }

    [Fact]
    public void Full_comes_before_buy_it_now_unavailable() =>
        Expect.Refused(Refusal.AuctionFull, Given.Auction().HoldingAtMost(0).TryBuyNow("A"));

    [Fact]
    public void An_auction_opens_exactly_at_its_time()
    {
        Given.Auction().At(TooEarly).Refuses(Refusal.NotOpen, "A", 150_00);
        Given.Auction().At(Given.Opens).Bid("A", 150_00);
    }

    [Fact]
    public void An_auction_holds_so_many_bids_and_no_more() =>
        Given.Auction().HoldingAtMost(2)
            .Bid("A", 150_00)
            .Bid("B", 160_00)
            .Refuses(Refusal.AuctionFull, "C", 500_00)
            .Refuses(Refusal.AuctionFull, "B", 500_00)
            .HoldingAtMost(3)
            .Bid("C", 500_00);
}
