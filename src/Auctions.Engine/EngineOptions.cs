using Microsoft.Extensions.Options;

namespace Auctions.Engine;

/// <summary>
/// The engine's times and bounds. Configuration section <c>Engine</c>; every default suits one machine.
/// </summary>
public sealed class EngineOptions
{
    public const string Section = "Engine";

    /// <summary>How long after the end the hammer falls, in milliseconds.</summary>
    public int DrainMs { get; set; } = 500;

    /// <summary>Longest wait for the journal to append before the outcome counts as unknown, in milliseconds.</summary>
    public int AppendDeadlineMs { get; set; } = 2_000;

    /// <summary>
    /// Longest wait for epochs to be raised, streams to be opened, or a sweep to be answered, in milliseconds.
    /// </summary>
    public int EpochRaiseDeadlineMs { get; set; } = 3_000;

    /// <summary>Longest wait of an HTTP request for its answer, in milliseconds.</summary>
    public int AnswerDeadlineMs { get; set; } = 5_000;

    /// <summary>Longest wait for one idle actor to end, in milliseconds.</summary>
    public int DeactivationDeadlineMs { get; set; } = 10_000;

    /// <summary>Most bids of an auction that are decided but not durable.</summary>
    public int QueueDepthMax { get; set; } = 16_384;

    /// <summary>Largest segment, in bytes.</summary>
    public int SegmentBytesMax { get; set; } = 256 * 1024;

    /// <summary>Largest write to a shard, in bytes.</summary>
    public int BatchBytesMax { get; set; } = 4 * 1024 * 1024;

    /// <summary>Most bids of an auction held between its end and its hammer.</summary>
    public int HeldBidsMax { get; set; } = 1_024;

    /// <summary>Most bids an auction may hold.</summary>
    public int BidsPerAuctionMax { get; set; } = 1_000_000;

    /// <summary>Most auctions in memory.</summary>
    public int ActiveAuctionsMax { get; set; } = 100_000;

    /// <summary>An auction nobody asked for this long leaves memory, in seconds.</summary>
    public int IdleSeconds { get; set; } = 300;

    /// <summary>Events after which a new snapshot is made.</summary>
    public int SnapshotEveryEvents { get; set; } = 4_096;

    /// <summary>How often shards are asked which auctions end soon, in milliseconds.</summary>
    public int SweepIntervalMs { get; set; } = 1_000;

    /// <summary>How long before its end an auction is opened, in seconds.</summary>
    public int OpenAheadSeconds { get; set; } = 30;

    /// <summary>A gap between heartbeats that counts as an outage of the shard, in seconds.</summary>
    public int OutageMinSeconds { get; set; } = 5;

    /// <summary>Least extension of an auction whose end lay in an outage, in seconds.</summary>
    public int OutageExtensionMinSeconds { get; set; } = 600;

    /// <summary>Extension of an auction whose activation ended uncleanly just before the hammer, in seconds.</summary>
    public int UncleanExtensionSeconds { get; set; } = 60;

    /// <summary>Most watchers of the live feed.</summary>
    public int WatchersMax { get; set; } = 20_000;

    /// <summary>Most bids of one bidder on one auction in any minute; 0: no limit.</summary>
    public int BidsPerBidderPerMinute { get; set; }

    public TimeSpan Drain => TimeSpan.FromMilliseconds(DrainMs);
}

/// <summary>Refuses options that contradict each other, and says what to change.</summary>
public sealed class EngineOptionsValidator : IValidateOptions<EngineOptions>
{
    public ValidateOptionsResult Validate(string? name, EngineOptions options)
    {
        var problems = new List<string>();
        (string Name, int Value)[] positive =
        [
            (nameof(options.DrainMs), options.DrainMs),
            (nameof(options.QueueDepthMax), options.QueueDepthMax),
            (nameof(options.SegmentBytesMax), options.SegmentBytesMax),
            (nameof(options.HeldBidsMax), options.HeldBidsMax),
            (nameof(options.BidsPerAuctionMax), options.BidsPerAuctionMax),
            (nameof(options.ActiveAuctionsMax), options.ActiveAuctionsMax),
            (nameof(options.IdleSeconds), options.IdleSeconds),
            (nameof(options.SnapshotEveryEvents), options.SnapshotEveryEvents),
            (nameof(options.SweepIntervalMs), options.SweepIntervalMs),
            (nameof(options.OpenAheadSeconds), options.OpenAheadSeconds),
            (nameof(options.OutageMinSeconds), options.OutageMinSeconds),
            (nameof(options.OutageExtensionMinSeconds), options.OutageExtensionMinSeconds),
            (nameof(options.UncleanExtensionSeconds), options.UncleanExtensionSeconds),
            (nameof(options.WatchersMax), options.WatchersMax),
        ];
        problems.AddRange(positive
            .Where(option => option.Value < 1)
            .Select(option => $"Engine:{option.Name} is {option.Value}; set it to 1 or more."));
        if (options.BidsPerBidderPerMinute is < 0 or > 10_000)
        {
            problems.Add("Limits:BidsPerBidderPerMinute is 0 (off) to 10000.");
        }

        if (options.BatchBytesMax < options.SegmentBytesMax)
        {
            problems.Add("Engine:BatchBytesMax must be at least Engine:SegmentBytesMax, or no segment fits a write.");
        }

        if (!InOrder(
                options.DrainMs,
                options.AppendDeadlineMs,
                options.EpochRaiseDeadlineMs,
                options.AnswerDeadlineMs,
                options.DeactivationDeadlineMs))
        {
            problems.Add(
                "Engine times must rise: DrainMs < AppendDeadlineMs < EpochRaiseDeadlineMs < AnswerDeadlineMs < " +
                "DeactivationDeadlineMs.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static bool InOrder(params ReadOnlySpan<int> times)
    {
        for (var i = 1; i < times.Length; i++)
        {
            if (times[i - 1] >= times[i])
            {
                return false;
            }
        }

        return true;
    }
}
