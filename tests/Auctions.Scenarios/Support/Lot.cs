using System.Text.Json;
using System.Text.Json.Nodes;

namespace Auctions.Scenarios.Support;

/// <summary>An auction that a test created, and what can be done with it.</summary>
public sealed class Lot(Api api, string id, string seller)
{
    /// <summary>Who stands for operators: in development everyone has every scope.</summary>
    public const string Operator = "operator";

    public string Id => id;

    public string Seller => seller;

    public string Path => $"/v1/auctions/{id}";

    public Api Api => api;

    /// <summary>Creates one; told to come again, it does, with the same key.</summary>
    public static async Task<Lot> CreateAsync(Api api, string seller, params (string Field, JsonNode? Value)[] terms)
    {
        var (key, body) = (Api.NewKey(), Terms.With(terms));
        var reply = await Api.ToldAsync(() => api.PostAsync("/v1/auctions", seller, key, body));
        return new Lot(api, reply.Is(201).String("id")!, seller);
    }

    /// <summary>
    /// Creates one that closes in so many seconds; where the machine was too slow for that, one with three times as
    /// much time.
    /// </summary>
    public static async Task<Lot> CreateToCloseAsync(Api api, string seller, double seconds)
    {
        var closesAt = DateTimeOffset.UtcNow.AddSeconds(seconds);
        try
        {
            return await CreateAsync(api, seller, ("closesAt", closesAt));
        }
        catch (Exception) when (DateTimeOffset.UtcNow >= closesAt && seconds < 60)
        {
            return await CreateToCloseAsync(api, seller, 3 * seconds);
        }
    }

    /// <summary>Places a bid; without a key under a new one.</summary>
    public Task<Reply> BidAsync(string bidder, long amount, string? key = null) =>
        api.PostAsync($"{Path}/bids", bidder, key ?? Api.NewKey(), new JsonObject { ["amount"] = amount });

    /// <summary>The same; told to come again, it does, with the same key.</summary>
    public Task<Reply> BidUntilToldAsync(string bidder, long amount, string key) =>
        Api.ToldAsync(() => BidAsync(bidder, amount, key));

    public Task<Reply> BuyNowAsync(string buyer, string? key = null) =>
        api.PostAsync($"{Path}/buy-it-now", buyer, key ?? Api.NewKey(), null);

    public Task<Reply> ViewAsync() => api.GetAsync(Path);

    public Task<Reply> CloseAsync() => DoAsync("close");

    /// <summary>Does what can be done twice without harm; told to come again, it does.</summary>
    public Task<Reply> DoAsync(string action, string by = Operator, JsonNode? body = null) =>
        Api.ToldAsync(() => api.PostAsync($"{Path}/{action}", by, null, body));

    public Task<Reply> CancelAsync(string by = Operator) =>
        DoAsync("cancel", by, new JsonObject { ["reason"] = "It broke." });

    /// <summary>The same of a reserve.</summary>
    public Task<Reply> SetReserveAsync(string by, long amount) => Api.ToldAsync(() => api.SendAsync(
        HttpMethod.Put, $"{Path}/reserve", by, body: Api.Json(new JsonObject { ["amount"] = amount }.ToJsonString())));

    /// <summary>The public history, newest first, from one page.</summary>
    public async Task<JsonElement[]> HistoryAsync() =>
        [.. (await api.ReadAsync($"{Path}/bids?limit=200")).Is(200)["items"].EnumerateArray()];

    public Task<Feed> WatchAsync(string? lastEventId = null) => Feed.OpenAsync(api, $"{Path}/live", lastEventId);

    /// <summary>Waits for the view to be as wanted.</summary>
    public Task<Reply> UntilAsync(Func<Reply, bool> wanted, TimeSpan? deadline = null) => Eventually.IsAsync(
        ViewAsync, view => view.Status != 503 && wanted(view), deadline ?? Eventually.Deadline);

    /// <summary>Waits for a status.</summary>
    public Task<Reply> UntilAsync(string status) => UntilAsync(view => view.String("status") == status);
}
