using System.Globalization;

namespace Auctions.Cli.Top;

/// <summary>A report in words and cells: the same in a terminal and in a file.</summary>
internal static class TopText
{
    private const int NameMax = 40;

    /// <summary>Heads of the table's columns.</summary>
    public static readonly string[] Heads =
    [
        "#", "auction", "slot", "shard", "process", "bids/s", "refused/s", "queue", "flush ms", "watchers", "grew",
    ];

    /// <summary>Which of them are words.</summary>
    public static bool IsWord(string head) => head is "auction" or "process" or "grew";

    /// <summary>What is above the table.</summary>
    public static IReadOnlyList<string> Lines(TopReport report)
    {
        var lines = new List<string> { AsOf(report), Processes(report), Rates(report), Parts(report) };
        if (report.Shards is { Count: > 0 } shards)
        {
            lines.Add(Shards(report, shards));
        }

        if (report.IsImbalanced)
        {
            lines.Add($"ALARM: shards are not in balance, the busiest has {report.Imbalance:N1} times the mean");
        }

        if (report.Problem is { } problem)
        {
            lines.Add($"PROBLEM: {problem}");
        }

        return [.. lines.Select(OneLine.Of)];
    }

    /// <summary>The table's rows, the hottest first.</summary>
    public static IEnumerable<string[]> Rows(TopReport report) => report.Top!.Select((auction, index) => (string[])
    [
        $"{index + 1}",
        Name(auction),
        $"{auction.Slot}",
        auction.Shard is { } shard ? $"{shard:00}" : "-",
        Short(auction.Process is { Length: > 0 } process ? process : "-"),
        $"{auction.BidsPerSecond:N1}",
        $"{auction.RefusalsPerSecond:N1}",
        $"{auction.QueueDepth:N0}",
        $"{auction.FlushLag:N1}",
        $"{auction.Watchers:N0}",
        Short(auction.Grew is { Length: > 0 } part ? part : "-"),
    ]);

    private static string AsOf(TopReport report)
    {
        var asOf = DateTimeOffset.UnixEpoch.AddSeconds(Math.Clamp(report.AsOf!.Value, 0, int.MaxValue * 10L));
        var age = Math.Max(0, (report.Now / 1_000.0) - report.AsOf.Value);
        var time = asOf.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return $"as of {time} UTC, {age:N1} s ago, over {report.Window:N0} s";
    }

    private static string Processes(TopReport report)
    {
        var silent = report.Silent is { Count: > 0 } names ? $"{names.Count} ({string.Join(", ", names)})" : "0";
        return $"processes: {report.Reporting?.Count ?? 0} reporting, {silent} silent; " +
            $"samples: {report.Timed:N0} timed, {report.Dropped:N0} dropped";
    }

    private static string Rates(TopReport report) =>
        $"bids/s: {report.BidsPerSecond:N1} accepted, {report.RefusalsPerSecond:N1} refused, " +
        $"{report.TurnedAwayPerSecond:N1} turned away, {report.RepeatsPerSecond:N1} repeated; " +
        $"{report.Auctions:N0} auctions, {report.Watchers:N0} watchers";

    private static string Parts(TopReport report)
    {
        var parts = report.Parts;
        return $"p99 ms: edge {Part(parts?.Edge)}, call {Part(parts?.Call)}, queue {Part(parts?.Queue)}, " +
            $"decide {Part(parts?.Decide)}, commit {Part(parts?.Commit)}, reply {Part(parts?.Reply)}";
    }

    private static string Shards(TopReport report, IReadOnlyList<TopShard> shards) =>
        "shards' bids/s: " + string.Join(", ", shards.Select(shard =>
            $"{shard.Shard:00} {shard.BidsPerSecond:N1} ({100 * shard.Share:N0} %)" +
            (shard.IsWell ? "" : " NOT WELL"))) +
        (report.Imbalance is { } imbalance ? $"; busiest over mean {imbalance:N1}" : "");

    private static string Part(TopPart? part) => part is null ? "-" : $"{part.P99:N2}";

    private static string Name(TopAuction auction)
    {
        var name = auction.Title is { Length: > 0 } title ? $"{Short(title)} {auction.Id}" : $"{auction.Id ?? "?"}";
        return OneLine.Of(auction.IsClosed ? $"{name} (closed)" : name);
    }

    private static string Short(string text)
    {
        var line = OneLine.Of(text);
        return line.Length > NameMax ? $"{line[..(NameMax - 3)]}..." : line;
    }
}
