using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation.Tests.Checking;

/// <summary>L1 to L3: what must happen in the end, and when.</summary>
public sealed class LivenessTests
{
    [Fact]
    public void L1_an_operation_never_settled()
    {
        var tale = Tales.ThreeBids();
        tale.Operations[1].IsSettled = false;
        Verdict.Is(tale, "L1");
    }

    [Fact]
    public void L1_a_watcher_without_the_final_view()
    {
        var tale = Tales.ThreeBids().Watch();
        tale.Watchings[0].Seen.RemoveAt(4);
        Verdict.Is(tale, "L1");
    }

    [Fact]
    public void L1_a_watcher_who_saw_nothing()
    {
        var tale = Tales.ThreeBids().Watch();
        tale.Watchings[0].Seen.Clear();
        Verdict.Is(tale, "L1");
    }

    [Fact]
    public void L1_an_auction_that_never_ends() => Verdict.Is(Tales.ThreeBidsOpen(), "L1");

    [Theory]
    [InlineData("L1: two clients still wait", "L1")]
    [InlineData("A client broke", "Bug")]
    public void Mischief_outside_any_auction_is_reported(string mischief, string label)
    {
        var tale = Tales.ThreeBids();
        tale.Mischief.Add(mischief);
        Verdict.Is(tale, label);
    }

    [Theory]
    [InlineData(Unavailability.Busy)]
    [InlineData(Unavailability.ShardUnavailable)]
    [InlineData(Unavailability.Moving)]
    [InlineData(Unavailability.OutcomeUnknown)]
    public void L2_unavailable_though_nothing_went_wrong(Unavailability reason)
    {
        var tale = Tales.ThreeBids(isFaultless: true);
        tale.Ask(StepKind.Bid, 1, 50, 40_00, new UnavailableAnswer(reason));
        Verdict.Is(tale, "L2");
    }

    [Fact]
    public void L2_an_answer_that_never_came_though_nothing_went_wrong()
    {
        var tale = Tales.ThreeBids(isFaultless: true);
        tale.Ask(StepKind.Bid, 1, 50, 40_00, null);
        Verdict.Is(tale, "L2");
    }

    [Fact]
    public void L2_too_many_bids_though_nobody_limits_them()
    {
        var tale = Tales.ThreeBids(isFaultless: true);
        tale.Ask(StepKind.Bid, 1, 50, 40_00, new TooManyBidsAnswer(TimeSpan.FromSeconds(1)));
        Verdict.Is(tale, "L2");
    }

    [Theory]
    [InlineData(true, 0, 61.0, "")]
    [InlineData(true, 0, 61.1, "L3")]
    [InlineData(false, 0, 63.5, "")]
    [InlineData(false, 0, 63.6, "L3")]
    [InlineData(false, 54.9, 63.6, "L3")]
    [InlineData(false, 55, 63.6, "")]
    [InlineData(false, 70, 90, "")]
    public void L3_a_hammer_that_falls_late(bool isFaultless, double healedAt, double at, string label)
    {
        var tale = new Tale { IsFaultless = isFaultless, HealedAt = healedAt }.Create().Hammer(at, stored: at);
        Verdict.Is(tale, label.Length > 0 ? [label] : []);
    }

    [Theory]
    [InlineData(75.5, "")]
    [InlineData(75.6, "L3")]
    public void L3_where_a_hammer_may_be_later(double at, string label) => Verdict.Is(
        new Tale { LatenessMax = 15 }.Create().Hammer(at, stored: at), label.Length > 0 ? [label] : []);

    [Theory]
    [InlineData(63.4, 3, "")]
    [InlineData(63.6, 3, "L1")]
    [InlineData(75.4, 15, "")]
    [InlineData(75.6, 15, "L1")]
    public void L1_an_auction_that_was_due_before_the_run_ended(double ended, double latenessMax, string label) =>
        Verdict.Is(
            new Tale { EndedAt = ended, LatenessMax = latenessMax }.Create().Bid(1, 15_00, at: 10, price: 10_00),
            label.Length > 0 ? [label] : []);

    [Fact]
    public void An_operator_may_close_long_after_the_end() => Verdict.IsGood(
        Tales.ThreeBidsOpen().Pause(at: 35).Close(ClosingCause.Operator, at: 100));
}
