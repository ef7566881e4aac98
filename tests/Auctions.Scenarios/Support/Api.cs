using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Auctions.Scenarios.Support;

/// <summary>Calls the API as anyone and checks of every answer what the contract promises of all.</summary>
public sealed class Api(Uri url)
{
    /// <summary>Longest wait for one answer: five times the bound of limits.md.</summary>
    public static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(5 * 5);

    // One pool for all tests: a client of its own for each would leave thousands of sockets behind.
    private static readonly HttpClient Client = new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public Uri Url => url;

    public static string NewKey() => Guid.NewGuid().ToString("N");

    public static StringContent Json(string text) =>
        new(text, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    public Task<Reply> GetAsync(string path, string? user = null) => SendAsync(HttpMethod.Get, path, user);

    public Task<Reply> PostAsync(string path, string? user, string? key, JsonNode? body) =>
        SendAsync(HttpMethod.Post, path, user, key, body is null ? null : Json(body.ToJsonString()));

    /// <summary>Sends a request and reads the answer.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="user">Who calls: a name for <c>X-User</c>, "Bearer ..." for a token, or null for nobody.</param>
    /// <param name="key">The idempotency key, if any.</param>
    /// <param name="body">The body, if any.</param>
    /// <param name="more">Anything else about the request.</param>
    public async Task<Reply> SendAsync(
        HttpMethod method,
        string path,
        string? user = null,
        string? key = null,
        HttpContent? body = null,
        Action<HttpRequestMessage>? more = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(url, path)) { Content = body };
        Identify(request, user);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        more?.Invoke(request);
        using var deadline = new CancellationTokenSource(AnswerDeadline);
        using var response = await Client.SendAsync(request, deadline.Token);
        return Promises.Check(await Reply.ReadAsync(response, deadline.Token));
    }

    /// <summary>Opens an answer that goes on: the caller reads and disposes of it.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path, Action<HttpRequestMessage> more)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(url, path));
        more(request);
        using var deadline = new CancellationTokenSource(AnswerDeadline);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
    }

    /// <summary>
    /// A page of a list with all there is. One that a shard is missing from says so: it is asked for again, as one that
    /// cannot be read now is.
    /// </summary>
    public Task<Reply> WholeAsync(string path, string? user = null) => Eventually.IsAsync(
        () => GetAsync(path, user),
        page => page.Status != 503 &&
            (!page.Is(200).Json.TryGetProperty("partial", out var partial) || !partial.GetBoolean()),
        Eventually.Deadline);

    /// <summary>The items of all pages of a list, each page no longer than asked.</summary>
    /// <param name="path">Path and query, without limit and cursor.</param>
    /// <param name="limit">Most items of a page.</param>
    /// <param name="user">Who calls.</param>
    public async Task<List<JsonElement>> PagesAsync(string path, int limit, string? user = null)
    {
        var items = new List<JsonElement>();
        var query = $"{path}{(path.Contains('?') ? '&' : '?')}limit={limit}";
        string? cursor = null;
        do
        {
            var page = await WholeAsync(cursor is null ? query : $"{query}&cursor={cursor}", user);
            var here = page["items"].EnumerateArray().ToArray();
            Assert.InRange(here.Length, 0, limit);
            items.AddRange(here);
            cursor = page.String("nextCursor");
        }
        while (cursor is not null);
        return items;
    }

    /// <summary>A person's own bids on all auctions, from one page.</summary>
    public async Task<JsonElement[]> OwnBidsAsync(string user) =>
        [.. (await WholeAsync("/v1/users/me/bids?limit=200", user))["items"].EnumerateArray()];

    /// <summary>A person's own bids on one auction.</summary>
    public async Task<JsonElement[]> OwnBidsAsync(string user, string auction) =>
        [.. (await WholeAsync($"/v1/users/me/bids?auction={auction}", user))["items"].EnumerateArray()];

    private static void Identify(HttpRequestMessage request, string? user)
    {
        if (user is not null && user.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            request.Headers.TryAddWithoutValidation("Authorization", user);
        }
        else if (user is not null)
        {
            request.Headers.TryAddWithoutValidation("X-User", user);
        }
    }
}
