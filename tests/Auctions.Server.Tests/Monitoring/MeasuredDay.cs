using Auctions.Scenarios.Support;

namespace Auctions.Server.Tests.Monitoring;

/// <summary>All that is measured of ordinary auctions happens once.</summary>
internal static class MeasuredDay
{
    /// <summary>A lot is watched, bid on and refused a bid; another one closes by the clock.</summary>
    public static async Task PassAsync(Api api)
    {
        var closing = await Lot.CreateToCloseAsync(api, "seller", seconds: 5);
        var lot = await Lot.CreateAsync(api, "seller");
        using (var feed = await lot.WatchAsync())
        {
            await feed.NextAsync("view");
            (await lot.BidUntilToldAsync("anna", 5000, "first")).Is(201);
            (await lot.BidUntilToldAsync("ben", 1, "low")).Is(409);
        }

        await closing.UntilAsync("unsold");
    }
}
