using System.Diagnostics;
using Auctions.Bench.Peers.Redis;
using Auctions.Measuring;
using StackExchange.Redis;

namespace Auctions.Bench.Reporting;

/// <summary>Asks a Redis server what it is, and how many tiny writes it flushes one after another.</summary>
internal static class RedisProbe
{
    private const string Key = "auctions_bench_probe";

    // The title of its process is where scripts/redis says how slow it made the disk; no server has a setting for that.
    private static readonly string[] Settings =
    [
        "appendonly", "appendfsync", "no-appendfsync-on-rewrite", "auto-aof-rewrite-percentage", "save", "io-threads",
        "maxmemory", "proc-title-template",
    ];

    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(1);

    /// <exception cref="MeasurementException">There is no server, or it is not durable.</exception>
    public static async Task<string> ReadAsync(string address)
    {
        await using var server = await RedisServer.ConnectAsync(address, connections: 1);
        await server.RequireDurableAsync();
        var said = new List<string> { $"redis_version {await server.InfoAsync("redis_version")}" };
        foreach (var setting in Settings)
        {
            said.Add($"{setting} '{await server.SettingAsync(setting)}'");
        }

        said.Add($"{await WritesPerSecondAsync(server.Databases[0]):N0} single writes/s on one connection");
        said.Add($"client StackExchange.Redis {typeof(ConnectionMultiplexer).Assembly.GetName().Version}");
        return string.Join(", ", said);
    }

    private static async Task<double> WritesPerSecondAsync(IDatabase database)
    {
        var start = Stopwatch.GetTimestamp();
        long writes = 0;
        while (Stopwatch.GetElapsedTime(start) < Measured)
        {
            await database.StringSetAsync(Key, writes++);
        }

        var perSecond = writes / Stopwatch.GetElapsedTime(start).TotalSeconds;
        await database.KeyDeleteAsync(Key);
        return perSecond;
    }
}
