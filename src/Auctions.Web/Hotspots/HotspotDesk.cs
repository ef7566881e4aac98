using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Web.Hotspots;

/// <summary>Answers what is or was hot: fetches what a report needs and has it made.</summary>
internal sealed class HotspotDesk(
    IHotspots hotspots, IAuctions auctions, RecentFrames recent, LotTitles titles, ClosingCalendar calendar)
{
    /// <summary>Frames of ten seconds are kept as long.</summary>
    private const int MiddleSeconds = 6 * 3_600;

    private const int KeptSeconds = 24 * 3_600;

    private static readonly TimeSpan CalendarPatience = TimeSpan.FromSeconds(0.3);

    private long Now => auctions.Now.ToUnixTimeSeconds();

    public Task<HotspotReport> ReportAsync(HotspotQuery query, CancellationToken cancellation) => query.At is { } at
        ? ThenAsync(at, query.Window, cancellation)
        : NowAsync(query.Window, cancellation);

    /// <summary>What is hot in the window that ends now.</summary>
    public async Task<HotspotReport> NowAsync(int window, CancellationToken cancellation)
    {
        var range = await recent.ReadAsync(HotspotReporter.SecondsFor(window), cancellation);
        var end = range.AsOf == 0 ? Now : range.AsOf;
        var report = HotspotReporter.Report(range, end, window, isLive: true);
        var closings = await calendar.ReadAsync(CalendarPatience);
        report = HotspotFuture.AddTo(report, range, closings.Open);
        return await titles.AddToAsync(report with { Problem = Join(report.Problem, closings.Problem) });
    }

    public async Task<HotspotHistory> HistoryAsync(
        HistoryRange asked, AuctionId? auction, long? until, CancellationToken cancellation)
    {
        var range = until is { } end ? asked.For(end, Now) : asked;
        long? from = until is { } last ? Floor(last - range.Seconds, range.Step) : null;
        var frames = await hotspots.ReadAsync(
            new HeatQuery(range.Frame, from, (range.Seconds + range.Step) / range.Frame), cancellation);
        var start = from ?? Floor((frames.AsOf == 0 ? Now : frames.AsOf) - range.Seconds, range.Step);
        return HotspotHistories.Of(frames, start, range.Step, auction);
    }

    // What was hot in the window that ended at a moment, as finely as it is still known.
    private async Task<HotspotReport> ThenAsync(long at, int window, CancellationToken cancellation)
    {
        var now = Now;
        var step = at - window >= now - HistoryRange.FineSeconds ? 1 : at >= now - MiddleSeconds ? 10 : 60;
        var end = -Floor(-at, step);
        var length = (int)-Floor(-window, step);
        var count = Math.Max(2 * length, ShardBalance.Seconds) / step;
        var range = await hotspots.ReadAsync(new HeatQuery(step, end - (count * step), count), cancellation);
        var report = HotspotReporter.Report(range, end, length, isLive: false);
        return await titles.AddToAsync(at >= now - KeptSeconds
            ? report
            : report with { Problem = "What was hot is kept for 24 hours; this was before." });
    }

    private static string? Join(string? one, string? other) =>
        one is null || other is null ? one ?? other : $"{one} {other}";

    // To the step before, also of what is negative.
    private static long Floor(long value, int step) => (long)Math.Floor(value / (double)step) * step;
}
