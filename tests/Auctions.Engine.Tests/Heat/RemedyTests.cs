using Auctions.Core;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;
using Auctions.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Engine.Tests;

/// <summary>What is done about a hot auction is planned first and on record before it happens.</summary>
public sealed class RemedyTests
{
    private readonly FakeTimeProvider _time = new(Given.Start);
    private readonly MemoryHeatHistory _history = new();
    private readonly AuctionClock _clock;
    private readonly Mover _mover = new();
    private readonly Conflation _conflation;
    private readonly Hotspots _hotspots;

    public RemedyTests()
    {
        _clock = new AuctionClock(_time);
        _conflation = new Conflation(_history, _clock);
        var gatherer = new HeatGatherer(_history, _clock, NullLogger<HeatGatherer>.Instance);
        var journal = new MemoryJournal(_clock, shards: 3, _ => 1);
        _hotspots = new Hotspots(gatherer, _history, [_conflation, new Pinning(_mover, journal)], _clock);
    }

    [Fact]
    public async Task A_dry_run_changes_nothing_and_leaves_nothing_on_record()
    {
        var report = await _hotspots.PlanAsync(Conflate(1), default);
        Assert.Equal((null, false), (report.Refusal, report.IsDone));
        Assert.NotEmpty(report.Steps);
        Assert.Empty(_conflation.Orders.ViewsPerSecond);
        Assert.Empty(await _history.AuditedAsync(null, 10, default));
    }

    [Fact]
    public async Task What_is_done_is_audited_before_and_after_and_marked()
    {
        var report = await _hotspots.ApplyAsync(Conflate(1), "someone", default);
        Assert.True(report.IsDone);
        Assert.Equal(1, _conflation.Orders.ViewsPerSecond[Given.Id().Value]);
        Assert.Equal(
            [("hotspot.conflate", "done", "someone"), ("hotspot.conflate", "begun", "someone")],
            (await _history.AuditedAsync(Given.Id().ToString(), 10, default))
                .Select(entry => (entry.Action, entry.Outcome, entry.Actor)));
        var mark = Assert.Single(await _history.MarksAsync(0, Given.Start.ToUnixTimeSeconds() + 1, default));
        Assert.Equal((HeatMarkKind.Remedy, Given.Id().Value), (mark.Kind, mark.Auction));
    }

    [Fact]
    public async Task Nothing_is_done_that_cannot_be_audited()
    {
        _history.IsDown = true;
        var report = await _hotspots.ApplyAsync(Conflate(1), "someone", default);
        Assert.False(report.IsDone);
        Assert.Contains("audit log", report.Refusal, StringComparison.Ordinal);
        Assert.Empty(_conflation.Orders.ViewsPerSecond);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(null)]
    public async Task Views_are_one_to_four_a_second(int? views)
    {
        var report = await _hotspots.ApplyAsync(Conflate(views), "someone", default);
        Assert.NotNull(report.Refusal);
        Assert.Empty(await _history.AuditedAsync(null, 10, default));
    }

    [Fact]
    public async Task Conflation_ends_after_a_day_or_when_it_is_set_back_and_outlives_a_restart()
    {
        await _hotspots.ApplyAsync(Conflate(1), "someone", default);
        await _hotspots.ApplyAsync(Conflate(2, lot: 2), "someone", default);
        await _hotspots.ApplyAsync(Conflate(4, lot: 2), "someone", default);
        var after = new Conflation(_history, _clock);
        await after.CatchUpAsync(default);
        Assert.Equal([(Given.Id().Value, 1)], after.Orders.ViewsPerSecond.Select(pace => (pace.Key, pace.Value)));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(_conflation.Orders.ViewsPerSecond);
        Assert.Empty(after.Orders.ViewsPerSecond);
    }

    [Fact]
    public async Task Orders_that_could_not_be_read_at_the_start_are_asked_for_again_and_do_not_undo_newer_ones()
    {
        await _hotspots.ApplyAsync(Conflate(1), "someone", default);
        await _hotspots.ApplyAsync(Conflate(2, lot: 2), "someone", default);
        _history.IsDown = true;
        var gatherer = new HeatGatherer(_history, _clock, NullLogger<HeatGatherer>.Instance);
        var late = new Conflation(_history, _clock);
        var sink = new LocalHeatSink(gatherer, late, isShared: false);
        Assert.Empty((await sink.ReportAsync([], default)).ViewsPerSecond);

        _time.Advance(TimeSpan.FromSeconds(1));
        await late.ApplyAsync(Conflate(4, lot: 2), new HeatFrame(), default);
        _history.IsDown = false;
        var orders = await sink.ReportAsync([], default);
        Assert.Equal([(Given.Id().Value, 1)], orders.ViewsPerSecond.Select(pace => (pace.Key, pace.Value)));
    }

    [Fact]
    public async Task An_auction_is_pinned_to_the_shard_with_the_fewest_bids_unless_one_is_named()
    {
        var pin = new Remedy(RemedyKind.Pin, Given.Id(), "It is hot.");
        var report = await _hotspots.ApplyAsync(pin, "someone", default);
        Assert.True(report.IsDone, report.Refusal);
        Assert.Equal(0, _mover.To);
        Assert.Contains(report.Steps, step => step.Contains("120 ms", StringComparison.Ordinal));
        await _hotspots.ApplyAsync(pin with { Shard = 2 }, "someone", default);
        Assert.Equal(2, _mover.To);
    }

    [Fact]
    public async Task A_move_that_fails_is_on_record_as_failed_and_says_what_to_do()
    {
        _mover.Failure = "It was not moved: run auctions shards move.";
        var pin = new Remedy(RemedyKind.Pin, Given.Id(), "It is hot.");
        var report = await _hotspots.ApplyAsync(pin, "someone", default);
        Assert.Equal((_mover.Failure, false), (report.Refusal, report.IsDone));
        Assert.Equal(
            ["failed", "begun"], (await _history.AuditedAsync(null, 9, default)).Select(entry => entry.Outcome));
    }

    [Fact]
    public async Task What_was_done_while_the_audit_log_went_down_says_what_is_missing_there()
    {
        _mover.Moving = () => _history.IsDown = true;
        var pin = new Remedy(RemedyKind.Pin, Given.Id(), "It is hot.");
        var report = await _hotspots.ApplyAsync(pin, "someone", default);
        Assert.True(report.IsDone);
        Assert.Contains("no more than that it was begun", report.Steps[^1], StringComparison.Ordinal);
        _history.IsDown = false;
        Assert.Equal("begun", Assert.Single(await _history.AuditedAsync(null, 9, default)).Outcome);
    }

    [Fact]
    public async Task One_process_alone_cannot_migrate_and_says_so()
    {
        var report = await _hotspots.PlanAsync(new Remedy(RemedyKind.Migrate, Given.Id(), "It is hot."), default);
        Assert.Contains("cluster", report.Refusal, StringComparison.Ordinal);
    }

    private static Remedy Conflate(int? views, int lot = 1) =>
        new(RemedyKind.Conflate, Given.Id(lot), "Too many watch.") { ViewsPerSecond = views };

    private sealed class Mover : IAuctionMover
    {
        public int? To { get; private set; }

        public string? Failure { get; set; }

        public Action? Moving { get; set; }

        public Task<MovePlan> PlanAsync(AuctionId id, int shard, CancellationToken cancellation) =>
            Task.FromResult(new MovePlan(id, 1, shard, 3, 300, 30, null));

        public async Task<MoveReport> MoveAsync(
            AuctionId id, int shard, IProgress<string>? progress, CancellationToken cancellation)
        {
            To = Failure is null ? shard : throw new AuctionNotMovedException(Failure);
            Moving?.Invoke();
            progress?.Report("copied");
            return new MoveReport(await PlanAsync(id, shard, cancellation), TimeSpan.FromMilliseconds(120), 2);
        }
    }
}
