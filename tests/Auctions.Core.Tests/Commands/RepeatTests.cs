namespace Auctions.Core.Tests;

/// <summary>Exactly once: an accepted key always gets its first answer.</summary>
public sealed class RepeatTests
{
    private static RememberedBid First(Decision decision)
    {
        Assert.Equal(DecisionKind.Repeated, decision.Kind);
        Assert.Null(decision.Event);
        return decision.First;
    }

    [Fact]
    public void A_repeat_gets_the_first_answer_whatever_happened_since()
    {
        var scenario = Given.Auction(soft: Given.FromEnd(60, 60)).AtEnd(-30).Bid("A", 150_00, key: "k");
        var expected = new RememberedBid(
            BidKey.Of(Given.Person("A"), Given.Id, "k"),
            2,
            150_00,
            99_00,
            scenario.Now.UtcTicks,
            Given.Closes.AddSeconds(60).UtcTicks,
            BidStatus.Leading,
            ReserveMet: true);
        Assert.Equal(expected, First(scenario.TryBid("A", 150_00, key: "k")));
        scenario.Bid("B", 200_00);
        Assert.Equal(expected, First(scenario.TryBid("A", 150_00, key: "k")));
        scenario.Pause();
        Assert.Equal(expected, First(scenario.TryBid("A", 150_00, key: "k")));
        scenario.Close();
        Assert.Equal(expected, First(scenario.TryBid("A", 150_00, Given.Closes.AddDays(1), "k")));
        Assert.Equal((scenario.Journal[1].At, Given.Closes.AddSeconds(60)), (expected.At, expected.ClosesAt));
    }

    [Fact]
    public void A_losing_bid_is_remembered_as_outbid()
    {
        var scenario = Given.Auction(reserve: 500_00).Bid("A", 150_00).Bid("B", 120_00, key: "k");
        var first = First(scenario.TryBid("B", 120_00, key: "k"));
        Assert.Equal((BidStatus.Outbid, 122_50L), (first.Status, first.Price));
        Assert.False(first.ReserveMet || first.IsBuyNow);
    }

    [Fact]
    public void The_same_key_with_another_amount_is_refused()
    {
        var scenario = Given.Auction().Bid("A", 150_00, key: "k");
        Expect.Refused(Refusal.IdempotencyKeyReused, scenario.TryBid("A", 150_01, key: "k"));
        Expect.Refused(Refusal.IdempotencyKeyReused, scenario.TryBid("A", 149_99, key: "k"));
    }

    [Fact]
    public void A_bids_key_does_not_buy_now() =>
        Expect.Refused(
            Refusal.IdempotencyKeyReused,
            Given.Auction(opening: 100_00, reserve: 200_00, buyItNow: 200_00)
                .Bid("A", 150_00, key: "k")
                .TryBuyNow("A", key: "k"));

    [Fact]
    public void A_key_that_bought_now_does_not_bid()
    {
        var scenario = Given.Auction(opening: 100_00, buyItNow: 200_00).BuyNow("A", key: "k");
        Expect.Refused(Refusal.IdempotencyKeyReused, scenario.TryBid("A", 200_00, key: "k"));
    }

    [Fact]
    public void A_repeated_buy_now_gets_the_first_answer()
    {
        var scenario = Given.Auction(opening: 100_00, buyItNow: 200_00).BuyNow("A", key: "k");
        var expected = new RememberedBid(
            BidKey.Of(Given.Person("A"), Given.Id, "k"),
            2,
            200_00,
            200_00,
            scenario.Now.UtcTicks,
            scenario.Now.UtcTicks,
            BidStatus.Won,
            ReserveMet: true);
        Assert.Equal(expected, First(scenario.AtEnd(100).TryBuyNow("A", key: "k")));
        Assert.True(expected.IsBuyNow);
    }

    [Fact]
    public void A_key_of_one_bidder_is_free_for_another() =>
        Given.Auction().Bid("A", 150_00, key: "k").Bid("B", 200_00, key: "k").Leads("B", 152_50);

    [Fact]
    public void A_refused_or_held_key_may_be_used_again()
    {
        var scenario = Given.Auction();
        Expect.Refused(Refusal.BelowMinimum, scenario.TryBid("A", 1, key: "k"));
        scenario.Bid("A", 150_00, key: "k").AtEnd(0.1);
        Expect.Held(scenario.TryBid("B", 200_00, key: "k"));
        scenario.Extend(Given.Closes.AddSeconds(10)).Bid("B", 210_00, key: "k");
    }
}
