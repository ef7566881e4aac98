using System.Runtime;
using System.Runtime.InteropServices;
using Auctions.Bench.Spikes;
using Auctions.Bench.Subjects;
using Auctions.Measuring;

namespace Auctions.Bench.Reporting;

/// <summary>Under what conditions the figures were made.</summary>
/// <param name="Lines">Names and values, in the order in which they are shown.</param>
internal sealed record Settings(IReadOnlyList<KeyValuePair<string, string>> Lines)
{
    public static async Task<Settings> ReadAsync(BenchOptions options, CancellationToken cancellation)
    {
        var lines = new List<KeyValuePair<string, string>>(Machine(options.Store));
        lines.AddRange(Runs(options.Runs, options.Measured, options.Warmup, options.Rate));
        lines.AddRange(Searches(options));
        lines.AddRange(await PeerSettings.ReadAsync(options, cancellation));
        return new Settings(lines);
    }

    /// <summary>The machine, the runtime and its disk.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Machine(StoreChoice store) =>
    [
        new("machine", $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, " +
            $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 20):N0} MB; the load runs on the same cores"),
        new("runtime", $"{RuntimeInformation.FrameworkDescription}, " +
            $"{(GCSettings.IsServerGC ? "server" : "workstation")} garbage collector"),
        new("fsync", $"{FsyncProbe.MedianMicroseconds(store.Directory):N0} us (median of 200 writes of 4 KiB)"),
    ];

    /// <summary>How every level is loaded and what counts.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Runs(
        int runs, TimeSpan measured, TimeSpan warmup, int? rate) =>
    [
        new("time", $"{runs} runs of {measured.TotalSeconds} s each, in turns, each after " +
            $"{warmup.TotalSeconds} s that are not counted"),
        new("load", rate is not null
            ? $"{rate:N0} bids/s sent when due, answered or not; latency counts from when a bid was due"
            : "each caller sends its next bid when the last is answered; latency counts from when it was sent"),
        new("bids", $"amounts rise by 1; {Bids.Bidders:N0} bidders take turns; keys are given as hashes; " +
            "accepted and durable ones count"),
        new("engine", $"as configured by default, but BidsPerAuctionMax {BenchEngine.BidsPerAuctionMax:N0}, so that " +
            "no auction fills up"),
        new("store", "snapshots and, on SQLite, read models are made meanwhile, on the same cores"),
        new("B, CPU", "what this process allocates and computes per accepted bid, the load and its command included; " +
            "elsewhere: in processes that a subject started, PostgreSQL apart"),
    ];

    /// <summary>What a spike is, and the peak that it is made from.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Spikes(SpikeOptions spike, int runs) =>
        [Peak(runs), new("spike", $"{spike}")];

    // What a peak is, and a spike, where they are asked for.
    private static IEnumerable<KeyValuePair<string, string>> Searches(BenchOptions options)
    {
        if (options.Scenarios.Contains(Scenario.Spike))
        {
            return
            [
                Peak(options.Runs), new("spike", $"{options.Spike}; peers have no hammer and do not take part"),
            ];
        }

        return options.FindsPeaks ? [Peak(options.Runs)] : [];
    }

    private static KeyValuePair<string, string> Peak(int runs) => new(
        "peak",
        $"the highest rate of which {Offering.AchievedPercentLeast:0} % is accepted, with p99 within " +
        $"{Offering.P99MicrosecondsMax / 1e3:0} ms from when a bid was due; found by short tries, confirmed by " +
        $"{runs} full runs");

    public string ToText() => string.Join('\n', Lines.Select(line => $"{line.Key + ":",-12}{line.Value}")) + '\n';
}
