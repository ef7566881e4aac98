using Auctions.Core;

namespace Auctions.Engine.Tests;

/// <summary>An actor made from the journal goes on where the one before stopped.</summary>
public sealed class RecoveryTests
{
    [Fact]
    public void Everything_recovered_is_durable_from_the_start()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00, key: "k");
        stage.Bid("B", 30_00);
        var view = stage.Write().View;
        stage.Reload();
        Assert.Equal(view, stage.View);
        Assert.Equal(3, stage.Actor.DurableSequence);
        Assert.True(stage.Actor.IsIdle);
        Assert.False(stage.Actor.HasBatch);
    }

    [Fact]
    public void Keys_numbers_and_figures_outlive_an_actor()
    {
        var stage = Stage.Set();
        var first = stage.Bid("A", 20_00, key: "k");
        stage.Bid("B", 30_00);
        stage.Write().Reload();
        Assert.Equal(Expect.Accepted(2, first.Answer) with { Replayed = true }, stage.Bid("A", 20_00, key: "k").Answer);
        Expect.Refused(Refusal.IdempotencyKeyReused, stage.Bid("A", 25_00, key: "k").Answer);
        Expect.Refused(Refusal.BelowMinimum, stage.Bid("C", 20_99).Answer);
        stage.Bid("C", 40_00);
        var batch = stage.Take();
        Assert.Equal(4, batch.FirstSequence);
        Assert.Equal(3, Assert.IsType<BidPlaced>(Assert.Single(batch.Events)).BidderNumber);
    }

    [Fact]
    public void A_recovered_auction_closes_at_its_end()
    {
        var stage = Stage.Set();
        stage.Bid("A", 20_00);
        stage.Write().Reload();
        Assert.Equal(Given.Start.AddHours(1) + Given.Drain, stage.Actor.HammerAt);
        stage.AtEnd(3600).Wake();
        stage.Write();
        Assert.Equal(AuctionStatus.Sold, stage.View.Status);
    }

    [Fact]
    public void A_recovered_ended_auction_has_no_hammer_and_refuses_at_once()
    {
        var stage = Stage.Set();
        stage.Do(new CloseNow(Given.Operator));
        stage.Write().Reload();
        Assert.Null(stage.Actor.HammerAt);
        Expect.Refused(Refusal.Closed, stage.Bid("A", 20_00).Answer);
    }

    [Fact]
    public void An_empty_stream_gives_an_auction_that_does_not_exist()
    {
        var stage = Stage.New();
        Assert.Null(stage.Actor.View);
        Assert.Equal(0, stage.Actor.DurableSequence);
        Expect.Refused(Refusal.UnknownAuction, stage.Bid("A", 20_00).Answer);
    }
}
