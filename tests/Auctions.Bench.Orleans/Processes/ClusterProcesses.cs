using System.Globalization;
using System.Net;
using Auctions.Bench.Processes;
using Auctions.Bench.Subjects;
using Auctions.Engine.Ports;
using Auctions.Grains;
using Auctions.Grains.Calls;
using Auctions.Grains.Live;
using Auctions.Measuring;
using Auctions.Processes;
using Auctions.Storage;
using Auctions.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Auctions.Bench.Cluster.Processes;

/// <summary>Silos, each a process, on a new store of their own, and this process as their client.</summary>
internal sealed class ClusterProcesses : IAsyncDisposable
{
    // What is disposed of, the last first.
    private readonly Stack<IAsyncDisposable> _parts = new();
    private readonly List<ServerProcess> _silos = [];
    private BenchDatabases? _databases;
    private PostgresStore? _store;
    private GrainAuctions? _auctions;
    private IClusterClient? _client;

    private ClusterProcesses()
    {
    }

    public int SiloCount => _silos.Count;

    /// <summary>What front ends use.</summary>
    public GrainAuctions Auctions => _auctions!;

    /// <summary>The auctions themselves.</summary>
    public IGrainFactory Grains => _client!;

    /// <summary>What the silos write, to be read back.</summary>
    public IJournal Journal => _store!.Journal;

    /// <summary>Where they write it, for whoever looks at all of it.</summary>
    public StoreSettings Place => _databases!.Place;

    /// <summary>Processor time that all silos have taken.</summary>
    public TimeSpan Cpu => _silos.Aggregate(TimeSpan.Zero, (sum, silo) => sum + silo.Cpu);

    /// <param name="servers">PostgreSQL: one Npgsql connection string each.</param>
    /// <param name="shards">Shards of the store.</param>
    /// <param name="silos">How many silos.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="MeasurementException">A silo does not start.</exception>
    public static async Task<ClusterProcesses> StartAsync(
        IReadOnlyList<string> servers, int shards, int silos, CancellationToken cancellation)
    {
        var cluster = new ClusterProcesses();
        try
        {
            cluster._databases = cluster.Own(await BenchDatabases.MakeAsync(servers, shards, cancellation));
            cluster._store = cluster.Own(await cluster._databases.OpenAsync(projects: false, cancellation));
            await cluster.ConnectAsync(await cluster.StartSilosAsync(silos, cancellation), cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="MeasurementException">A silo has ended by itself.</exception>
    public void RequireAll() => _silos.ForEach(silo => silo.RequireRunning());

    /// <summary>Starts front ends; they end with the cluster.</summary>
    public async Task<ServerProcess[]> StartFrontEndsAsync(int count, CancellationToken cancellation)
    {
        var started = FreePorts.Find(count)
            .Select(port => Own(ServerProcess.Start("Auctions.FrontEnd", port, Storage())))
            .ToArray();
        await Task.WhenAll(started.Select(process => process.UntilReadyAsync(cancellation)));
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
    }

    private async Task<int[]> StartSilosAsync(int count, CancellationToken cancellation)
    {
        var ports = FreePorts.Find(3 * count).Chunk(3).ToArray();
        foreach (var port in ports)
        {
            var settings = Storage()
                .Append(new("Silo__Port", Text(port[1])))
                .Append(new("Silo__GatewayPort", Text(port[2])))
                .Append(new("Silo__SheddingCpuPercent", "0"))
                .Append(new("Engine__BidsPerAuctionMax", Text(BenchEngine.BidsPerAuctionMax)));
            _silos.Add(Own(ServerProcess.Start("Auctions.Silo", port[0], settings)));
        }

        await Task.WhenAll(_silos.Select(silo => silo.UntilReadyAsync(cancellation)));
        return Array.ConvertAll(ports, port => port[2]);
    }

    private async Task ConnectAsync(int[] gateways, CancellationToken cancellation)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(new ClusterNames().Set);
            client.UseStaticClustering(
                Array.ConvertAll(gateways, port => new IPEndPoint(IPAddress.Loopback, port)));
            client.Configure<ClientMessagingOptions>(messaging =>
                messaging.ResponseTimeout = new GrainOptions().CallDeadline);
            client.AddMemoryStreams(
                LiveStreams.Provider, streams => streams.ConfigurePartitioning(LiveStreams.Queues));
        });
        var host = builder.Build();
        _parts.Push((IAsyncDisposable)host);
        await host.StartAsync(cancellation);
        _client = host.Services.GetRequiredService<IClusterClient>();
        _auctions = Own(new GrainAuctions(
            _client,
            _store!.Clock,
            () => true,
            () => true,
            new CallPatience(),
            Options.Create(new GrainOptions()),
            new ErrorLogger<GrainAuctions>()));
    }

    private IEnumerable<KeyValuePair<string, string>> Storage() =>
    [
        new("ASPNETCORE_ENVIRONMENT", "Development"),
        new("Storage__Provider", "PostgreSql"),
        new("Storage__Meta", _databases!.Meta),
        .. _databases.Shards.Index().Select(shard =>
            KeyValuePair.Create($"Storage__Shards__{shard.Index}", shard.Item)),
    ];

    private T Own<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
