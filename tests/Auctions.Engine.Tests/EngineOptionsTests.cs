using Microsoft.Extensions.Options;

namespace Auctions.Engine.Tests;

/// <summary>Options that contradict each other are refused with a sentence that says what to change.</summary>
public sealed class EngineOptionsTests
{
    private static readonly string[] Positive =
    [
        nameof(EngineOptions.DrainMs), nameof(EngineOptions.QueueDepthMax), nameof(EngineOptions.SegmentBytesMax),
        nameof(EngineOptions.HeldBidsMax), nameof(EngineOptions.BidsPerAuctionMax),
        nameof(EngineOptions.ActiveAuctionsMax), nameof(EngineOptions.IdleSeconds),
        nameof(EngineOptions.SnapshotEveryEvents), nameof(EngineOptions.SweepIntervalMs),
        nameof(EngineOptions.OpenAheadSeconds), nameof(EngineOptions.OutageMinSeconds),
        nameof(EngineOptions.OutageExtensionMinSeconds), nameof(EngineOptions.UncleanExtensionSeconds),
        nameof(EngineOptions.WatchersMax),
    ];

    private static readonly string[] Times =
    [
        nameof(EngineOptions.DrainMs), nameof(EngineOptions.AppendDeadlineMs),
        nameof(EngineOptions.EpochRaiseDeadlineMs), nameof(EngineOptions.AnswerDeadlineMs),
        nameof(EngineOptions.DeactivationDeadlineMs),
    ];

    public static TheoryData<string> Bounds => [.. Positive];

    public static TheoryData<int> TimePairs => [.. Enumerable.Range(0, Times.Length - 1)];

    [Fact]
    public void The_defaults_are_valid() => Assert.True(Validate(new EngineOptions()).Succeeded);

    [Theory]
    [MemberData(nameof(Bounds))]
    public void A_bound_is_1_or_more(string name)
    {
        foreach (var value in new[] { 0, -1, int.MinValue })
        {
            var result = Validate(With(name, value));
            Assert.Contains(result.Failures!, failure => failure.Contains($"Engine:{name} is {value}; set it to 1"));
        }
    }

    [Theory]
    [MemberData(nameof(TimePairs))]
    public void Times_rise_strictly(int pair)
    {
        var options = new EngineOptions();
        var later = typeof(EngineOptions).GetProperty(Times[pair + 1])!.GetValue(options);
        typeof(EngineOptions).GetProperty(Times[pair])!.SetValue(options, later);
        Assert.Contains("Engine times must rise", Assert.Single(Validate(options).Failures!));
    }

    [Fact]
    public void A_segment_fits_a_write()
    {
        var options = new EngineOptions { SegmentBytesMax = 1000, BatchBytesMax = 999 };
        Assert.Contains("BatchBytesMax", Assert.Single(Validate(options).Failures!));
        options.BatchBytesMax = 1000;
        Assert.True(Validate(options).Succeeded);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public void The_rate_of_bids_is_off_or_within_reason(int rate, bool valid) =>
        Assert.Equal(valid, Validate(With(nameof(EngineOptions.BidsPerBidderPerMinute), rate)).Succeeded);

    [Fact]
    public void Everything_wrong_is_named_at_once()
    {
        var options = new EngineOptions { IdleSeconds = 0, WatchersMax = 0, AppendDeadlineMs = 1 };
        Assert.Equal(3, Validate(options).Failures!.Count());
    }

    [Fact]
    public void The_drain_is_a_time() => Assert.Equal(TimeSpan.FromSeconds(0.5), new EngineOptions().Drain);

    private static ValidateOptionsResult Validate(EngineOptions options) =>
        new EngineOptionsValidator().Validate(null, options);

    private static EngineOptions With(string name, int value)
    {
        var options = new EngineOptions();
        typeof(EngineOptions).GetProperty(name)!.SetValue(options, value);
        return options;
    }
}
