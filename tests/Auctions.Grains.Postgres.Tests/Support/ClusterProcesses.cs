using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Auctions.Processes;
using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;

namespace Auctions.Grains.Postgres.Tests.Support;

/// <summary>Silos and front ends as processes on one store.</summary>
internal sealed class ClusterProcesses : IRunning
{
    private const int SiloStartsMax = 5;
    private const string EndsAtOnce = "The silo ends at once", PortIsTaken = "The silo cannot start: Port ";

    private readonly IReadOnlyList<string> _options;
    private readonly List<(ServerProcess Process, int Port, int GatewayPort)> _silos = [];
    private readonly List<ServerProcess> _frontEnds = [];
    private readonly ConcurrentQueue<string> _earlierLogs = [];

    // A process that stands still on a busy machine is no outage, after which bidders get time back.
    private ClusterProcesses(IReadOnlyList<string> options) =>
        _options = [.. options, "--Silo:SheddingCpuPercent", "0", "--Engine:OutageMinSeconds", "60"];

    /// <summary>The first front end.</summary>
    public Uri Url => _frontEnds[0].Url;

    public int Silos => _silos.Count;

    public IReadOnlyList<ServerProcess> FrontEnds => _frontEnds;

    /// <summary>Where front ends reach each silo, on this machine.</summary>
    public IReadOnlyList<int> GatewayPorts => [.. _silos.Select(silo => silo.GatewayPort)];

    /// <summary>Starts a cluster and waits until each of its processes is ready.</summary>
    public static async Task<ClusterProcesses> StartAsync(IReadOnlyList<string> options, int silos, int frontEnds)
    {
        var cluster = new ClusterProcesses(options);
        try
        {
            for (var silo = 0; silo < silos; silo++)
            {
                await cluster.AddSiloAsync();
            }

            for (var frontEnd = 0; frontEnd < frontEnds; frontEnd++)
            {
                await cluster.AddFrontEndAsync();
                await ReadyAsync(cluster._frontEnds[^1].Url);
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public string ReadLog() => string.Concat(
        [
            .. _earlierLogs,
            .. _silos.ToArray().Select(silo => silo.Process.ReadLog()),
            .. _frontEnds.Select(one => one.ReadLog()),
        ]);

    public async Task AddSiloAsync() => _silos.Add(await StartSiloSomewhereAsync());

    public async Task AddFrontEndAsync() =>
        _frontEnds.Add(await ServerProcess.StartOnAsync("Development", _options, "Auctions.FrontEnd"));

    public Task KillSiloAsync(int silo) => _silos[silo].Process.KillAsync();

    /// <summary>
    /// Ends a silo as an operator does, and starts it again where it was. One that stood still and was held for dead
    /// meanwhile has ended by itself.
    /// </summary>
    public async Task RestartSiloAsync(int silo)
    {
        var process = _silos[silo].Process;
        process.Terminate();
        var code = await process.ExitAsync();
        Assert.True(
            code == 0 || process.Error.Contains(EndsAtOnce, StringComparison.Ordinal),
            $"Exit code {code}: {process.ReadLog()}");
        await StartSiloAgainAsync(silo);
    }

    /// <summary>Starts what has ended by itself, as its supervisor would: a silo that was held for dead.</summary>
    public async Task ReviveSilosAsync()
    {
        for (var silo = 0; silo < _silos.Count; silo++)
        {
            if (_silos[silo].Process.ExitCode is not null)
            {
                await StartSiloAgainAsync(silo);
            }
        }
    }

    /// <summary>Starts silos that have ended, all at once and at other addresses.</summary>
    public async Task MoveSilosAsync()
    {
        foreach (var (process, _, _) in _silos)
        {
            _earlierLogs.Enqueue(process.ReadLog());
            await process.DisposeAsync();
        }

        var silos = await Task.WhenAll(_silos.Select(_ => StartSiloSomewhereAsync()));
        _silos.Clear();
        _silos.AddRange(silos);
    }

    /// <summary>Starts a silo that has ended, at its old addresses.</summary>
    public async Task StartSiloAgainAsync(int silo)
    {
        var (old, port, gateway) = _silos[silo];
        _earlierLogs.Enqueue(old.ReadLog());
        await old.DisposeAsync();
        _silos[silo] = (await StartSiloAsync(port, gateway), port, gateway);
    }

    /// <summary>Starts one more silo on the ports of another.</summary>
    public async Task StartDoubleAsync(int silo)
    {
        await using var further = await StartSiloAsync(_silos[silo].Port, _silos[silo].GatewayPort);
    }

    /// <summary>How many auctions each silo has in memory.</summary>
    public async Task<IReadOnlyList<int>> AuctionsBySiloAsync()
    {
        using var http = new HttpClient();
        var counts = new List<int>();
        foreach (var (silo, _, _) in _silos)
        {
            var status = await http.GetStringAsync(new Uri(silo.Url, "healthz/ready"));
            counts.Add(JsonDocument.Parse(status).RootElement.GetProperty("auctions").GetInt32());
        }

        return counts;
    }

    /// <summary>Waits until a process says that it can serve.</summary>
    public static async Task ReadyAsync(Uri url)
    {
        using var http = new HttpClient();
        await Eventually.IsAsync(
            async () =>
            {
                using var answer = await http.GetAsync(new Uri(url, "healthz/ready"));
                return answer.StatusCode;
            },
            status => status == HttpStatusCode.OK,
            Eventually.Deadline);
    }

    /// <summary>
    /// Ends all of them as an operator does, front ends first. One that is held for dead meanwhile ends all the same.
    /// </summary>
    public async Task StopAsync()
    {
        foreach (var process in _frontEnds.Concat(_silos.Select(silo => silo.Process)))
        {
            process.Terminate();
            await process.ExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _frontEnds.Concat(_silos.Select(silo => silo.Process)))
        {
            await process.DisposeAsync();
        }
    }

    // A port that is free now may be somebody else's a moment later.
    private async Task<(ServerProcess Process, int Port, int GatewayPort)> StartSiloSomewhereAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            int[] ports = FreePorts.Find(2);
            try
            {
                return (await StartSiloAsync(ports[0], ports[1]), ports[0], ports[1]);
            }
            catch (InvalidOperationException taken)
                when (attempt < SiloStartsMax && taken.Message.Contains(PortIsTaken, StringComparison.Ordinal))
            {
                _earlierLogs.Enqueue(taken.Message);
            }
        }
    }

    // As its supervisor would: a silo that is held for dead while it joins, as on a busy machine, ends at once.
    private async Task<ServerProcess> StartSiloAsync(int port, int gateway)
    {
        string[] options = [.. _options, "--Silo:Port", $"{port}", "--Silo:GatewayPort", $"{gateway}"];
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ServerProcess.StartOnAsync("Development", options, "Auctions.Silo");
            }
            catch (InvalidOperationException ended)
                when (attempt < SiloStartsMax && ended.Message.Contains(EndsAtOnce, StringComparison.Ordinal))
            {
                _earlierLogs.Enqueue(ended.Message);
            }
        }
    }
}
