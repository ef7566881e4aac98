using System.Diagnostics;
using Auctions.Measuring;
using StackExchange.Redis;

namespace Auctions.Bench.Peers.Redis;

/// <summary>Connections to one Redis server, and what is asked of the server itself.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    public const string HowToGive =
        "Start one with scripts/redis start and give the HOST:PORT that it prints with --redis or in AUCTIONS_REDIS.";

    private static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan QuietMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly ConnectionMultiplexer[] _connections;

    private RedisServer(ConnectionMultiplexer[] connections)
    {
        _connections = connections;
        Databases = [.. connections.Select(connection => connection.GetDatabase())];
        Server = connections[0].GetServer(connections[0].GetEndPoints()[0]);
    }

    /// <summary>The same database by each connection; any number of callers may use one at a time.</summary>
    public IReadOnlyList<IDatabase> Databases { get; }

    public IServer Server { get; }

    /// <exception cref="MeasurementException">Nobody answers there.</exception>
    public static async Task<RedisServer> ConnectAsync(string address, int connections)
    {
        var opened = new List<ConnectionMultiplexer>();
        try
        {
            var options = ConfigurationOptions.Parse(address);
            options.AbortOnConnectFail = true;
            options.AllowAdmin = true; // to read its settings and to have it rewrite its log
            options.ConnectTimeout = (int)ConnectMax.TotalMilliseconds;
            options.AsyncTimeout = options.SyncTimeout = (int)AnswerMax.TotalMilliseconds;
            while (opened.Count < connections)
            {
                opened.Add(await ConnectionMultiplexer.ConnectAsync(options));
            }

            return new RedisServer([.. opened]);
        }
        catch (Exception failure) when (failure is RedisConnectionException or ArgumentException)
        {
            await Task.WhenAll(opened.Select(connection => connection.DisposeAsync().AsTask()));
            throw new MeasurementException($"No Redis server answers at '{address}'. {HowToGive}");
        }
    }

    /// <summary>A setting of the server, as it is now; empty: it has no such setting.</summary>
    public async Task<string> SettingAsync(string name) =>
        (await Server.ConfigGetAsync(name)).Select(setting => setting.Value).FirstOrDefault("");

    /// <summary>A figure of INFO.</summary>
    public async Task<string> InfoAsync(string name) =>
        (await Server.InfoAsync()).SelectMany(section => section)
            .Where(figure => figure.Key == name).Select(figure => figure.Value).FirstOrDefault("");

    /// <exception cref="MeasurementException">It answers before what it accepted is on disk.</exception>
    public async Task RequireDurableAsync()
    {
        foreach (var (name, value) in new[] { ("appendonly", "yes"), ("appendfsync", "always") })
        {
            if (await SettingAsync(name) is var actual && actual != value)
            {
                throw new MeasurementException(
                    $"The Redis server answers before a bid is on disk: its {name} is '{actual}' and has to be " +
                    $"'{value}'. {HowToGive}");
            }
        }
    }

    /// <summary>
    /// Has the log rewritten to what is left, and waits until that is done and removed values are freed: the next run
    /// finds the server as the first one did.
    /// </summary>
    /// <exception cref="MeasurementException">It does not come to rest.</exception>
    public async Task SettleAsync()
    {
        await UntilQuietAsync();
        await Server.SaveAsync(SaveType.BackgroundRewriteAppendOnlyFile);
        await UntilQuietAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }
    }

    private async Task UntilQuietAsync()
    {
        string[] busy = ["aof_rewrite_in_progress", "aof_rewrite_scheduled", "lazyfree_pending_objects"];
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var figures = (await Server.InfoAsync()).SelectMany(section => section);
            if (figures.Where(figure => busy.Contains(figure.Key)).All(figure => figure.Value == "0"))
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(start) > QuietMax)
            {
                throw new MeasurementException($"The Redis server is still busy after {QuietMax.TotalSeconds:0} s.");
            }

            await Task.Delay(Pause);
        }
    }
}
