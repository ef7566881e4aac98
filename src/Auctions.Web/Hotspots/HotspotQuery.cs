using System.Globalization;
using Auctions.Core;
using Auctions.Web.Api;
using Auctions.Web.Http;
using Microsoft.AspNetCore.Http;

namespace Auctions.Web.Hotspots;

/// <summary>What an operator asks to see.</summary>
/// <param name="Window">Length of the window in seconds.</param>
/// <param name="At">When it ended, in Unix seconds; null: now.</param>
/// <param name="Auction">Only of this one; null: of all.</param>
internal sealed record HotspotQuery(int Window, long? At, AuctionId? Auction)
{
    public const int WindowDefault = 10;
    public const int WindowMax = 900;

    // The asker's newest second may be one that this process has not begun.
    private const int AheadMax = 5;

    /// <param name="query">The address's.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="problems">What is wrong with it.</param>
    public static HotspotQuery Parse(IQueryCollection query, long now, List<FieldProblem> problems) => new(
        ParseWindow(query["window"], problems),
        ParseTime("at", query["at"], now, problems),
        Paging.ParseAuction(query["auction"], problems));

    public static int ParseWindow(string? window, List<FieldProblem> problems)
    {
        if (window is null)
        {
            return WindowDefault;
        }

        if (AuctionEndpoints.TryParseCount(window, WindowMax, out var seconds) && seconds > 0)
        {
            return (int)seconds;
        }

        problems.Add(new FieldProblem("/window", $"Must be 1 to {WindowMax} seconds."));
        return WindowDefault;
    }

    public static long? ParseTime(string name, string? text, long now, List<FieldProblem> problems)
    {
        if (text is null)
        {
            return null;
        }

        if (AuctionEndpoints.TryParseCount(text, now + AheadMax, out var at) && at > 0)
        {
            return at;
        }

        problems.Add(new FieldProblem(
            $"/{name}",
            string.Create(CultureInfo.InvariantCulture, $"Must be Unix seconds of a time before now, {now}.")));
        return null;
    }
}
