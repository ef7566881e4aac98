using System.Collections.Concurrent;
using Auctions.Scenarios.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Auctions.Cli.Tests.Support;

/// <summary>A server that answers what is hot as a test says, one answer after the other; the last one again.</summary>
internal sealed class FakeHotspots : IAsyncDisposable
{
    /// <summary>A report as the server sends it.</summary>
    public const string Report =
        """
        {"asOf":1900000000,"now":1900000001500,"window":10,"isLive":true,"reporting":["silo a","front-end b"],
        "silent":["silo c"],"timed":1234,"dropped":7,"bidsPerSecond":1520.5,"refusalsPerSecond":80.26,
        "turnedAwayPerSecond":3,"repeatsPerSecond":0.5,"auctions":42,"watchers":9000,
        "parts":{"edge":{"p50":0.2,"p99":0.75,"count":10},"queue":{"p50":0.1,"p99":12,"count":10},
        "commit":{"p50":2,"p99":8.5,"count":10}},"bound":3,
        "top":[{"id":"0198c0de-0000-7000-8000-000000000001","title":"Chair [red]","slot":77,"shard":3,
        "process":"silo a","bidsPerSecond":1400.5,"refusalsPerSecond":80,"queueDepth":1500,"flushLag":31.26,
        "watchers":8000,"parts":{},"grew":"queue","isClosed":false},
        {"id":"0198c0de-0000-7000-8000-000000000002","slot":9,"bidsPerSecond":0,"refusalsPerSecond":0.26,
        "queueDepth":0,"flushLag":0,"watchers":12,"isClosed":true}],
        "shards":[{"shard":0,"bidsPerSecond":120,"share":0.08,"isWell":true},
        {"shard":3,"bidsPerSecond":1400.5,"share":0.92,"isWell":false}],"imbalance":1.84,"isImbalanced":true,
        "processes":[],"future":[],"isNew":{"unknown":true}}
        """;

    private readonly (int Status, string Body)[] _answers;
    private LocalServer? _server;
    private int _asked;

    private FakeHotspots((int Status, string Body)[] answers) => _answers = answers;

    public string Url => _server!.Address;

    /// <summary>Path with query, X-User and Authorization of what was asked.</summary>
    public ConcurrentQueue<(string Path, string? User, string? Authorization)> Requests { get; } = new();

    public static async Task<FakeHotspots> StartAsync(params (int Status, string Body)[] answers)
    {
        var hotspots = new FakeHotspots(answers);
        hotspots._server = await LocalServer.StartAsync(app => app.Run(hotspots.AnswerAsync));
        return hotspots;
    }

    /// <summary>An error as the API answers it.</summary>
    public static (int Status, string Body) Problem(int status, string code) =>
        (status, $$"""{"code":"{{code}}","detail":"By the test.","serverTime":"2030-01-01T00:00:00Z"}""");

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private Task AnswerAsync(HttpContext http)
    {
        Requests.Enqueue((
            $"{http.Request.Path}{http.Request.QueryString}",
            http.Request.Headers["X-User"],
            http.Request.Headers.Authorization));
        var (status, body) = _answers[Math.Min(Interlocked.Increment(ref _asked), _answers.Length) - 1];
        http.Response.StatusCode = status;
        return http.Response.WriteAsync(body);
    }
}
