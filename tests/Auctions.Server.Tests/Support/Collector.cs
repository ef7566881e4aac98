using System.Collections.Concurrent;
using System.Text;
using Auctions.Scenarios.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Auctions.Server.Tests.Support;

/// <summary>
/// A collector of telemetry on a free port of this machine, by OTLP over HTTP. What it was sent is looked at as text:
/// names and strings stand in Protocol Buffers as they are.
/// </summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _received = new();
    private LocalServer? _server;

    /// <summary>Options of a server that exports to it.</summary>
    public string[] Options =>
    [
        "--OTEL_EXPORTER_OTLP_ENDPOINT", _server!.Address, "--OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
    ];

    /// <summary>Options of a server that exports to it and traces every bid.</summary>
    public string[] OptionsToTraceAll => [.. Options, "--OTEL_TRACES_SAMPLER", "always_on"];

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        collector._server = await LocalServer.StartAsync(app => app.MapPost("/v1/{signal}", collector.TakeAsync));
        return collector;
    }

    /// <summary>All it was sent of a signal: <c>metrics</c>, <c>traces</c> or <c>logs</c>.</summary>
    public string Received(string signal) => string.Concat(_received.GetValueOrDefault(signal) ?? []);

    /// <summary>Whether one of the parcels of a signal has a text in it.</summary>
    public bool HasReceived(string signal, string text) =>
        _received.GetValueOrDefault(signal)?.Any(part => part.Contains(text, StringComparison.Ordinal)) ?? false;

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task TakeAsync(string signal, HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        _received.GetOrAdd(signal, _ => new()).Enqueue(Encoding.Latin1.GetString(body.ToArray()));
    }
}
