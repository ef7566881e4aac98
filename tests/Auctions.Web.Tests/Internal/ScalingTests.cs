using System.Globalization;
using Auctions.Core;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;
using Auctions.Web.Hotspots;
using Auctions.Web.Internal;
using Auctions.Web.Tests.Hotspots;
using Auctions.Web.Tests.Support;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Web.Tests.Internal;

/// <summary>How many silos are needed, and when that is not known.</summary>
public sealed class ScalingTests
{
    private readonly FakeTimeProvider _time = new(Views.Start);
    private readonly ListedLots _lots = new();
    private readonly Heat _heat;

    public ScalingTests() => _heat = new Heat(_time);

    [Fact]
    public async Task A_crowd_before_a_closing_takes_as_many_silos_as_bear_its_bids()
    {
        // Frames name one auction with 100,000 watchers: 5,000 bids/s in its last moment.
        _lots.Open.Add(Lot(1, 300));
        _heat.Watchers = 100_000;

        var body = (await Desk().AskAsync(default)).Body!;

        Assert.InRange(body.ExpectedBidsPerSecond, 3_000, 5_000);
        Assert.Equal((int)Math.Ceiling(body.ExpectedBidsPerSecond / (1_000 * 0.5)), body.Silos);
        Assert.Equal((1, 900, false, 1), (body.Closing, body.HorizonSeconds, body.IsStale, body.Processes));
        Assert.Equal((Views.Start.UtcDateTime, Views.Start.UtcDateTime), (body.Now, body.AsOf));
    }

    [Fact]
    public async Task Every_page_of_what_closes_is_read_but_no_further_than_the_forecast_looks()
    {
        // In the order of their ends, more than one page of them, and some beyond.
        _lots.Open.AddRange(Enumerable.Range(1, 2_500).Select(at => Lot(at, 1 + (at / 3))));
        _lots.Open.AddRange(Enumerable.Range(3_000, 5_000).Select(at => Lot(at, 2_000)));

        var body = (await Desk().AskAsync(default)).Body!;

        Assert.Equal((2_500, 3), (body.Closing, _lots.Pages));
    }

    [Fact]
    public async Task A_calendar_is_read_again_only_after_some_seconds()
    {
        var desk = Desk();
        await desk.AskAsync(default);
        await desk.AskAsync(default);
        Assert.Equal(1, _lots.Pages);

        _time.Advance(TimeSpan.FromSeconds(6));
        await desk.AskAsync(default);
        Assert.Equal(2, _lots.Pages);
    }

    [Fact]
    public async Task Without_frames_of_late_there_is_no_figure()
    {
        _heat.AgeSeconds = 15;
        Assert.NotNull((await Desk().AskAsync(default)).Body);

        _heat.AgeSeconds = 16;
        Assert.Equal((null, "No process has reported for 16 s."), await Desk().AskAsync(default));

        _heat.Problem = "The cluster does not answer: nothing is known until it does.";
        Assert.Equal((null, _heat.Problem), await Desk().AskAsync(default));
    }

    [Fact]
    public async Task What_closes_has_to_have_been_read_within_a_while()
    {
        var desk = Desk();
        _lots.Fault = new JournalException("Not now.");
        Assert.Equal((null, "What closes soon cannot be read now."), await desk.AskAsync(default));

        _lots.Fault = null;
        Assert.False((await desk.AskAsync(default)).Body!.IsStale);

        // For a minute and a half the last list is good enough, and is said to be old.
        _lots.Fault = new JournalException("Not now.");
        _time.Advance(TimeSpan.FromSeconds(80));
        Assert.True((await desk.AskAsync(default)).Body!.IsStale);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Null((await desk.AskAsync(default)).Body);
    }

    [Fact]
    public async Task A_shard_that_cannot_be_read_is_named()
    {
        _lots.Missing = [3];

        var body = (await Desk().AskAsync(default)).Body!;

        Assert.Equal((true, "What closes soon is missing from shards 3."), (body.IsStale, body.Problem));
    }

    [Theory]
    [InlineData(nameof(ScalingOptions.BidsPerSecondPerSilo), 0)]
    [InlineData(nameof(ScalingOptions.BidsPerSecondPerSilo), double.NaN)]
    [InlineData(nameof(ScalingOptions.Headroom), 1.01)]
    [InlineData(nameof(ScalingOptions.Headroom), 0)]
    [InlineData(nameof(ScalingOptions.SilosMin), 0)]
    [InlineData(nameof(ScalingOptions.SilosMin), 21)]
    [InlineData(nameof(ScalingOptions.SilosMax), 1_001)]
    [InlineData(nameof(ScalingOptions.LeadSeconds), 901)]
    [InlineData(nameof(ScalingOptions.LeadSeconds), -1)]
    public void An_option_that_makes_no_sense_is_named(string name, double value)
    {
        var (options, validator) = (new ScalingOptions(), new ScalingOptionsValidator());
        Assert.True(validator.Validate(null, options).Succeeded);

        var property = typeof(ScalingOptions).GetProperty(name)!;
        property.SetValue(options, Convert.ChangeType(value, property.PropertyType, CultureInfo.InvariantCulture));

        Assert.Contains($"Scaling:{name} ", Assert.Single(validator.Validate(null, options).Failures!));
    }

    private static AuctionView Lot(int number, int seconds) =>
        Views.Of(1) with { Id = Frames.Id(number), ClosesAt = Views.Start.AddSeconds(seconds) };

    private ScalingDesk Desk()
    {
        var auctions = new ScriptedAuctions(_time);
        return new ScalingDesk(
            new RecentFrames(_heat, auctions),
            new ClosingCalendar(_lots, auctions, _time),
            auctions,
            Options.Create(new ScalingOptions { BidsPerSecondPerSilo = 1_000, Headroom = 0.5, SilosMin = 1 }));
    }

    /// <summary>Frames of one auction, up to some seconds ago.</summary>
    private sealed class Heat(TimeProvider time) : IHotspots
    {
        public int Watchers { get; set; }

        public int AgeSeconds { get; set; }

        public string? Problem { get; set; }

        public Task<HeatRange> ReadAsync(HeatQuery query, CancellationToken cancellation)
        {
            var now = time.GetUtcNow();
            var asOf = now.ToUnixTimeSeconds() - AgeSeconds;
            return Task.FromResult(new HeatRange
            {
                AsOf = Problem is null ? asOf : 0,
                Now = now.ToUnixTimeMilliseconds(),
                Seconds = 1,
                Frames =
                [
                    .. Enumerable.Range(1, 60).Select(ago => Frames.Of(asOf - ago, bids: 0, watchers: Watchers)),
                ],
                Reporting = ["server-1"],
                Problem = Problem,
            });
        }

        public Task<RemedyReport> PlanAsync(Remedy remedy, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<RemedyReport> ApplyAsync(Remedy remedy, string actor, CancellationToken cancellation) =>
            throw new NotSupportedException();
    }
}
