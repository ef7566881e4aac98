using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Simulation.Histories;
using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation.Tests.Checking;

/// <summary>One thing that a client was told is bent, and the checker names it.</summary>
public sealed class AnswerTests
{
    public static TheoryData<string> Fields =>
        ["key", "amount", "price", "time", "end", "status", "reserve", "minimum", "bought"];

    [Fact]
    public void I2_an_acknowledged_bid_that_is_not_there()
    {
        var tale = Tales.ThreeBidsOpen();
        tale.Commits.RemoveAt(3);
        Verdict.Is(tale.Hammer(buyer: 1, price: 13_00), "I2");
    }

    [Fact]
    public void I2_an_acknowledged_bid_in_a_journal_that_holds_nothing()
    {
        var tale = Tales.ThreeBids();
        tale.Commits.Clear();
        Verdict.Is(tale, "I2");
    }

    [Fact]
    public void I2_an_acknowledged_creation_in_a_journal_that_holds_nothing() => Verdict.Is(new Tale(), "I2");

    [Fact]
    public void I2_a_bid_acknowledged_before_it_is_durable()
    {
        var tale = Tales.ThreeBids();
        tale.Operations[1].Copies[0].AnsweredAt = tale.Commits[2].At - 1;
        Verdict.Is(tale, "I2");
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void I2_a_bid_acknowledged_as_something_else(string field) =>
        Verdict.Is(Tales.ThreeBids().Change(1, (BidAnswer told) => Bent(told, field)), "I2");

    [Fact]
    public void I2_a_bid_acknowledged_as_another_one()
    {
        var tale = Tales.ThreeBids();
        var other = tale.Operations[0].Copies[0].Answer!;
        Verdict.Is(tale.Change(1, (BidAnswer _) => other), "I1", "I2");
    }

    [Fact]
    public void I2_a_bid_stored_for_another_amount_than_was_sent()
    {
        var tale = Tales.ThreeBids();
        tale.Operations[1] = Moved(tale.Operations[1], step => step with { Amount = 12_50 });
        Verdict.Is(tale, "I2");
    }

    [Theory]
    [InlineData(29_00, 10, 30_00)]
    [InlineData(30_00, 11, 30_00)]
    [InlineData(30_00, 10, 29_00)]
    public void I2_a_purchase_acknowledged_as_something_else(long price, double end, long amount)
    {
        var tale = new Tale { Terms = new Tale().Terms with { BuyItNow = 30_00 } }
            .Create().Buy(1, at: 10, price: 30_00)
            .Change(0, (BidAnswer told) => told with
            {
                Bid = told.Bid with { Price = price, ClosesAtTicks = Tale.Time(end).UtcTicks, Amount = amount },
            });
        Verdict.Is(tale, "I2");
    }

    [Theory]
    [InlineData(StepKind.Pause)]
    [InlineData(StepKind.Extend)]
    [InlineData(StepKind.Close)]
    [InlineData(StepKind.WithdrawAsOperator)]
    [InlineData(StepKind.WithdrawAsSeller)]
    [InlineData(StepKind.LowerReserve)]
    internal void I2_a_command_acknowledged_that_was_not_done(StepKind kind)
    {
        var tale = Tales.ThreeBidsOpen();
        tale.Ask(kind, 0, at: 40, 5_00, new ViewAnswer(tale.ViewAt(4)));
        Verdict.Is(tale.Hammer(), "I2");
    }

    [Fact]
    public void I2b_a_bid_of_which_every_copy_was_refused_is_in_the_journal()
    {
        var tale = Tales.ThreeBids().Change(1, (BidAnswer _) => new UnavailableAnswer(Unavailability.Busy));
        Verdict.Is(tale.Again(1, at: 25, new UnavailableAnswer(Unavailability.Moving)), "I2b");
    }

    [Fact]
    public void I2b_a_key_that_two_operations_share_and_both_were_refused_is_in_the_journal()
    {
        var tale = Tales.ThreeBids().Change(1, (BidAnswer _) => new UnavailableAnswer(Unavailability.Busy));
        tale.Ask(StepKind.Bid, 2, 25, 12_00, new TooManyBidsAnswer(TimeSpan.FromSeconds(1))).Key =
            tale.Operations[1].Key;
        Verdict.Is(tale, "I2b");
    }

    [Fact]
    public void A_bid_of_which_one_copy_has_an_unknown_outcome_may_be_in_the_journal()
    {
        var tale = Tales.ThreeBids().Change(1, (BidAnswer _) => new UnavailableAnswer(Unavailability.OutcomeUnknown));
        Verdict.IsGood(tale.Again(1, at: 25, new UnavailableAnswer(Unavailability.Busy)));
    }

    [Fact]
    public void A_bid_of_which_one_copy_was_never_answered_may_be_in_the_journal()
    {
        var tale = Tales.ThreeBids().Change(1, (BidAnswer _) => new UnavailableAnswer(Unavailability.Busy));
        Verdict.IsGood(tale.Again(1, at: 15, null));
    }

    [Fact]
    public void A_bid_that_nobody_answered_need_not_be_in_the_journal()
    {
        var tale = Tales.ThreeBids();
        tale.Ask(StepKind.Bid, 1, 50, 40_00, null);
        Verdict.IsGood(tale);
    }

    [Fact]
    public void I5c_refused_as_closed_while_no_closing_is_durable()
    {
        var tale = Tales.ThreeBids().Refuse(1, 40_00, at: 60.5, Refusal.Closed);
        Verdict.IsGood(tale);
        tale.Operations[^1].Copies[0].AnsweredAt = tale.Commits[^1].At - 1;
        Verdict.Is(tale, "I5c");
    }

    [Fact]
    public void I5c_refused_as_closed_and_withdrawn() => Verdict.Is(
        Tales.ThreeBidsOpen()
            .Tell(40, new AuctionWithdrawn(Tale.Time(40), People.Operator, "A reason"))
            .Refuse(1, 40_00, at: 61, Refusal.Closed),
        "I5c");

    [Theory]
    [InlineData(Refusal.Cancelled)]
    [InlineData(Refusal.Paused)]
    [InlineData(Refusal.IdempotencyKeyReused)]
    [InlineData(Refusal.BelowMinimum)]
    [InlineData(Refusal.NotAboveOwnMaximum)]
    [InlineData(Refusal.NotOpen)]
    [InlineData(Refusal.AuctionFull)]
    [InlineData(Refusal.HasBids)]
    [InlineData(Refusal.ReserveNotLower)]
    [InlineData(Refusal.OwnAuction)]
    [InlineData(Refusal.NotSeller)]
    [InlineData(Refusal.UnknownAuction)]
    public void I2b_a_refusal_that_nothing_durable_shows(Refusal refusal)
    {
        var tale = new Tale().Create();
        tale.Ask(StepKind.Bid, 1, at: 5, 10_00, new RefusedAnswer(refusal));
        tale.Operations[0] = Moved(
            tale.Operations[0], step => refusal == Refusal.ReserveNotLower ? step with { Amount = 0 } : step);
        Verdict.Is(tale.Bid(2, 15_00, at: 10, price: 10_00).Hammer(), "I2b");
    }

    [Theory]
    [InlineData(Refusal.BelowMinimum)]
    [InlineData(Refusal.Paused)]
    [InlineData(Refusal.NotOpen)]
    [InlineData(Refusal.NotAboveOwnMaximum)]
    [InlineData(Refusal.HasBids)]
    public void I2b_a_refusal_before_the_creation_is_durable(Refusal refusal)
    {
        var tale = new Tale();
        tale.Refuse(1, 1_00, at: 0.6, refusal);
        Verdict.Is(tale.Create().Hammer(), "I2b");
    }

    [Fact]
    public void I2b_below_a_minimum_that_rests_on_a_bid_not_yet_durable()
    {
        var tale = Tales.ThreeBids().Refuse(1, 16_50, at: 30, Refusal.BelowMinimum);
        Verdict.IsGood(tale);
        tale.Operations[^1].Copies[0].AnsweredAt = tale.Commits[3].At - 1;
        Verdict.Is(tale, "I2b");
    }

    [Fact]
    public void I2b_buy_it_now_refused_while_it_is_offered()
    {
        var tale = new Tale { Terms = new Tale().Terms with { BuyItNow = 30_00 } }.Create();
        tale.Ask(StepKind.BuyNow, 1, at: 5, 0, new RefusedAnswer(Refusal.BuyItNowUnavailable));
        Verdict.Is(tale.Hammer(), "I2b");
    }

    [Theory]
    [InlineData(16_00, 16_50)]
    [InlineData(16_00, 18_00)]
    [InlineData(15_00, 17_00)]
    public void I9_a_refusal_that_tells_a_price_or_minimum_that_never_was(long price, long minimum) => Verdict.Is(
        Tales.ThreeBidsOpen().Refuse(1, 16_50, at: 40, Refusal.BelowMinimum, price, minimum).Hammer(), "I9");

    private static BidAnswer Bent(BidAnswer told, string field)
    {
        var bid = told.Bid;
        return field switch
        {
            "key" => told with { Bid = bid with { Key = new BidKey(99) } },
            "amount" => told with { Bid = bid with { Amount = 12_50 } },
            "price" => told with { Bid = bid with { Price = 12_00 } },
            "time" => told with { Bid = bid with { AtTicks = bid.AtTicks + 1 } },
            "end" => told with { Bid = bid with { ClosesAtTicks = bid.ClosesAtTicks + 1 } },
            "status" => told with { Bid = bid with { Status = BidStatus.Leading } },
            "bought" => told with { Bid = bid with { Status = BidStatus.Won } },
            "reserve" => told with { Bid = bid with { ReserveMet = false } },
            _ => told with { MinimumBid = 15_00 },
        };
    }

    private static Operation Moved(Operation operation, Func<Step, Step> change)
    {
        var moved = new Operation(change(operation.Step), operation.Bidder)
        {
            Key = operation.Key,
            IsSettled = operation.IsSettled,
        };
        moved.Copies.AddRange(operation.Copies);
        return moved;
    }
}
