namespace Auctions.Core.Tests;

/// <summary>The end moved by an operator or by a fault.</summary>
public sealed class ExtendTests
{
    private static ExtendEnd To(double seconds) => new(Given.Operator, Given.Closes.AddSeconds(seconds));

    private static ExtendForFault Fault(double seconds) =>
        new(Given.Closes.AddSeconds(seconds), ExtensionCause.UncleanHandover);

    [Fact]
    public void An_operator_moves_the_end_to_a_later_time()
    {
        var scenario = Given.Auction();
        Assert.Equal(
            new EndExtended(scenario.Now, Given.Closes.AddSeconds(60), ExtensionCause.Operator, Given.Operator),
            Expect.Happened<EndExtended>(scenario.Do(To(60))));
        scenario.EndMovedBy(60).AtEnd(59).Bid("A", 150_00);
    }

    [Fact]
    public void The_end_in_force_is_no_change() => Expect.Unchanged(Given.Auction().Do(To(0)));

    [Fact]
    public void An_operator_cannot_move_the_end_back()
    {
        Expect.Refused(Refusal.EndNotLater, Given.Auction().Do(To(-1)));
        Expect.Refused(Refusal.EndNotLater, Given.Auction().Extend(Given.Closes.AddSeconds(60)).Do(To(30)));
    }

    [Fact]
    public void An_operator_cannot_move_the_end_into_the_past()
    {
        var scenario = Given.Auction().AtEnd(0.4);
        Expect.Refused(Refusal.EndNotLater, scenario.Do(To(0.3)));
        Expect.Refused(Refusal.EndNotLater, scenario.Do(To(0.4)));
        scenario.Extend(Given.Closes.AddSeconds(0.5)).EndMovedBy(0.5);
    }

    [Fact]
    public void An_ended_auction_is_not_extended()
    {
        Expect.Refused(Refusal.Closed, Given.Auction().Close().Do(To(60)));
        Expect.Refused(Refusal.Cancelled, Given.Auction().Cancel().Do(To(60)));
        Expect.Unchanged(Given.Auction().Close().Do(Fault(60)));
        Expect.Unchanged(Given.Auction().Cancel().Do(Fault(60)));
    }

    [Fact]
    public void A_fault_moves_the_end_and_says_why()
    {
        var scenario = Given.Auction().AtEnd(0.2);
        Assert.Equal(
            new EndExtended(
                scenario.Now, Given.Closes.AddSeconds(60), ExtensionCause.UncleanHandover, PersonId.None),
            Expect.Happened<EndExtended>(scenario.Do(Fault(60))));
        Assert.Equal(0, scenario.EndMovedBy(60).State.Extensions);
    }

    [Fact]
    public void A_fault_never_moves_the_end_back()
    {
        var scenario = Given.Auction();
        Expect.Unchanged(scenario.Do(Fault(0)));
        Expect.Unchanged(scenario.Do(Fault(-60)));
        Expect.Unchanged(scenario.Extend(Given.Closes.AddSeconds(90)).Do(Fault(60)));
    }

    [Fact]
    public void A_fault_leaves_a_paused_auction_alone() => Expect.Unchanged(Given.Auction().Pause().Do(Fault(60)));
}
