using Auctions.Chaos.Recordings;

namespace Auctions.Chaos.Tests.Judging;

/// <summary>Counts and times of a run: one auction is on shard 0, which the fault hits, one on shard 1.</summary>
public sealed class FiguresTests
{
    [Fact]
    public void Bids_are_counted_before_during_and_after_the_fault_by_their_answers()
    {
        var run = Run.Good();
        run.Marks.Add(new Mark(Run.Tick(20.05), Run.Tick(40.1)));
        var figures = run.Judge(hit: 0).Figures;
        Assert.Equal((2, 4, 4, 10), (figures.Before, figures.During, figures.After, figures.Acknowledged));
    }

    [Fact]
    public void Service_is_back_with_the_first_bid_that_a_shard_which_was_hit_acknowledges()
    {
        var run = Run.Good();
        run.Marks.Add(new Mark(Run.Tick(15), Run.Tick(25)));
        run.Change(4, sent => sent with { AnsweredAt = Run.Tick(32) }); // on shard 0
        run.Change(5, sent => sent with { AnsweredAt = Run.Tick(39) }); // on shard 1
        Assert.Equal(7, run.Judge(hit: 0).Figures.TimeToService!.Value.TotalSeconds);
        Assert.Equal(14, run.Judge(hit: 1).Figures.TimeToService!.Value.TotalSeconds);
        Assert.Equal(14, run.Judge(hit: [0, 1]).Figures.TimeToService!.Value.TotalSeconds);
    }

    [Fact]
    public void Of_several_faults_the_one_counts_after_which_it_took_longest()
    {
        var run = Run.Good();
        run.Marks.Add(new Mark(Run.Tick(15), Run.Tick(18)));
        run.Marks.Add(new Mark(Run.Tick(22), Run.Tick(29)));
        Assert.Equal(2.1, run.Judge(hit: 0).Figures.TimeToService!.Value.TotalSeconds, precision: 6);
    }

    [Fact]
    public void By_auction_service_is_back_with_the_first_bid_that_was_sent_since()
    {
        var run = new Run(end: 200_000)
            .Bid(lot: 0, bidder: 0, at: 10)
            .Bid(lot: 0, bidder: 1, at: 24.95)
            .Bid(lot: 0, bidder: 0, at: 28)
            .Bid(lot: 1, bidder: 0, at: 26);
        run.Marks.Add(new Mark(Run.Tick(15), Run.Tick(25)));
        Assert.Equal(3.1, run.JudgeByAuction(0, 1).Figures.TimeToService!.Value.TotalSeconds, precision: 6);
        Assert.Equal(0.05, run.Judge(0).Figures.TimeToService!.Value.TotalSeconds, precision: 6);
    }

    [Fact]
    public void Every_sending_without_a_definite_answer_was_turned_away()
    {
        var run = Run.Good()
            .Change(1, sent => sent with { Told = Told.Nothing })
            .Change(2, sent => sent with { Told = Told.Busy })
            .Change(3, sent => sent with { Told = Told.BelowMinimum });
        Assert.Equal(2, run.Judge(hit: 0).Figures.TurnedAway);
    }

    [Theory]
    [InlineData(10, 1.0)]
    [InlineData(5, 0.5)]
    [InlineData(0, 0.0)]
    public void Others_keep_what_they_acknowledge_until_those_hit_serve_again(int during, double kept)
    {
        // Shard 1 acknowledges one bid a second for 20 s, then as many as said; shard 0 is gone from 20 to 30.
        var run = new Run();
        run.Bid(lot: 0, bidder: 0, at: 1);
        for (var second = 0; second < 20; second++)
        {
            run.Bid(lot: 1, bidder: second % 2, at: second);
        }

        for (var bid = 0; bid < during; bid++)
        {
            run.Bid(lot: 1, bidder: bid % 2, at: 20 + bid);
        }

        run.Bid(lot: 0, bidder: 1, at: 29.9).Hammer();
        run.Marks.Add(new Mark(Run.Tick(20), Run.Tick(28)));
        Assert.Equal(kept, run.Judge(hit: 0).Figures.OthersKept!.Value, tolerance: 0.02);
    }

    [Fact]
    public void Each_fault_is_held_against_the_time_before_it()
    {
        // Two bids a second before the second fault, and one within it; the first one takes nothing away.
        var run = new Run();
        run.Bid(lot: 0, bidder: 0, at: 1);
        for (var bid = 0; bid < 20; bid++)
        {
            run.Bid(lot: 1, bidder: bid % 2, at: bid);
        }

        run.Bid(lot: 0, bidder: 1, at: 19.9);
        for (var bid = 0; bid < 20; bid++)
        {
            run.Bid(lot: 1, bidder: bid % 2, at: 20 + (bid / 2.0));
        }

        for (var bid = 0; bid < 10; bid++)
        {
            run.Bid(lot: 1, bidder: bid % 2, at: 30 + bid);
        }

        run.Bid(lot: 0, bidder: 0, at: 39.9).Hammer();
        run.Marks.Add(new Mark(Run.Tick(10), Run.Tick(18)));
        run.Marks.Add(new Mark(Run.Tick(30), Run.Tick(38)));
        Assert.Equal((10 + 10) / (10 + 20.0), run.Judge(hit: 0).Figures.OthersKept!.Value, tolerance: 0.02);
    }

    [Fact]
    public void Nobody_else_means_no_figure()
    {
        var run = Run.Good();
        run.Marks.Add(new Mark(Run.Tick(15), Run.Tick(25)));
        Assert.Null(run.Judge(hit: [0, 1]).Figures.OthersKept);
        Assert.Null(Run.Good().Judge(hit: 0).Figures.TimeToService);
    }
}
