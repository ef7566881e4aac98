using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Caching.Memory;

namespace Auctions.Web.Hotspots;

/// <summary>What lots are called, remembered for some minutes. Nobody waits long for a title.</summary>
internal sealed class LotTitles(IAuctions auctions, TimeProvider time) : IDisposable
{
    private const int TitlesMax = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.3);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    // What could not be read is asked for again, but not every second.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly MemoryCache _titles = new(new MemoryCacheOptions { SizeLimit = TitlesMax });

    /// <summary>The report with the titles that are known in time.</summary>
    public async Task<HotspotReport> AddToAsync(HotspotReport report)
    {
        var unknown = report.Top.Where(hot => !_titles.TryGetValue(hot.Id, out _)).Select(hot => hot.Id).ToList();
        if (unknown.Count > 0)
        {
            await Soon.WithinAsync(Task.WhenAll(unknown.Select(ReadAsync)), Patience, time);
        }

        return report with
        {
            Top = [.. report.Top.Select(hot => hot with { Title = _titles.Get<string>(hot.Id) })],
        };
    }

    public void Dispose() => _titles.Dispose();

    private async Task ReadAsync(string id)
    {
        // Kept from the start, so that the next second does not ask again while this one waits.
        Keep(id, null, Pause);
        if (AuctionId.TryParse(id, out var auction) &&
            await auctions.ViewAsync(auction, 0, CancellationToken.None) is ViewAnswer { View.Title: var title })
        {
            Keep(id, title, Lifetime);
        }
    }

    private void Keep(string id, string? title, TimeSpan lifetime) => _titles.Set(
        id, title, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = lifetime });
}
