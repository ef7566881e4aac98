using Auctions.Engine.Heat;
using Auctions.Engine.Ports;
using Auctions.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Engine.Tests;

/// <summary>Frames of all processes come together, and outlive whoever gathers them.</summary>
public sealed class HeatGathererTests
{
    private readonly FakeTimeProvider _time = new(Given.Start);
    private readonly MemoryHeatHistory _history = new();
    private readonly HeatGatherer _gatherer;
    private readonly long _start = Given.Start.ToUnixTimeSeconds();

    public HeatGathererTests() => _gatherer = NewGatherer();

    [Fact]
    public async Task Processes_add_up_second_by_second_and_a_frame_that_comes_twice_counts_once()
    {
        for (var second = 0; second < 3; second++)
        {
            await PassAsync(("a", 10), ("b", 5));
            await _gatherer.AcceptAsync([Frame("a", _start + second, 10)], default);
        }

        var range = await _gatherer.ReadAsync(HeatQuery.Newest(10), default);
        Assert.Equal([15L, 15, 15], range.Frames.Select(frame => frame.Bids));
        Assert.Equal(_start + 3, range.AsOf);
        Assert.Equal(["a", "b"], range.Reporting);
        Assert.Empty(range.Silent);
        Assert.Null(range.Problem);
    }

    [Fact]
    public async Task A_second_that_a_process_has_not_reported_yet_is_not_shown_as_the_newest()
    {
        await PassAsync(("a", 10), ("b", 5));
        await PassAsync(("a", 10));
        Assert.Equal(_start + 1, (await _gatherer.ReadAsync(HeatQuery.Newest(1), default)).AsOf);
        await _gatherer.AcceptAsync([Frame("b", _start + 1, 5)], default);
        var range = await _gatherer.ReadAsync(HeatQuery.Newest(1), default);
        Assert.Equal((_start + 2, 15L), (range.AsOf, Assert.Single(range.Frames).Bids));
    }

    [Fact]
    public async Task A_process_that_went_silent_is_named_and_not_waited_for_and_one_that_stopped_is_neither()
    {
        await PassAsync(("a", 10), ("b", 5), ("c", 1));
        await _gatherer.AcceptAsync([Frame("c", _start + 1, 1, isLast: true)], default);
        for (var second = 0; second < 5; second++)
        {
            await PassAsync(("a", 10));
        }

        var range = await _gatherer.ReadAsync(HeatQuery.Newest(1), default);
        Assert.Equal(_start + 6, range.AsOf);
        Assert.Equal(["a"], range.Reporting);
        Assert.Equal(["b"], range.Silent);
    }

    [Fact]
    public async Task Who_takes_over_from_a_gatherer_that_was_killed_knows_all_it_had_taken()
    {
        for (var second = 0; second < 20; second++)
        {
            await PassAsync(("a", 10), ("b", 5));
        }

        var successor = NewGatherer();
        await successor.CatchUpAsync(default);
        var range = await successor.ReadAsync(HeatQuery.Newest(20), default);
        Assert.Equal(20, range.Frames.Count);
        Assert.All(range.Frames, frame => Assert.Equal(15, frame.Bids));

        // What was under way is sent again.
        await successor.AcceptAsync([Frame("a", _start + 19, 10), Frame("a", _start + 20, 7)], default);
        Assert.Equal(15 * 20, (await successor.ReadAsync(new HeatQuery(1, _start, 20), default)).Frames
            .Sum(frame => frame.Bids));
    }

    [Fact]
    public async Task What_the_history_does_not_tell_a_new_gatherer_is_asked_for_again()
    {
        for (var second = 0; second < 130; second++)
        {
            await PassAsync(("a", 10));
        }

        _history.IsDown = true;
        var successor = NewGatherer();
        await successor.CatchUpAsync(default);
        await successor.AcceptAsync([Frame("b", _start + 130, 7)], default);
        var all = new HeatQuery(1, _start, 200);
        Assert.Equal(7, (await successor.ReadAsync(all, default)).Frames.Sum(frame => frame.Bids));

        // A minute of it with each frame that is kept.
        _history.IsDown = false;
        await successor.AcceptAsync([Frame("b", _start + 131, 7)], default);
        for (var again = 0; again < 20; again++)
        {
            await successor.AcceptAsync([], default);

            // Of what is read in part no longer frame is made.
            var byMinute = await successor.ReadAsync(new HeatQuery(60, _start, 2), default);
            Assert.Equal([600L, 600], byMinute.Frames.Select(frame => frame.Bids));
        }

        Assert.Equal(1_300 + 7 + 7, (await successor.ReadAsync(all, default)).Frames.Sum(frame => frame.Bids));
    }

    [Fact]
    public async Task What_is_read_late_of_an_auction_that_moved_before_is_no_move_of_today()
    {
        await _gatherer.AcceptAsync([Frame("a", _start, 150)], default);
        _time.Advance(TimeSpan.FromMinutes(10));
        _history.IsDown = true;
        var successor = NewGatherer();
        await successor.CatchUpAsync(default);
        for (var second = 600; second < 640; second++)
        {
            await successor.AcceptAsync([Frame("b", _start + second, 150)], default);
            _history.IsDown = false;
        }

        Assert.Equal(41, (await successor.ReadAsync(new HeatQuery(1, _start, 900), default)).Frames.Count);
        Assert.DoesNotContain(
            await _history.MarksAsync(_start, _start + 900, default), mark => mark.Kind == HeatMarkKind.Move);
    }

    [Fact]
    public async Task A_frame_that_comes_late_tells_of_a_hammer_and_of_no_move()
    {
        await _gatherer.AcceptAsync([Frame("a", _start, 150)], default);
        await _gatherer.AcceptAsync([Frame("b", _start + 10, 150)], default);
        var late = Frame("a", _start + 5, 150);
        (late.Top[0].IsClosed, late.Top[0].Shard) = (true, 1);
        await _gatherer.AcceptAsync([late], default);
        var marks = await _history.MarksAsync(_start, _start + 60, default);
        Assert.EndsWith("moved from a to b", Assert.Single(marks, mark => mark.Kind == HeatMarkKind.Move).Text);
        Assert.Single(marks, mark => mark.Kind == HeatMarkKind.Closing);
    }

    [Fact]
    public async Task The_stop_of_a_process_that_kept_its_last_frame_itself_leaves_one_mark()
    {
        await _history.AppendAsync([StoredHeat.Of(Frame("a", _start, 5, isLast: true))], default);
        _time.Advance(TimeSpan.FromSeconds(1));
        foreach (var one in new[] { _gatherer, NewGatherer() })
        {
            await one.CatchUpWithOthersAsync(default);
            await one.AcceptAsync([Frame("b", _start, 5)], default);
        }

        Assert.Single(
            await _history.MarksAsync(_start, _start + 60, default), mark => mark.Kind == HeatMarkKind.Stop);
    }

    [Fact]
    public async Task A_longer_frame_of_which_a_successor_reads_only_the_end_stays_whole()
    {
        for (var second = 0; second < 30; second++)
        {
            await PassAsync(("a", 10));
        }

        _time.Advance(TimeSpan.FromSeconds(885));
        var successor = NewGatherer();
        await successor.CatchUpAsync(default);
        await successor.AcceptAsync([Frame("a", _start + 910, 10)], default);
        var byTen = await successor.ReadAsync(new HeatQuery(10, _start, 3), default);
        Assert.Equal([100L, 100, 100], byTen.Frames.Select(frame => frame.Bids));
    }

    [Fact]
    public async Task Longer_frames_are_kept_for_longer_and_their_sums_are_right()
    {
        for (var second = 0; second < 130; second++)
        {
            await PassAsync(("a", 10), ("b", 5));
        }

        var byTen = await _gatherer.ReadAsync(new HeatQuery(10, _start, 12), default);
        Assert.Equal(Enumerable.Repeat(150L, 12), byTen.Frames.Select(frame => frame.Bids));
        var byMinute = await _gatherer.ReadAsync(new HeatQuery(60, _start, 2), default);
        Assert.Equal([900L, 900], byMinute.Frames.Select(frame => frame.Bids));
        Assert.Equal(60, byMinute.Frames[0].Seconds);
    }

    [Fact]
    public async Task A_frame_that_comes_late_is_still_in_the_longer_ones()
    {
        for (var second = 0; second < 30; second++)
        {
            await PassAsync(("a", 10));
        }

        await _gatherer.AcceptAsync([.. Enumerable.Range(0, 30).Select(at => Frame("b", _start + at, 5))], default);
        await PassAsync(("a", 10));
        var byTen = await _gatherer.ReadAsync(new HeatQuery(10, _start, 2), default);
        Assert.Equal([150L, 150], byTen.Frames.Select(frame => frame.Bids));
    }

    [Fact]
    public async Task What_is_hot_is_shown_while_the_history_is_down_and_kept_once_it_is_back()
    {
        await PassAsync(("a", 10));
        _history.IsDown = true;
        await PassAsync(("a", 20));
        var range = await _gatherer.ReadAsync(HeatQuery.Newest(2), default);
        Assert.Equal([10L, 20], range.Frames.Select(frame => frame.Bids));
        Assert.NotNull(range.Problem);
        _history.IsDown = false;
        await PassAsync(("a", 30));
        var successor = NewGatherer();
        await successor.CatchUpAsync(default);
        Assert.Equal([10L, 20, 30], (await successor.ReadAsync(HeatQuery.Newest(3), default)).Frames
            .Select(frame => frame.Bids));
    }

    [Fact]
    public async Task A_mark_that_the_history_does_not_take_is_told_it_again_with_the_next_frames()
    {
        var mark = new HeatMark(1_000 * _start, HeatMarkKind.Remedy, "pin of a lot: done");
        _history.IsDown = true;
        await _gatherer.MarkAsync(mark, default);
        await PassAsync(("a", 10));
        _history.IsDown = false;
        await PassAsync(("a", 10));
        var marks = await _history.MarksAsync(_start, _start + 60, default);
        Assert.Equal([mark], marks.Where(one => one.Kind == HeatMarkKind.Remedy));
    }

    [Fact]
    public async Task Old_frames_are_forgotten()
    {
        for (var second = 0; second < 1_000; second++)
        {
            await PassAsync(("a", 1));
        }

        Assert.Empty(await _history.ReadAsync(1, 0, _start + 30, default));
        Assert.NotEmpty(await _history.ReadAsync(10, 0, _start + 30, default));
        Assert.Equal(900, (await _gatherer.ReadAsync(new HeatQuery(1, _start, 2_000), default)).Frames.Count);
    }

    [Fact]
    public async Task Starts_stops_moves_and_hammers_of_hot_auctions_leave_marks()
    {
        await _gatherer.AcceptAsync([Frame("a", _start, 150)], default);
        await _gatherer.AcceptAsync([Frame("b", _start + 1, 150)], default);
        var closing = Frame("b", _start + 2, 1, isLast: true);
        closing.Top[0].IsClosed = true;
        closing.Top[0].Shard = 1;
        await _gatherer.AcceptAsync([closing], default);
        var marks = await _history.MarksAsync(_start - 60, _start + 60, default);
        Assert.Equal(
            [
                (HeatMarkKind.Start, "a"), (HeatMarkKind.Start, "b"), (HeatMarkKind.Move, "from a to b"),
                (HeatMarkKind.Stop, "b"), (HeatMarkKind.Move, "from shard 0 to 1"), (HeatMarkKind.Closing, "closed"),
            ],
            marks.Select(mark => mark.Kind).Zip(["a", "b", "from a to b", "b", "from shard 0 to 1", "closed"]));
        Assert.All(marks.Zip(["a", "b", "from a to b", "b", "from shard 0 to 1", "closed"]), pair =>
            Assert.Contains(pair.Second, pair.First.Text));
    }

    private HeatGatherer NewGatherer() => new(
        _history, new AuctionClock(_time), NullLogger<HeatGatherer>.Instance);

    // A second goes by, and then each process reports it.
    private async Task PassAsync(params (string Process, int Bids)[] reports)
    {
        var second = _time.GetUtcNow().ToUnixTimeSeconds();
        _time.Advance(TimeSpan.FromSeconds(1));
        foreach (var (process, bids) in reports)
        {
            await _gatherer.AcceptAsync([Frame(process, second, bids)], default);
        }
    }

    private HeatFrame Frame(string process, long start, int bids, bool isLast = false)
    {
        var builder = new HeatFrameBuilder(
            start, new ProcessHeat { Name = process, Kind = "silo", StartedAt = _start, IsLast = isLast });
        var heat = builder.Of(Given.Id());
        (heat.Bids, heat.Shard, heat.Process) = (bids, 0, process);
        builder.Frame.Bids = bids;
        return builder.Build();
    }
}
