using System.Globalization;
using Auctions.Bench.Processes;
using Auctions.Bench.Subjects;
using Auctions.Measuring;
using Auctions.Processes;
using Auctions.Scenarios.Support;
using Auctions.Storage;

namespace Auctions.Bench.Http;

/// <summary>A server as a process, on a store of its own, that trusts the tokens of an authority in this one.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private readonly ServerStore _store;
    private readonly ServerProcess _process;

    private BenchServer(ServerStore store, ServerProcess process)
    {
        _store = store;
        _process = process;
    }

    /// <summary>Where it answers HTTP; the path ends with a slash.</summary>
    public Uri Url => _process.Url;

    /// <summary>Processor time it has taken.</summary>
    public TimeSpan Cpu => _process.Cpu;

    /// <summary>Memory of it that is really there.</summary>
    public long ResidentBytes => _process.ResidentBytes;

    /// <summary>How long it took to end.</summary>
    public TimeSpan StopTook => _process.StopTook;

    /// <summary>Where it keeps everything, for whoever looks at all of it.</summary>
    public StoreSettings Place => _store.Place;

    /// <exception cref="MeasurementException">It does not start.</exception>
    public static async Task<BenchServer> StartAsync(
        StoreChoice choice, int shards, TokenAuthority authority, CancellationToken cancellation)
    {
        var store = await ServerStore.MakeAsync(choice, shards, cancellation);
        BenchServer? server = null;
        try
        {
            // In development an authority may speak plain HTTP, and there is no limit on bids per minute.
            KeyValuePair<string, string>[] settings =
            [
                new("ASPNETCORE_ENVIRONMENT", "Development"),
                new("Auth__Authority", authority.Issuer),
                new("Auth__Audience", TokenAuthority.Audience),
                new("Engine__BidsPerAuctionMax", BenchEngine.BidsPerAuctionMax.ToString(CultureInfo.InvariantCulture)),
                .. store.Settings,
            ];
            server = new BenchServer(store, ServerProcess.Start("Auctions.Server", FreePorts.Find(1)[0], settings));
            await server._process.UntilReadyAsync(cancellation);
            return server;
        }
        catch
        {
            await (server?.DisposeAsync() ?? store.DisposeAsync());
            throw;
        }
    }

    /// <summary>Ends the server and opens what it leaves behind.</summary>
    /// <exception cref="MeasurementException">It does not end well.</exception>
    public async Task<IStore> StopAsync(CancellationToken cancellation)
    {
        await _process.StopAsync(cancellation);
        return await _store.OpenAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _store.DisposeAsync();
    }
}
