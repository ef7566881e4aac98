using System.Collections.Concurrent;
using Auctions.Scenarios.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Auctions.Cli.Tests.Support;

/// <summary>
/// The HTTP API of the contract on a free port of this machine, as far as a replay and a bench call it. Bids are
/// decided by the real rules; faults are what the test asks for.
/// </summary>
internal sealed class FakeApi : IAsyncDisposable
{
    private readonly FakeHouse house = new();
    private readonly ConcurrentDictionary<string, int> attempts = new();
    private LocalServer? server;
    private int under, underMost;

    private FakeApi()
    {
    }

    public Uri Url => new(server!.Address + "/");

    /// <summary>What happens to a request; null: what it asks for.</summary>
    public Func<Received, Fault?> OnRequest { get; set; } = _ => null;

    /// <summary>All requests in the order they came.</summary>
    public ConcurrentQueue<Received> Requests { get; } = new();

    public IReadOnlyList<Received> Bids => [.. Requests.Where(request => request.IsBid)];

    /// <summary>Most requests that were under way at once.</summary>
    public int UnderWayMost => underMost;

    public static async Task<FakeApi> StartAsync()
    {
        var api = new FakeApi();
        api.server = await LocalServer.StartAsync(app => app.Run(api.AnswerAsync));
        return api;
    }

    public ValueTask DisposeAsync() => server!.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        InterlockedMax(ref underMost, Interlocked.Increment(ref under));
        try
        {
            var request = await ReceiveAsync(http.Request);
            Requests.Enqueue(request);
            await AnswerAsync(http, request, OnRequest(request));
        }
        finally
        {
            Interlocked.Decrement(ref under);
        }
    }

    private async Task AnswerAsync(HttpContext http, Received request, Fault? fault)
    {
        switch (fault)
        {
            case null:
                await WriteAsync(http.Response, house.Answer(request));
                break;
            case Fault.Says says:
                http.Response.Headers.RetryAfter = says.RetryAfter;
                await WriteAsync(http.Response, FakeAnswer.Problem(says.Status, says.Code, says.Detail));
                break;
            case Fault.Writes writes:
                http.Response.StatusCode = writes.Status;
                await http.Response.WriteAsync(writes.Body);
                break;
            case Fault.DropsUnread:
                http.Abort();
                break;
            case Fault.DropsDone:
                _ = house.Answer(request);
                http.Abort();
                break;
            case Fault.Hangs:
                await Task.Delay(Timeout.Infinite, http.RequestAborted)
                    .ContinueWith(_ => { }, TaskScheduler.Default);
                break;
        }
    }

    private async Task<Received> ReceiveAsync(HttpRequest http)
    {
        using var reader = new StreamReader(http.Body);
        var path = $"{http.PathBase}{http.Path}";
        var key = (string?)http.Headers["Idempotency-Key"];
        return new Received(
            path,
            http.Headers["X-User"],
            http.Headers.Authorization,
            key,
            await reader.ReadToEndAsync(),
            attempts.AddOrUpdate($"{path} {key}", 1, (_, before) => before + 1))
        {
            IsGet = HttpMethods.IsGet(http.Method),
            Query = http.Query.ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString()),
        };
    }

    private static async Task WriteAsync(HttpResponse http, FakeAnswer answer)
    {
        http.StatusCode = answer.Status;
        await http.WriteAsJsonAsync(
            answer.Body, options: null, answer.Status < 400 ? "application/json" : "application/problem+json");
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
