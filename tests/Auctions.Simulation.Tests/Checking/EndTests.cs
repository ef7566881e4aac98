using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation.Tests.Checking;

/// <summary>I5: nothing after the end, and the end only where the rules put it.</summary>
public sealed class EndTests
{
    public static TheoryData<ExtensionMode, int?, double?, double, double> Ends => new()
    {
        { ExtensionMode.FromEnd, null, null, 65, 80 },
        { ExtensionMode.FromEnd, null, null, 60, 80 },
        { ExtensionMode.FromEnd, null, null, 59.9, 70 },
        { ExtensionMode.FromEnd, 1, null, 65, 70 },
        { ExtensionMode.FromEnd, 2, null, 65, 80 },
        { ExtensionMode.FromEnd, null, 75, 65, 75 },
        { ExtensionMode.FromEnd, null, 70, 65, 70 },
        { ExtensionMode.FromNow, null, null, 64, 79 },
        { ExtensionMode.FromNow, 1, null, 64, 79 },
        { ExtensionMode.FromNow, null, 72, 64, 72 },
        { ExtensionMode.FromNow, null, null, 59.9, 70 },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void A_soft_close_moves_the_end_as_the_rules_say(
        ExtensionMode mode, int? extensionsMax, double? hardEnd, double at, double end) =>
        Verdict.IsGood(Soft(mode, extensionsMax, hardEnd, at, end == 70 ? null : end).Hammer(end + 0.5).Watch());

    [Theory]
    [MemberData(nameof(Ends))]
    public void I5_a_soft_close_that_moves_the_end_too_far(
        ExtensionMode mode, int? extensionsMax, double? hardEnd, double at, double end) =>
        Verdict.Is(Soft(mode, extensionsMax, hardEnd, at, end + 1).Close(ClosingCause.Operator, 66).Untold(), "I5");

    [Theory]
    [MemberData(nameof(Ends))]
    public void I5_a_soft_close_that_moves_the_end_not_far_enough(
        ExtensionMode mode, int? extensionsMax, double? hardEnd, double at, double end) =>
        Verdict.Is(Soft(mode, extensionsMax, hardEnd, at, end - 1).Close(ClosingCause.Operator, 66).Untold(), "I5");

    [Fact]
    public void I5_an_own_raise_that_moves_the_end() => Verdict.Is(
        Soft(ExtensionMode.FromEnd, null, null, 65, 80).Bid(3, 50_00, at: 71, price: 21_00, end: 90)
            .Close(ClosingCause.Operator, 72).Untold(),
        "I5");

    [Fact]
    public void I5_a_hard_close_that_moves() => Verdict.Is(
        Tales.ThreeBidsOpen().Bid(1, 30_00, at: 59, price: 21_00, end: 65).Hammer(65.5).Untold(), "I5", "L3");

    [Fact]
    public void I5_a_bid_after_the_closing() => Verdict.Is(
        Tales.ThreeBids().Bid(1, 30_00, at: 61, price: 21_00, stamp: 59).Untold(), "I5");

    [Fact]
    public void I5_a_withdrawal_after_the_closing() => Verdict.Is(
        Tales.ThreeBids().Tell(61, new AuctionWithdrawn(Tale.Time(61), People.Operator, "A reason")), "I5");

    [Fact]
    public void I5_a_closing_after_the_withdrawal() => Verdict.Is(
        Tales.ThreeBidsOpen().Tell(40, new AuctionWithdrawn(Tale.Time(40), People.Operator, "A reason")).Hammer(),
        "I5");

    [Theory]
    [InlineData(60)]
    [InlineData(60.1)]
    public void I5_a_bid_stamped_at_or_after_the_end(double stamp) => Verdict.Is(
        Tales.ThreeBidsOpen().Bid(1, 30_00, at: 60.2, price: 21_00, stamp: stamp).Hammer(60.6), "I5");

    [Fact]
    public void I5_a_bid_before_the_opening() => Verdict.Is(
        new Tale { Terms = new Tale().Terms with { OpensAt = Tale.Time(11) } }.Create()
            .Bid(1, 15_00, at: 10, price: 10_00).Hammer(),
        "I5");

    [Fact]
    public void I5_a_bid_while_the_clock_stands() => Verdict.Is(
        Tales.ThreeBidsOpen().Pause(at: 35).Bid(1, 30_00, at: 36, price: 21_00).Resume(40, end: 65).Hammer(65.5),
        "I5");

    [Theory]
    [InlineData(59)]
    [InlineData(60)]
    public void I5_an_end_moved_back_or_nowhere(double end) => Verdict.Is(
        Tales.ThreeBidsOpen()
            .Tell(40, new EndExtended(Tale.Time(40), Tale.Time(end), ExtensionCause.Operator, People.Operator))
            .Hammer(60.5),
        "I5");

    [Theory]
    [InlineData(64)]
    [InlineData(66)]
    [InlineData(60)]
    public void I5_a_pause_that_moves_the_end_by_another_time(double end) => Verdict.Is(
        Tales.ThreeBidsOpen().Pause(at: 35).Resume(at: 40, end).Hammer(end + 0.5), "I5");

    [Fact]
    public void I5_paused_twice() => Verdict.Is(
        Tales.ThreeBidsOpen().Pause(at: 35).Pause(at: 36).Resume(at: 40, end: 64).Hammer(64.5), "I5");

    [Fact]
    public void I5_resumed_while_the_clock_runs() => Verdict.Is(
        Tales.ThreeBidsOpen().Pause(at: 35).Resume(at: 40, end: 65).Resume(at: 41, end: 71).Hammer(71.5), "I5");

    [Fact]
    public void I5_a_hammer_before_its_time_by_the_event() =>
        Verdict.Is(Tales.ThreeBidsOpen().Hammer(60.49, stored: 60.51), "I5");

    [Fact]
    public void I5_a_hammer_before_its_time_by_the_journal() =>
        Verdict.Is(Tales.ThreeBidsOpen().Hammer(60.51, stored: 60.49), "I5");

    [Fact]
    public void I5_a_hammer_while_the_clock_stands() =>
        Verdict.Is(Tales.ThreeBidsOpen().Pause(at: 35).Hammer(60.5), "I5");

    [Fact]
    public void I5_a_bid_in_time_refused_as_closed_though_nothing_went_wrong() => Verdict.Is(
        Late(isFaultless: true, stamp: 59.99), "I5");

    [Fact]
    public void A_late_bid_is_refused_as_closed() => Verdict.IsGood(Late(isFaultless: true, stamp: 60));

    [Fact]
    public void A_bid_in_time_may_be_refused_as_closed_where_something_went_wrong() =>
        Verdict.IsGood(Late(isFaultless: false, stamp: 59.99));

    private static Tale Late(bool isFaultless, double stamp)
    {
        var tale = Tales.ThreeBids(isFaultless);
        tale.Ask(StepKind.Bid, 1, 60.6, 40_00, new RefusedAnswer(Refusal.Closed), stamp);
        return tale;
    }

    // Two bids, the second of which moves the end to 70, and one more; nobody bids the price far up.
    private static Tale Soft(ExtensionMode mode, int? extensionsMax, double? hardEnd, double at, double? end)
    {
        var extension = TimeSpan.FromSeconds(mode == ExtensionMode.FromEnd ? 10 : 15);
        DateTimeOffset? hard = hardEnd is { } seconds ? Tale.Time(seconds) : null;
        var soft = new SoftClose(TimeSpan.FromSeconds(10), extension, mode, extensionsMax, hard);
        return new Tale { Terms = new Tale().Terms with { SoftClose = soft } }
            .Create()
            .Bid(1, 15_00, at: 10, price: 10_00)
            .Bid(2, 20_00, at: 55, price: 16_00, end: 70)
            .Bid(3, 40_00, at, price: 21_00, end: end);
    }
}
