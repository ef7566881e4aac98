namespace Auctions.Core.Tests;

/// <summary>A pause stops the clock: no bids, no hammer; going on moves the end by the pause.</summary>
public sealed class PauseTests
{
    [Fact]
    public void Bids_are_refused_while_paused()
    {
        var scenario = Given.Auction(opening: 100_00, buyItNow: 200_00).Pause();
        Assert.Equal(AuctionStatus.Paused, scenario.State.Status);
        scenario.Refuses(Refusal.Paused, "A", 150_00);
        Expect.Refused(Refusal.Paused, scenario.TryBuyNow("A"));
    }

    [Fact]
    public void Resuming_moves_the_end_by_the_pause()
    {
        var scenario = Given.Auction().AtEnd(-100).Pause().AtEnd(-40).Resume().EndMovedBy(60);
        Assert.Equal(AuctionStatus.Open, scenario.State.Status);
        Assert.Equal(0, scenario.State.Extensions);
        scenario.Bid("A", 150_00);
    }

    [Fact]
    public void Resuming_moves_the_hard_end_by_the_pause()
    {
        var scenario = Given.Auction(soft: Given.FromEnd(60, 60, hardEnd: Given.Closes.AddSeconds(30)))
            .AtEnd(-100)
            .Pause()
            .AtEnd(-90)
            .Resume()
            .EndMovedBy(10);
        Assert.Equal(Given.Closes.AddSeconds(40), scenario.State.HardEnd);
        scenario.AtEnd(9).Bid("A", 150_00).EndMovedBy(40);
    }

    [Fact]
    public void Without_a_hard_end_a_pause_gives_none() =>
        Assert.Null(Given.Auction().Pause().AtEnd(-1).Resume().State.HardEnd);

    [Fact]
    public void A_paused_auction_does_not_close_by_time()
    {
        var scenario = Given.Auction().AtEnd(-10).Pause().AtEnd(3600);
        Expect.Unchanged(scenario.Do(new FallHammer()));
        scenario.Resume().EndMovedBy(3610);
    }

    [Fact]
    public void Pauses_add_up() =>
        Given.Auction()
            .AtEnd(-100).Pause().AtEnd(-90).Resume()
            .AtEnd(-80).Pause().AtEnd(-60).Resume()
            .EndMovedBy(30);

    [Fact]
    public void An_end_extended_while_paused_moves_by_the_pause_as_well() =>
        Given.Auction().AtEnd(-100).Pause().Extend(Given.Closes.AddSeconds(50)).AtEnd(-90).Resume().EndMovedBy(60);

    [Fact]
    public void A_pause_under_a_clock_that_goes_back_has_no_length() =>
        Given.Auction().AtEnd(-100).Pause().AtEnd(-200).Resume().EndMovedBy(0);

    [Fact]
    public void Pausing_twice_and_resuming_twice_change_nothing()
    {
        var scenario = Given.Auction();
        Expect.Unchanged(scenario.Do(new Resume(Given.Operator)));
        Expect.Unchanged(scenario.Pause().Do(new Pause(Given.Operator)));
        Expect.Unchanged(scenario.Resume().Do(new Resume(Given.Operator)));
    }

    [Fact]
    public void A_second_pause_does_not_restart_the_first()
    {
        var scenario = Given.Auction().AtEnd(-100).Pause();
        Expect.Unchanged(scenario.AtEnd(-50).Do(new Pause(Given.Operator)));
        scenario.AtEnd(-40).Resume().EndMovedBy(60);
    }

    [Fact]
    public void An_ended_auction_neither_pauses_nor_resumes()
    {
        Expect.Refused(Refusal.Closed, Given.Auction().Close().Do(new Pause(Given.Operator)));
        Expect.Refused(Refusal.Closed, Given.Auction().Close().Do(new Resume(Given.Operator)));
        Expect.Refused(Refusal.Cancelled, Given.Auction().Cancel().Do(new Pause(Given.Operator)));
        Expect.Refused(Refusal.Cancelled, Given.Auction().Pause().Cancel().Do(new Resume(Given.Operator)));
    }

    [Fact]
    public void The_events_say_who_and_when()
    {
        var scenario = Given.Auction().AtEnd(-100);
        Assert.Equal(
            new AuctionPaused(scenario.Now, Given.Operator),
            Expect.Happened<AuctionPaused>(scenario.Do(new Pause(Given.Operator))));
        scenario.AtEnd(-95);
        Assert.Equal(
            new AuctionResumed(scenario.Now, Given.Closes.AddSeconds(5), Given.Operator),
            Expect.Happened<AuctionResumed>(scenario.Do(new Resume(Given.Operator))));
    }
}
