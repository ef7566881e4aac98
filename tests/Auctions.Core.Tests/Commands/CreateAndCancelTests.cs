namespace Auctions.Core.Tests;

/// <summary>The first event, and the one that takes the lot back.</summary>
public sealed class CreateAndCancelTests
{
    [Fact]
    public void Creating_opens_the_auction_on_its_terms()
    {
        var terms = Given.Terms(
            reserve: 200_00, buyItNow: 300_00, soft: Given.FromEnd(60, 60, hardEnd: Given.Closes.AddHours(1)));
        var state = Given.On(terms).State;
        Assert.Equal((AuctionStatus.Open, 1L, terms), (state.Status, state.Sequence, state.Terms));
        Assert.Equal((Given.Closes, Given.Closes.AddHours(1)), (state.ClosesAt, state.HardEnd));
        Assert.Equal((200_00L, false, true), (state.Reserve, state.ReserveMet, state.BuyItNowOffered));
        Assert.Equal((0, 0L, 99_00L), (state.BidCount, state.Price, state.MinimumBid));
    }

    [Fact]
    public void Creating_a_created_auction_changes_nothing()
    {
        Expect.Unchanged(Given.Auction().Do(new CreateAuction(Given.Terms())));
        Expect.Unchanged(Given.Auction().Close().Do(new CreateAuction(Given.Terms(opening: 1_00))));
    }

    [Fact]
    public void Nothing_can_be_done_with_an_auction_that_was_never_created()
    {
        var scenario = new Scenario(new Auction(Given.Id)) { Now = Given.Opens };
        scenario.Refuses(Refusal.UnknownAuction, "A", 100_00);
        Expect.Refused(Refusal.UnknownAuction, scenario.TryBuyNow("A"));
        AuctionCommand[] others =
        [
            new FallHammer(), new CloseNow(Given.Operator), new Pause(Given.Operator), new Resume(Given.Operator),
            new ExtendEnd(Given.Operator, Given.Closes), new LowerReserve(Given.Seller, 0),
            new Withdraw(Given.Seller, AsOperator: false, "mine"),
            new ExtendForFault(Given.Closes, ExtensionCause.Outage),
        ];
        Assert.All(others, command => Expect.Refused(Refusal.UnknownAuction, scenario.Do(command)));
        Assert.False(scenario.State.IsCreated);
    }

    [Fact]
    public void The_seller_withdraws_a_lot_without_bids()
    {
        var scenario = Given.Auction();
        Assert.Equal(
            new AuctionWithdrawn(scenario.Now, Given.Seller, "broken"),
            Expect.Happened<AuctionWithdrawn>(scenario.Do(new Withdraw(Given.Seller, AsOperator: false, "broken"))));
        Assert.Equal((AuctionStatus.Cancelled, scenario.Now), (scenario.State.Status, scenario.State.ClosesAt));
        scenario.Refuses(Refusal.Cancelled, "A", 150_00);
    }

    [Fact]
    public void The_seller_cannot_withdraw_a_lot_with_bids() =>
        Expect.Refused(
            Refusal.HasBids,
            Given.Auction().Bid("A", 150_00).Do(new Withdraw(Given.Seller, AsOperator: false, "no")));

    [Fact]
    public void An_operator_withdraws_a_lot_with_bids()
    {
        var scenario = Given.Auction().Bid("A", 150_00).Cancel();
        Assert.Equal((AuctionStatus.Cancelled, PersonId.None), (scenario.State.Status, scenario.State.Buyer));
    }

    [Fact]
    public void Nobody_else_withdraws_a_lot()
    {
        var byA = new Withdraw(Given.Person("A"), AsOperator: false, "spite");
        Expect.Refused(Refusal.NotSeller, Given.Auction().Do(byA));
        Expect.Refused(Refusal.NotSeller, Given.Auction().Cancel().Do(byA));
        Expect.Refused(Refusal.NotSeller, Given.Auction().Close().Do(byA));
    }

    [Fact]
    public void A_withdrawn_lot_is_withdrawn_again_without_a_change()
    {
        Expect.Unchanged(Given.Auction().Cancel().Do(new Withdraw(Given.Operator, AsOperator: true, "again")));
        Expect.Unchanged(Given.Auction().Cancel().Do(new Withdraw(Given.Seller, AsOperator: false, "again")));
    }

    [Fact]
    public void A_closed_auction_is_not_withdrawn() =>
        Expect.Refused(
            Refusal.Closed,
            Given.Auction().Bid("A", 150_00).Close().Do(new Withdraw(Given.Operator, AsOperator: true, "late")));
}
