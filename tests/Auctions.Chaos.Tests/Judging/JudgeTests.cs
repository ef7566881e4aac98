using Auctions.Chaos.Recordings;
using Auctions.Engine.Verification;

namespace Auctions.Chaos.Tests.Judging;

/// <summary>The judge of real runs: each thing that may be wrong is bent into a good run, and it names it.</summary>
public sealed class JudgeTests
{
    [Fact]
    public void A_good_run_is_good()
    {
        var run = Run.Good();
        run.Is();
        Assert.Equal(0, run.Judge().Figures.Lost);
    }

    // As an older backup would: what is stored is whole, and does not hold what was acknowledged.
    [Fact]
    public void I2_acknowledged_bids_that_are_not_stored_are_counted_as_lost()
    {
        var run = Run.Good();
        run.Bend = stored => stored.Id != run.Lots[0].Id ? stored : Cut(stored, run, sequence: 4);
        var (figures, violations) = run.Judge();
        Assert.Equal(2, figures.Lost);
        Assert.Equal(2, violations.Count(violation => violation.Invariant == "I2"));
        run.Is("I2", "L1");
    }

    [Fact]
    public void I2_an_auction_of_which_nothing_is_stored()
    {
        var run = Run.Good();
        run.Bend = stored => stored.Id != run.Lots[0].Id ? stored : stored with
        {
            Id = new(Guid.CreateVersion7()),
        };
        Assert.Equal(5, run.Judge().Figures.Lost);
        Assert.Contains(run.Judge().Violations, violation => violation.Detail.Contains("nobody asked for it"));
    }

    [Fact]
    public void I2_an_auction_on_a_wrong_shard()
    {
        var run = Run.Good();
        run.Misplaced.Add(run.Lots[1].Id);
        run.Is("I2");
    }

    [Fact]
    public void I2_a_bid_acknowledged_by_another_id() =>
        Run.Good().Change(3, sent => sent with { BidId = Guid.CreateVersion7() }).Is("I2");

    [Fact]
    public void I2_a_bid_acknowledged_at_another_price() =>
        Run.Good().Change(3, sent => sent with { Price = sent.Price - 1 }).Is("I2");

    [Fact]
    public void I2_a_bid_that_is_stored_for_another_amount()
    {
        var run = Run.Good().Change(3, sent => sent with { Amount = sent.Amount + 1 });
        run.Is("I2");
        Assert.Equal(1, run.Judge().Figures.Lost);
    }

    [Fact]
    public void I2_a_bid_that_nobody_sent()
    {
        var run = Run.Good();
        run.Notes.Sendings.RemoveAt(3);
        run.Is("I2");
    }

    [Theory]
    [InlineData(Told.ShardUnavailable)]
    [InlineData(Told.Busy)]
    [InlineData(Told.Moving)]
    internal void I2b_a_bid_that_was_turned_away_and_is_stored(Told told) =>
        Run.Good().Change(3, sent => sent with { Told = told }).Is("I2b");

    [Theory]
    [InlineData(Told.Nothing)]
    [InlineData(Told.OutcomeUnknown)]
    internal void A_bid_whose_outcome_is_unknown_may_be_stored(Told told)
    {
        var run = Run.Good();
        var repeat = run.Notes.Sendings[3] with
        {
            SentAt = Run.Tick(22),
            AnsweredAt = Run.Tick(22.1),
            Replayed = true,
        };
        run.Notes.Sendings.Add(repeat);
        run.Change(3, sent => sent with { Told = told }).Is();
        Assert.Equal(1, run.Judge().Figures.Resolved);
    }

    [Fact]
    public void I6_a_repeat_that_is_answered_otherwise()
    {
        var run = Run.Good();
        run.Notes.Sendings.Add(run.Notes.Sendings[3] with
        {
            SentAt = Run.Tick(22),
            AnsweredAt = Run.Tick(22.1),
            Replayed = true,
            Sequence = 5,
        });
        Assert.NotEmpty(run.Judge().Violations);
    }

    [Fact]
    public void L1_a_bid_that_was_never_told()
    {
        var run = Run.Good();
        run.Notes.Unsettled.Add(run.Notes.Sendings[3].Key);
        run.Is("L1");
    }

    [Fact]
    public void An_answer_that_has_no_place_in_the_contract()
    {
        var run = Run.Good();
        run.Notes.Nonsense.Add("500 Internal Server Error");
        run.Is("Bug");
    }

    [Fact]
    public void I9_a_view_that_never_was()
    {
        var run = Run.Good();
        run.Notes.Views.Add(See(run, sequence: 3));
        run.Is();
        run.Notes.Views.Add(See(run, sequence: 3) with { View = run.ViewAt(0, 3) with { Price = 1_00 } });
        run.Is("I9");
    }

    [Fact]
    public void I9_a_view_older_than_was_asked_for()
    {
        var run = Run.Good();
        run.Notes.Views.Add(See(run, sequence: 3) with { After = 4 });
        run.Is("I9");
    }

    [Fact]
    public void Damage_in_what_is_stored_is_told_and_what_lies_behind_it_is_lost()
    {
        var run = Run.Good();
        run.Bend = stored =>
        {
            stored.Segments[3].Payload[0] ^= 0xFF;
            return stored;
        };
        var (figures, violations) = run.Judge();
        Assert.Contains(violations, violation => violation.Invariant == "I10");
        Assert.True(figures.Lost > 0, "nothing counts as lost");
    }

    private static SeenView See(Run run, int sequence) =>
        new(0, Run.Tick(25), Run.Tick(35), After: 0, run.ViewAt(0, sequence));

    private static StoredAuction Cut(StoredAuction stored, Run run, int sequence) => stored with
    {
        Head = run.ViewAt(0, sequence),
        LastSequence = sequence,
        Segments = [.. stored.Segments.Take(sequence)],
    };
}
