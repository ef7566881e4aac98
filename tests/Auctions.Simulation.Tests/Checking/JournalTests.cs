using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Simulation.Histories;
using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation.Tests.Checking;

/// <summary>One thing in the journal is bent, and the checker names it.</summary>
public sealed class JournalTests
{
    private static AuctionTerms Plain => new Tale().Terms;

    private static AuctionTerms Reserved => Plain with { Reserve = 20_00 };

    private static AuctionTerms ToBuy => Plain with { BuyItNow = 30_00 };

    [Fact]
    public void I1_a_hole_in_the_sequences()
    {
        var tale = Tales.ThreeBids().Untold();
        tale.Commits.RemoveAt(2);
        Verdict.Is(tale, "I1");
    }

    [Fact]
    public void I1_a_segment_twice()
    {
        var tale = Tales.ThreeBids().Untold();
        tale.Commits.Insert(3, tale.Commits[2]);
        Verdict.Is(tale, "I1");
    }

    [Fact]
    public void I1_the_creation_twice() => Verdict.Is(
        new Tale().Create().Create(2).Hammer(), "I1");

    [Fact]
    public void I1_something_before_the_creation() => Verdict.Is(
        new Tale().Tell(1, new AuctionPaused(Tale.Time(1), People.Operator)).Create(2).Hammer(), "I1");

    [Fact]
    public void I1_a_bid_sent_only_after_it_was_stored()
    {
        var tale = Tales.ThreeBids().Untold();
        tale.Operations[1].Copies[0] = new Copy(Tale.Tick(25));
        Verdict.Is(tale, "I1");
    }

    [Fact]
    public void I1_a_bid_answered_before_another_was_sent_comes_after_it()
    {
        var tale = Tales.ThreeBids();
        tale.Operations[0].Copies[0] = new Copy(Tale.Tick(25))
        {
            Answer = tale.Operations[0].Copies[0].Answer,
            AnsweredAt = Tale.Tick(26),
        };
        Verdict.Is(tale, "I1");
    }

    [Fact]
    public void I1_a_repeat_answered_before_another_was_sent_comes_after_it()
    {
        var tale = Tales.ThreeBids();
        var first = (BidAnswer)tale.Operations[0].Copies[0].Answer!;
        tale.Operations[0].Copies.Clear();
        tale.Operations[0].Copies.Add(new Copy(Tale.Tick(25)));
        tale.Again(0, at: 26, first with { Replayed = true });
        Verdict.Is(tale, "I1");
    }

    // The last one answered before the second bid was sent is in order; one before it is not.
    [Theory]
    [InlineData(18, 19, "I1")]
    [InlineData(19, 18, "I1")]
    [InlineData(20.5, 19, "")]
    public void I1_any_bid_answered_before_another_was_sent_comes_after_it(double third, double first, string label)
    {
        var tale = Tales.ThreeBids(clockTolerance: 15);
        Resend(tale.Operations[2], sent: 17, answered: third);
        Resend(tale.Operations[0], sent: 9, answered: first);
        Verdict.Is(tale, label.Length > 0 ? [label] : []);
    }

    [Theory]
    [InlineData(20.5, "")]
    [InlineData(20.6, "I1")]
    public void I1_a_bid_sent_after_it_was_stored_by_more_than_clocks_are_apart(double sent, string label)
    {
        var tale = Tales.ThreeBids(clockTolerance: 0.5).Untold();
        tale.Operations[1].Copies[0] = new Copy(Tale.Tick(sent));
        Verdict.Is(tale, label.Length > 0 ? [label] : []);
    }

    [Theory]
    [InlineData(19.6, "")]
    [InlineData(19.5, "I2")]
    public void I2_a_bid_acknowledged_before_it_is_durable_by_more_than_clocks_are_apart(double answered, string label)
    {
        var tale = Tales.ThreeBids(clockTolerance: 0.5);
        Resend(tale.Operations[1], sent: 19, answered);
        Verdict.Is(tale, label.Length > 0 ? [label] : []);
    }

    [Fact]
    public void I2_the_auction_is_on_other_terms_than_were_asked_for() => Verdict.Is(
        new Tale { Asked = Plain with { OpeningPrice = 11_00 } }.Create().Hammer(), "I2");

    [Fact]
    public void I2_a_bid_that_nobody_sent()
    {
        var tale = Tales.ThreeBids();
        tale.Operations.RemoveAt(1);
        Verdict.Is(tale, "I2");
    }

    [Theory]
    [InlineData("another price than the rules'", 2, 12_00, 13_50, false, 1)]
    [InlineData("another leader than the rules'", 2, 12_00, 13_00, true, 1)]
    [InlineData("a bid below the minimum", 2, 10_50, 11_50, false, 1)]
    [InlineData("a price that falls", 2, 12_00, 9_00, false, 1)]
    [InlineData("a leader who repeats the own maximum", 1, 15_00, 10_00, true, 1)]
    [InlineData("a leader who lowers the own maximum", 1, 14_00, 10_00, true, 1)]
    [InlineData("a leader who raises the own price", 1, 18_00, 16_00, true, 1)]
    [InlineData("a later bid that leads with an equal maximum", 2, 15_00, 15_00, true, 1)]
    [InlineData("a leader more than a step above the underbidder", 2, 20_00, 17_00, true, 2)]
    [InlineData("a leader who loses by a raise", 1, 18_00, 10_00, false, 1)]
    public void I3_a_bid_that_the_rules_forbid(
        string what, int session, long amount, long price, bool leads, int winner)
    {
        Assert.NotEmpty(what);
        Verdict.Is(
            new Tale().Create()
                .Bid(1, 15_00, at: 10, price: 10_00)
                .Bid(session, amount, at: 20, price, leads)
                .Hammer(buyer: winner)
                .Untold(),
            "I3");
    }

    [Fact]
    public void I3_a_first_bid_above_the_opening_price() => Verdict.Is(
        new Tale().Create().Bid(1, 15_00, at: 10, price: 11_00).Hammer(), "I3");

    [Fact]
    public void I3_a_reserve_that_counts_as_met_and_is_not() => Verdict.Is(
        new Tale { Terms = Reserved }.Create().Bid(1, 15_00, at: 10, price: 10_00, isMet: true)
            .Hammer(buyer: Tale.Nobody, price: 0).Untold(),
        "I3");

    [Fact]
    public void I3_a_reserve_that_rises() => Verdict.Is(
        new Tale { Terms = Reserved }.Create().Tell(5, new ReserveLowered(Tale.Time(5), 21_00)).Hammer(), "I3");

    [Fact]
    public void I3_a_bidder_with_anothers_number()
    {
        var tale = Tales.ThreeBidsOpen();
        tale.Commits[2] = tale.Commits[2] with { Events = [Second(tale) with { BidderNumber = 1 }] };
        Verdict.Is(tale.Hammer(), "I3");
    }

    [Fact]
    public void I3_a_bid_too_many() => Verdict.Is(
        new Tale { BidsMax = 1 }.Create().Bid(1, 15_00, at: 10, price: 10_00)
            .Bid(2, 12_00, at: 20, price: 13_00, leads: false).Hammer(),
        "I3");

    [Fact]
    public void I3_the_seller_bids() => Verdict.Is(
        new Tale { Terms = Plain with { Seller = Tale.Person(1) } }.Create().Bid(1, 15_00, at: 10, price: 10_00)
            .Hammer(),
        "I3");

    [Theory]
    [InlineData(1, 16_00)]
    [InlineData(3, 17_00)]
    [InlineData(3, 20_00)]
    [InlineData(Tale.Nobody, 0)]
    [InlineData(Tale.Nobody, 16_00)]
    public void I4_another_winner_or_price_than_the_rules(int buyer, long price) =>
        Verdict.Is(Tales.ThreeBidsOpen().Hammer(buyer: buyer, price: price), "I4");

    [Fact]
    public void I4_a_winner_although_the_reserve_is_not_met() => Verdict.Is(
        new Tale { Terms = Reserved }.Create().Bid(1, 15_00, at: 10, price: 10_00, isMet: false)
            .Hammer(buyer: 1, price: 10_00),
        "I4");

    [Fact]
    public void I4_two_closings() => Verdict.Is(Tales.ThreeBids().Hammer(61), "I4");

    [Fact]
    public void I4_a_sale_and_nothing_after_it()
    {
        var tale = new Tale { Terms = ToBuy }.Create().Buy(1, at: 10, price: 30_00).Untold();
        tale.Commits[1] = tale.Commits[1] with { Events = [tale.Commits[1].Events[0]] };
        Verdict.Is(tale, "I4", "L1");
    }

    [Fact]
    public void I4_a_sale_closed_by_the_hammer()
    {
        var tale = new Tale { Terms = ToBuy }.Create().Buy(1, at: 10, price: 30_00).Untold();
        tale.Commits[1] = tale.Commits[1] with { Events = [tale.Commits[1].Events[0]] };
        Verdict.Is(tale.Hammer(buyer: 1, price: 30_00), "I4");
    }

    [Fact]
    public void I4_a_sale_stored_without_its_closing()
    {
        var tale = new Tale { Terms = ToBuy }.Create().Buy(1, at: 10, price: 30_00).Untold();
        var events = tale.Commits[1].Events;
        tale.Commits[1] = tale.Commits[1] with { Events = [events[0]] };
        Verdict.Is(tale.Tell(10, events[1]), "I4");
    }

    [Fact]
    public void I4_a_closing_as_bought_without_a_sale() =>
        Verdict.Is(Tales.ThreeBidsOpen().Close(ClosingCause.BuyItNow, at: 40), "I4");

    [Fact]
    public void I4_bought_at_another_price() => Verdict.Is(
        new Tale { Terms = ToBuy }.Create().Buy(1, at: 10, price: 29_00), "I4");

    [Fact]
    public void I4_bought_after_a_bid() => Verdict.Is(
        new Tale { Terms = ToBuy }.Create().Bid(2, 15_00, at: 5, price: 10_00).Buy(1, at: 10, price: 30_00), "I4");

    [Fact]
    public void I6_a_key_twice()
    {
        var tale = Tales.ThreeBidsOpen().Bid(1, 30_00, at: 40, price: 21_00).Hammer().Untold();
        tale.Operations[3].Key = tale.Operations[0].Key;
        var fourth = (BidPlaced)tale.Commits[4].Events[0];
        tale.Commits[4] = tale.Commits[4] with { Events = [fourth with { Key = tale.Operations[0].Key!.Value }] };
        Verdict.Is(tale, "I6");
    }

    [Fact]
    public void I6_one_key_with_two_answers()
    {
        var tale = Tales.ThreeBidsOpen()
            .Bid(3, 30_00, at: 40, price: 16_00)
            .Bid(3, 31_00, at: 50, price: 16_00)
            .Hammer();
        var second = (BidAnswer)tale.Operations[4].Copies[0].Answer!;
        tale.Operations.RemoveAt(4);
        Verdict.Is(tale.Again(3, at: 51, second), "I2", "I6");
    }

    [Fact]
    public void I7_times_that_fall()
    {
        var tale = Tales.ThreeBids().Untold();
        tale.Commits[2] = tale.Commits[2] with { Events = [Second(tale) with { At = Tale.Time(9) }] };
        Verdict.Is(tale, "I7");
    }

    [Fact]
    public void I8_an_epoch_that_falls()
    {
        var tale = Tales.ThreeBids();
        tale.Commits[2] = tale.Commits[2] with { Epoch = 3 };
        Verdict.Is(tale, "I8");
    }

    [Fact]
    public void I8_a_segment_of_an_older_epoch_after_a_newer_was_opened()
    {
        var tale = Tales.ThreeBids();
        tale.Openings.Add(new(Tale.Tick(25), 2));
        Verdict.Is(tale, "I8");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void I8_an_opening_that_does_not_raise_the_epoch(long epoch)
    {
        var tale = Tales.ThreeBids();
        tale.Openings.Add(new(Tale.Tick(50), epoch));
        Verdict.Is(tale, "I8");
    }

    private static BidPlaced Second(Tale tale) => (BidPlaced)tale.Commits[2].Events[0];

    private static void Resend(Operation operation, double sent, double answered) =>
        operation.Copies[0] = new Copy(Tale.Tick(sent))
        {
            Answer = operation.Copies[0].Answer,
            AnsweredAt = Tale.Tick(answered),
        };
}
