using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Auctions.Scenarios.Support;

/// <summary>Calls the API as anyone and checks of every answer what the contract promises of all.</summary>
/// <param name="url">Where it is.</param>
/// <param name="patience">How long an answer is waited for; null: <see cref="AnswerDeadline"/>.</param>
public sealed class Api(Uri url, TimeSpan? patience = null)
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

    /// <summary>
    /// The answer to what is read of databases. A shard that does not answer within a second is missing from a page,
    /// which says so, or there is none: it is asked for again.
    /// </summary>
    public Task<Reply> ReadAsync(string path, string? user = null) => Eventually.IsAsync(
        () => GetAsync(path, user),
        told => told.Status != 503 &&
            !(told.Status == 200 && told.Json.TryGetProperty("partial", out var partial) && partial.GetBoolean()),
        Eventually.Deadline);

    /// <summary>Asks again for as long as it is told to come again.</summary>
    public static Task<Reply> ToldAsync(Func<Task<Reply>> ask) =>
        Eventually.IsAsync(ask, told => told.Status != 503, Eventually.Deadline);

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
        using var deadline = new CancellationTokenSource(patience ?? AnswerDeadline);
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
            var page = await ReadAsync(cursor is null ? query : $"{query}&cursor={cursor}", user);
            var here = page.Is(200)["items"].EnumerateArray().ToArray();
            Assert.InRange(here.Length, 0, limit);
            items.AddRange(here);
            cursor = page.String("nextCursor");
        }
        while (cursor is not null);
        return items;
    }

    /// <summary>A person's own bids on all auctions, from one page.</summary>
    public async Task<JsonElement[]> OwnBidsAsync(string user) =>
        [.. (await ReadAsync("/v1/users/me/bids?limit=200", user)).Is(200)["items"].EnumerateArray()];

    /// <summary>A person's own bids on one auction.</summary>
    public async Task<JsonElement[]> OwnBidsAsync(string user, string auction) =>
        [.. (await ReadAsync($"/v1/users/me/bids?auction={auction}", user)).Is(200)["items"].EnumerateArray()];

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
