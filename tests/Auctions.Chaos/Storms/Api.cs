using System.Collections.Concurrent;
using System.Net.Http.Headers;

namespace Auctions.Chaos.Storms;

/// <summary>An answer, read to its end.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="RetryAfter">What it says of when to come again.</param>
/// <param name="Body">The body.</param>
internal sealed record Reply(int Status, TimeSpan? RetryAfter, byte[] Body);

/// <summary>Sends requests to the server, wherever it is just now; of several to each in turn.</summary>
internal sealed class Api : IDisposable
{
    // Beyond the longest time in which a server answers.
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(7);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseCookies = false,
        UseProxy = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
    })
    {
        Timeout = AnswerMax,
    };

    private readonly ConcurrentDictionary<string, int> _asking = new();
    private volatile string[] _servers = [];
    private uint _turn;

    public Api(params IReadOnlyList<Uri> servers) => SendTo(servers);

    /// <summary>Where requests go from now on.</summary>
    public void SendTo(params IReadOnlyList<Uri> servers) =>
        _servers = [.. servers.Select(server => server.GetLeftPart(UriPartial.Authority))];

    /// <summary>Whether somebody still waits for an answer of a server.</summary>
    public bool IsAsking(Uri server) => _asking.GetValueOrDefault(server.GetLeftPart(UriPartial.Authority)) > 0;

    /// <summary>Sends a request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="user">Who calls; null: nobody.</param>
    /// <param name="key">The idempotency key; null: none.</param>
    /// <param name="body">JSON; null: none.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The answer; null: there is none, and nobody knows what became of the request.</returns>
    public async Task<Reply?> SendAsync(
        HttpMethod method,
        string path,
        string? user = null,
        string? key = null,
        byte[]? body = null,
        CancellationToken cancellation = default)
    {
        var servers = _servers;
        var server = servers[Interlocked.Increment(ref _turn) % servers.Length];
        using var request = new HttpRequestMessage(method, server + path);
        if (user is not null)
        {
            request.Headers.TryAddWithoutValidation("X-User", user);
        }

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = Json } };
        }

        _asking.AddOrUpdate(server, 1, static (_, count) => count + 1);
        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            return new Reply(
                (int)response.StatusCode,
                response.Headers.RetryAfter?.Delta,
                await response.Content.ReadAsByteArrayAsync(cancellation));
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException ||
            (lost is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
        finally
        {
            _asking.AddOrUpdate(server, 0, static (_, count) => count - 1);
        }
    }

    public void Dispose() => _http.Dispose();
}
