using Auctions.Core;
using Auctions.Engine.Actor;

namespace Auctions.Engine.Tests;

/// <summary>When a write fails, everybody is answered, and nobody is told more than is known.</summary>
public sealed class FailureTests
{
    [Fact]
    public void A_definite_failure_tells_everybody_that_nothing_was_done()
    {
        var stage = Stage.Set();
        var onItsWay = stage.Bid("A", 20_00);
        stage.Take();
        var behind = stage.Bid("B", 30_00);
        Assert.Equal([onItsWay, behind], stage.Fail(outcomeUnknown: false));
        Expect.Unavailable(Unavailability.ShardUnavailable, onItsWay.Answer, behind.Answer);
    }

    [Fact]
    public void An_unknown_outcome_is_unknown_for_what_was_on_its_way_only()
    {
        var stage = Stage.Set();
        Ticket[] onItsWay = [stage.Bid("A", 20_00), stage.Bid("B", 30_00), stage.Do(new Pause(Given.Operator))];
        stage.Take();
        Ticket[] behind = [stage.Do(new Resume(Given.Operator)), stage.Bid("C", 90_00)];
        stage.Fail(outcomeUnknown: true);
        Expect.Unavailable(Unavailability.OutcomeUnknown, onItsWay.Select(ticket => ticket.Answer));
        Expect.Unavailable(Unavailability.ShardUnavailable, behind.Select(ticket => ticket.Answer));
    }

    [Fact]
    public void A_refusal_that_rests_on_what_was_on_its_way_is_not_told()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00);
        stage.Bid("B", 30_00);
        var refused = stage.Bid("C", 15_00);
        stage.Take();
        stage.Fail(outcomeUnknown: true);
        Expect.Unavailable(Unavailability.OutcomeUnknown, refused.Answer);
    }

    [Fact]
    public void A_repeat_of_what_was_on_its_way_is_as_unknown_as_the_first_copy()
    {
        var stage = Stage.Set();
        var first = stage.Bid("A", 20_00, key: "k");
        stage.Take();
        stage.Bid("B", 30_00);
        var repeat = stage.Bid("A", 20_00, key: "k");
        stage.Fail(outcomeUnknown: true);
        Expect.Unavailable(Unavailability.OutcomeUnknown, first.Answer, repeat.Answer);
    }

    [Fact]
    public void Held_bids_are_told_that_nothing_was_done()
    {
        var stage = Stage.Set().AtEnd(-1);
        var onItsWay = stage.Bid("A", 20_00);
        stage.Take();
        stage.AtEnd(0.1);
        var held = stage.Bid("B", 30_00);
        stage.Fail(outcomeUnknown: true);
        Expect.Unavailable(Unavailability.OutcomeUnknown, onItsWay.Answer);
        Expect.Unavailable(Unavailability.ShardUnavailable, held.Answer);
    }

    [Fact]
    public void A_fenced_actor_answers_moving_to_everybody()
    {
        var stage = Stage.Set().AtEnd(-1);
        var onItsWay = stage.Bid("A", 20_00);
        stage.Take();
        var behind = stage.Bid("B", 30_00);
        stage.AtEnd(0.1);
        var held = stage.Bid("C", 90_00);
        Assert.Equal(3, stage.Fence().Count);
        Expect.Unavailable(Unavailability.Moving, onItsWay.Answer, behind.Answer, held.Answer);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_failed_actor_answers_what_comes_afterwards_and_decides_nothing(bool outcomeUnknown)
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00);
        stage.Take();
        stage.Bid("B", 30_00);
        stage.Fail(outcomeUnknown);
        Expect.Unavailable(Unavailability.ShardUnavailable, stage.Bid("C", 90_00).Answer);
        Expect.Unavailable(Unavailability.ShardUnavailable, stage.Do(new Pause(Given.Operator)).Answer);
        Assert.False(stage.Actor.HasBatch);
        Assert.Null(stage.Actor.TakeBatch());
        Assert.True(stage.Actor.IsIdle);
    }

    [Fact]
    public void A_fenced_actor_answers_moving_to_what_comes_afterwards_and_lets_no_hammer_fall()
    {
        var stage = Stage.Set();
        stage.Fence();
        Expect.Unavailable(Unavailability.Moving, stage.Bid("C", 90_00).Answer);
        Expect.Unavailable(Unavailability.Moving, stage.Bid("C", 1).Answer);
        Assert.Null(stage.Actor.HammerAt);
        stage.AtEnd(10).Wake();
        stage.Actor.ExtendForFault(stage.Now.AddHours(1), ExtensionCause.Outage, stage.Now);
        Assert.False(stage.Actor.HasBatch);
    }

    [Fact]
    public void The_view_stays_the_last_durable_one()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00);
        stage.Write();
        var view = stage.View;
        stage.Bid("B", 90_00);
        stage.Take();
        stage.Fail(outcomeUnknown: true);
        Assert.Equal(view, stage.View);
    }

    [Fact]
    public void A_key_whose_write_failed_is_decided_anew_by_the_next_actor()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00, key: "k");
        stage.Take();
        stage.Fail(outcomeUnknown: false);
        var again = stage.Reload().Bid("A", 20_00, key: "k");
        stage.Write();
        Expect.Accepted(2, again.Answer);
    }

    [Fact]
    public void A_key_whose_write_landed_all_the_same_is_a_repeat_for_the_next_actor()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00, key: "k");
        stage.Journal.AddRange(stage.Take().Events);
        stage.Fail(outcomeUnknown: true);
        var again = stage.Reload().Bid("A", 20_00, key: "k");
        Assert.True(Assert.IsType<BidAnswer>(again.Answer).Replayed);
        Assert.False(stage.Actor.HasBatch);
    }
}
