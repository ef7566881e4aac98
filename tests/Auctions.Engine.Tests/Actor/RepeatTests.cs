using Auctions.Core;

namespace Auctions.Engine.Tests;

/// <summary>A key is accepted once, and every copy of it gets the same answer.</summary>
public sealed class RepeatTests
{
    [Fact]
    public void A_repeat_of_a_durable_key_gets_the_first_answer_at_once()
    {
        var stage = Stage.Set();
        var first = stage.Bid("A", 20_00, key: "k");
        stage.Bid("B", 90_00);
        stage.Write();
        var repeat = stage.Bid("A", 20_00, key: "k");
        Assert.Equal(Expect.Accepted(2, first.Answer) with { Replayed = true }, repeat.Answer);
        Assert.False(stage.Actor.HasBatch);
    }

    [Fact]
    public void A_repeat_of_a_pending_key_waits_and_gets_the_same_answer()
    {
        var stage = Stage.Set();
        var first = stage.Bid("A", 20_00, key: "k");
        var decided = stage.Bid("A", 20_00, key: "k");
        stage.Take();
        var onItsWay = stage.Bid("A", 20_00, key: "k");
        Expect.Waits(first, decided, onItsWay);
        Assert.Equal([first, decided, onItsWay], stage.Commit());
        var answer = Expect.Accepted(2, first.Answer) with { Replayed = true };
        Assert.Equal(answer, decided.Answer);
        Assert.Equal(answer, onItsWay.Answer);
        Assert.True(stage.Actor.IsIdle);
    }

    [Fact]
    public void A_repeat_behind_other_bids_is_answered_with_them_at_the_latest()
    {
        var stage = Stage.Set();
        var first = stage.Bid("A", 20_00, key: "k");
        stage.Take();
        stage.Bid("B", 30_00);
        var repeat = stage.Bid("A", 20_00, key: "k");
        stage.Commit();
        stage.Write();
        Assert.Equal(Expect.Accepted(2, first.Answer) with { Replayed = true }, repeat.Answer);
    }

    [Fact]
    public void Only_the_first_of_equal_keys_makes_an_event()
    {
        var stage = Stage.Set();
        for (var copy = 0; copy < 5; copy++)
        {
            stage.Bid("A", 20_00, key: "k");
        }

        Assert.Single(stage.Take().Events);
    }

    [Fact]
    public void A_pending_key_with_another_amount_waits_then_is_refused()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00, key: "k");
        var reused = stage.Bid("A", 21_00, key: "k");
        Expect.Waits(reused);
        stage.Write();
        Expect.Refused(Refusal.IdempotencyKeyReused, reused.Answer);
        Expect.Refused(Refusal.IdempotencyKeyReused, stage.Bid("A", 22_00, key: "k").Answer);
    }

    [Fact]
    public void A_durable_key_with_another_amount_is_refused_at_once_whatever_waits()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00, key: "k");
        stage.Write();
        stage.Bid("B", 30_00);
        Expect.Refused(Refusal.IdempotencyKeyReused, stage.Bid("A", 21_00, key: "k").Answer);
    }

    [Fact]
    public void A_bids_key_does_not_buy_now()
    {
        var stage = Stage.Set(Given.Terms(reserve: 40_00, buyItNow: 50_00));
        stage.Bid("A", 20_00, key: "k");
        stage.Write();
        Expect.Refused(Refusal.IdempotencyKeyReused, stage.BuyNow("A", key: "k").Answer);
    }

    [Fact]
    public void A_purchase_is_repeated_with_its_first_answer_after_the_closing()
    {
        var stage = Stage.Set(Given.Terms(buyItNow: 50_00));
        var first = stage.BuyNow("A", key: "k");
        stage.Write();
        var repeat = stage.BuyNow("A", key: "k");
        Assert.Equal(Expect.Accepted(2, first.Answer) with { Replayed = true }, repeat.Answer);
    }

    [Fact]
    public void A_key_of_somebody_else_is_another_key()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00, key: "k");
        var other = stage.Bid("B", 30_00, key: "k");
        stage.Write();
        Expect.Accepted(3, other.Answer);
    }

    [Fact]
    public void A_key_is_known_from_its_decision_on()
    {
        var stage = Stage.Set();
        var key = BidKey.Of(Given.Person("A"), Given.Id(), "k");
        Assert.False(stage.Actor.Knows(key));
        stage.Bid("A", 20_00, key: "k");
        Assert.True(stage.Actor.Knows(key));
        Assert.True(stage.Actor.HasBid(Given.Person("A")));
        Assert.False(stage.Actor.HasBid(Given.Person("B")));
    }

    [Fact]
    public void A_repeat_after_the_auction_closed_still_gets_the_first_answer()
    {
        var stage = Stage.Set();
        var first = stage.Bid("A", 20_00, key: "k");
        stage.Write().AtEnd(1).Wake();
        var closing = stage.Bid("A", 20_00, key: "k");
        Assert.Equal(Expect.Accepted(2, first.Answer) with { Replayed = true }, closing.Answer);
        stage.Write();
        Assert.Equal(closing.Answer, stage.Bid("A", 20_00, key: "k").Answer);
    }
}
