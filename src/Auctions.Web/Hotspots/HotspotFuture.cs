using Auctions.Core;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;

namespace Auctions.Web.Hotspots;

/// <summary>
/// What gets hot next, of what closes and what frames say of it. It looks nothing up and knows no clock.
/// </summary>
internal static class HotspotFuture
{
    private const int Listed = 20;

    /// <summary>The report with its future.</summary>
    /// <param name="report">Of now.</param>
    /// <param name="range">The frames it was made of, the last minute among them.</param>
    /// <param name="open">Open auctions by their ends.</param>
    public static HotspotReport AddTo(HotspotReport report, HeatRange range, IReadOnlyList<AuctionView> open)
    {
        var now = report.Now / 1_000.0;
        var titles = open.ToDictionary(view => view.Id, view => view.Title);
        var soon = ClosingSoon.Of(range, report.AsOf, now, open.Select(view => (view.Id, view.ClosesAt)));
        return report with
        {
            Future =
            [
                .. soon.Auctions
                    .Select(one => new FutureAuction(
                        one.Id.ToString(),
                        titles[one.Id],
                        (long)one.ClosesAt,
                        (int)one.Watchers,
                        Math.Round(one.BidsPerSecond, 2),
                        Math.Round(ClosingForecast.AtEnd(one), 2)))
                    .OrderByDescending(one => one.Expected).ThenBy(one => one.ClosesAt)
                    .Take(Listed),
            ],
            Expected = [.. soon.Expected(now).Select(step => Math.Round(step, 2))],
        };
    }
}
