using System.Text.Json;
using Auctions.Bench.Reporting;
using Auctions.Measuring;

namespace Auctions.Bench.Watching;

/// <summary>What a crowd costs, and what it was shown.</summary>
/// <param name="Settings">Under what conditions.</param>
/// <param name="Alone">The bids when nobody watched.</param>
/// <param name="Watched">The same with the crowd.</param>
internal sealed record WatchReport(Settings Settings, WatchFinding Alone, WatchFinding Watched)
{
    private const double Megabyte = 1 << 20;
    private const double Kilobyte = 1 << 10;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Whether the stores hold what was acknowledged and everybody was shown the right ending.</summary>
    public bool IsRight => Alone.Problems.Count == 0 && Watched.Problems.Count == 0;

    public string ToText() => string.Join(
        '\n',
        BidsText(),
        ServerText(),
        string.Concat(Lines().Select(line => $"  {line.Name,-11}{line.Text}\n")),
        IsRight
            ? "read back: every store holds exactly the bids that were acknowledged; all were shown the hammer price"
            : "read back: WRONG, see above");

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            settings = Settings.Lines.ToDictionary(),
            machine = Machine.Here,
            isRight = IsRight,
            alone = ToDocument(Alone),
            watched = ToDocument(Watched),
        },
        Json);

    private static object ToDocument(WatchFinding finding) => new
    {
        finding.Watchers,
        bids = RunLine.Of(finding.Result),
        finding.Server,
        finding.Truth,
        finding.HammerMilliseconds,
        finding.Joined,
        finding.Crowd,
        finding.Leave,
        finding.Problems,
        finding.Samples,
    };

    private string BidsText()
    {
        var table = new Table(
            "watchers", "bids/s", "p50 ms", "p99 ms", "p99.9 ms", "max ms", "accepted %", "refused %",
            "unavailable %");
        foreach (var (watchers, result) in new[] { (Alone.Watchers, Alone.Result), (Watched.Watchers, Watched.Result) })
        {
            double Percent(long part) => 100.0 * part / Math.Max(1, result.Answered.All);
            table.Add(
                $"{watchers:N0}",
                $"{result.AcceptedPerSecond:N0}",
                $"{result.Latency.Percentile(50) / 1e3:N2}",
                $"{result.Latency.Percentile(99) / 1e3:N2}",
                $"{result.Latency.Percentile(99.9) / 1e3:N2}",
                $"{result.Latency.Max / 1e3:N1}",
                $"{result.AchievedPercent:N2}",
                $"{Percent(result.Answered.Refused):N2}",
                $"{Percent(result.Answered.Unavailable + result.Answered.Unsent + result.Answered.Unknown):N2}");
        }

        return $"{table.ToText()}with watchers: p50 {Times(50):N1} times, p99 {Times(99):N1} times that without\n";
    }

    private string ServerText()
    {
        var table = new Table(
            "watchers", "before MB", "idle MB", "peak MB", "after MB", "cores idle", "cores", "busiest second");
        foreach (var (watchers, server) in new[] { (Alone.Watchers, Alone.Server), (Watched.Watchers, Watched.Server) })
        {
            table.Add(
                $"{watchers:N0}",
                $"{server.BytesBefore / Megabyte:N0}",
                $"{server.BytesIdle / Megabyte:N0}",
                $"{server.BytesPeak / Megabyte:N0}",
                $"{server.BytesAfter / Megabyte:N0}",
                $"{server.CoresIdle:N2}",
                $"{server.CoresBids:N2}",
                $"{server.CoresPeak:N2}");
        }

        return table.ToText();
    }

    private double Times(double percent) => (double)Watched.Result.Latency.Percentile(percent) /
        Math.Max(1, Alone.Result.Latency.Percentile(percent));

    private IEnumerable<(string Name, string Text)> Lines()
    {
        var (server, crowd, joined) = (Watched.Server, Watched.Crowd!, Watched.Joined!);
        double PerWatcher(long bytes) => server.PerWatcher(bytes, Watched.Watchers) / Kilobyte;
        yield return ("memory", $"{PerWatcher(server.BytesIdle):N1} KB a watcher while nobody bids, " +
            $"{PerWatcher(server.BytesPeak):N1} KB at the peak, bids included; {Peaks():N1} KB more than at the peak " +
            "without watchers");
        yield return ("joined", $"{joined.Watchers:N0} within {joined.Seconds:N1} s");
        yield return ("views", $"{crowd.Views:N0}, each watcher {crowd.ViewsLeast:N0} to {crowd.ViewsMost:N0}; " +
            $"{crowd.CpuSeconds:N1} s of the watchers' process");
        yield return ("gaps", $"{crowd.ShortestGapMilliseconds ?? 0:N0} ms at least between two views of a watcher; " +
            $"{crowd.ShortGaps:N0} were under {WatcherTally.GapLeast.TotalMilliseconds} ms");
        yield return ("order", $"the sequence fell for {crowd.Fell:N0} watchers");
        yield return ("seen", $"a bid by a watcher, after its bidder was told: {crowd.UntilSeen}");
        yield return ("end", $"{crowd.UntilFinal.Count:N0} of {Watched.Watchers:N0} watchers were shown it; after it " +
            $"{crowd.UntilFinal}; price {Watched.Truth.Price:N0} at sequence {Watched.Truth.Sequence:N0}; by the " +
            $"journal the hammer fell after {Watched.HammerMilliseconds:N0} ms, without watchers after " +
            $"{Alone.HammerMilliseconds:N0} ms");
        yield return ("lost", $"{crowd.Breaks:N0} connections ended before the auction did");
        if (crowd.Slow is { } slow)
        {
            yield return ("slow", $"{slow.Watchers:N0} that did not read for a while: then {slow.StaleLeast} to " +
                $"{slow.StaleMost} stale views, {slow.StaleMedian:N0} at the median; the newest one after " +
                $"{slow.CaughtUpMillisecondsMost:N0} ms at most");
        }

        yield return ("leaving", Leaving(Watched.Leave!));
    }

    private double Peaks() =>
        (double)(Watched.Server.BytesPeak - Alone.Server.BytesPeak) / Watched.Watchers / Kilobyte;

    private static string Leaving(LeaveFinding leave) => leave.Returns is not { } returns
        ? $"the server ended after {leave.StopSeconds:N1} s, and no connection of a watcher did"
        : $"the server ended after {leave.StopSeconds:N1} s; {returns.ToldAtTheEnd:N0} of {returns.Watchers:N0} " +
            $"watchers were told then how long to wait; waits of {returns.WaitMillisecondsLeast:N0} to " +
            $"{returns.WaitMillisecondsMost:N0} ms; back after {returns.MillisecondsFirst:N0} to " +
            $"{returns.MillisecondsLast:N0} ms, {returns.MostInSlot:N0} at most in " +
            $"{ReturnSpread.Slot.TotalMilliseconds} ms";
}
