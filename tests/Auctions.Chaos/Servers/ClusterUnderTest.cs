using Auctions.Processes;

namespace Auctions.Chaos.Servers;

/// <summary>Silos and front ends on one store, each a process.</summary>
internal sealed class ClusterUnderTest : IAsyncDisposable
{
    private const string Silo = "Auctions.Silo", FrontEnd = "Auctions.FrontEnd";

    // All processes share the machine's processors with the load: one that is busy is not to turn calls away.
    private static readonly string[] Unshed = ["--Silo:SheddingCpuPercent", "0"];

    private readonly Scenery _scenery;
    private readonly IReadOnlyList<string> _options;
    private readonly (int Port, int Gateway)[] _ports;
    private readonly Func<int, ServerUnderTest> _makeSilo;

    /// <param name="scenery">How processes are started.</param>
    /// <param name="options">Their common configuration: the store above all.</param>
    /// <param name="silos">How many silos.</param>
    /// <param name="frontEnds">How many front ends.</param>
    public ClusterUnderTest(Scenery scenery, IReadOnlyList<string> options, int silos, int frontEnds)
    {
        (_scenery, _options) = (scenery, options);
        _ports = new (int, int)[silos];
        _makeSilo = silo => new ServerUnderTest(
            scenery.LaunchOf(silo),
            () =>
            [
                .. options,
                .. Unshed,
                "--Silo:Port", $"{_ports[silo].Port}",
                "--Silo:GatewayPort", $"{_ports[silo].Gateway}",
            ],
            Silo);
        Move();
        Silos = [.. Enumerable.Range(0, silos).Select(_makeSilo)];
        FrontEnds =
        [
            .. Enumerable.Range(0, frontEnds).Select(number => new ServerUnderTest(
                scenery.FrontEnds.GetValueOrDefault(number, scenery.Server), () => options, FrontEnd)),
        ];
    }

    public IReadOnlyList<ServerUnderTest> Silos { get; }

    public IReadOnlyList<ServerUnderTest> FrontEnds { get; }

    /// <summary>All processes, in the order in which a cluster is ended.</summary>
    public IEnumerable<ServerUnderTest> All => [.. FrontEnds, .. Silos];

    /// <summary>The port at which other silos reach one.</summary>
    public int PortOf(int silo) => _ports[silo].Port;

    /// <summary>One more silo on the ports of another, not started yet.</summary>
    public ServerUnderTest MakeDouble(int silo) => _makeSilo(silo);

    /// <summary>
    /// One silo and one front end on the same store that are a cluster of their own, not started yet.
    /// </summary>
    public ClusterUnderTest MakeOther() =>
        new(_scenery, [.. _options, "--Cluster:ClusterId", "another"], silos: 1, frontEnds: 1);

    /// <summary>Has silos listen on other ports when they are started next.</summary>
    public void Move()
    {
        var ports = FreePorts.Find(2 * _ports.Length);
        for (var silo = 0; silo < _ports.Length; silo++)
        {
            _ports[silo] = (ports[2 * silo], ports[(2 * silo) + 1]);
        }
    }

    /// <summary>Starts the silos, the first one first, then the front ends, and waits until all can serve.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await Silos[0].ServeAsync(cancellation);
        await Task.WhenAll(Silos.Skip(1).Select(silo => silo.ServeAsync(cancellation)));
        await Task.WhenAll(FrontEnds.Select(frontEnd => frontEnd.ServeAsync(cancellation)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in All)
        {
            await process.DisposeAsync();
        }
    }
}
