using Auctions.Bench.Http;
using Auctions.Bench.Reporting;
using Auctions.Bench.Subjects;
using Auctions.Engine;
using Auctions.Measuring;
using Auctions.Scenarios.Support;

namespace Auctions.Bench.Watching;

/// <summary>
/// The same bids on one auction over HTTP, first watched by nobody, then by a crowd that a process of its own is; then
/// the server ends while the crowd is there.
/// </summary>
internal sealed class WatchRun(WatchOptions options)
{
    // Until a server has started and its auction has closed, and until its store is read.
    private static readonly TimeSpan Overhead = TimeSpan.FromSeconds(10);

    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    /// <exception cref="MeasurementException">It cannot run.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        Check();
        await using var authority = await TokenAuthority.StartAsync();
        var callers = HttpLevel.CallersOf(authority);
        var settings = await SettingsAsync(cancellation);
        Console.WriteLine(settings.ToText());
        WatchStage[] stages =
        [
            new(options, watchers: 0, authority, callers), new(options, options.Watchers, authority, callers),
        ];
        var expected = stages.Aggregate(TimeSpan.Zero, (sum, stage) => sum + stage.ClosesIn + Overhead);
        Console.Error.WriteLine($"this is expected to take {Duration.ToText(expected)}");
        var findings = new List<WatchFinding>();
        foreach (var stage in stages)
        {
            var finding = await stage.RunAsync(cancellation);
            findings.Add(finding);
            Console.Error.WriteLine(
                $"{finding.Watchers:N0} watchers: p99 {finding.Result.Latency.Percentile(99) / 1e3:N1} ms");
            foreach (var problem in finding.Problems)
            {
                Console.Error.WriteLine($"STORED WRONGLY: {problem}");
            }
        }

        var report = new WatchReport(settings, findings[0], findings[1]);
        Console.WriteLine(report.ToText());
        if (options.Outputs.Json is { } json)
        {
            await File.WriteAllTextAsync(json, report.ToJson(), cancellation);
        }

        return report.IsRight ? 0 : ExitCodes.StoredWrongly;
    }

    private void Check()
    {
        var most = new EngineOptions().WatchersMax;
        if (options.Watchers > most)
        {
            throw new MeasurementException($"A server lets {most:N0} watch; ask for no more --watchers.");
        }

        if (options.Slow >= options.Watchers)
        {
            throw new MeasurementException(
                "How late the slow ones are is seen by the others; ask for fewer --slow than --watchers.");
        }

        FileLimit.Require(options.Watchers);
    }

    private async Task<Settings> SettingsAsync(CancellationToken cancellation)
    {
        var lines = Settings.Machine(options.Store).Concat(
        [
            new("store", $"{options.Store.Kind.ToString().ToLowerInvariant()}, {options.Shards} shards"),
            new("bids", $"{options.Rate:N0}/s sent when due, answered or not, on one auction over HTTP, each with a " +
                $"token, over {options.Connections} connections; those of the last {options.Measured.TotalSeconds} s " +
                $"before its end count, after {options.Warmup.TotalSeconds} s that do not; latency counts from when " +
                "a bid was due"),
            new("watchers", $"{options.Watchers:N0} of that auction in a process of their own, on the same cores, " +
                "each on a connection of its own, all before the first bid; first the same without any, each time on " +
                "a server that has just started"),
            .. Slow(),
        ]);
        return new Settings(options.Store.Kind == StoreKind.Postgres
            ? [.. lines, new("PostgreSQL", await PostgresProbe.ReadAsync(options.Store.Postgres[0], cancellation))]
            : [.. lines]);
    }

    private IEnumerable<KeyValuePair<string, string>> Slow() => options.Slow == 0 ? [] :
    [
        new("slow", $"{options.Slow:N0} of them do not read for {options.Pause.TotalSeconds} s in the middle, with a " +
            $"receive buffer of {Watcher.SlowReceiveBytes} bytes"),
    ];
}
