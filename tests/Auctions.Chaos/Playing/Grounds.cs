using System.Security.Cryptography;
using Auctions.Storage;
using Npgsql;

namespace Auctions.Chaos.Playing;

/// <summary>The store of one scenario: new databases, or a new data directory.</summary>
internal sealed class Grounds : IAsyncDisposable
{
    private const int KeyBytes = 32;

    // Auctions that get time back are to end within the storm as well.
    private const int ExtensionSeconds = 3;

    private readonly List<string> _ordinary = [];
    private readonly Dictionary<string, string> _direct = [];

    private Grounds(Scenario scenario, string folder)
    {
        Scenario = scenario;
        IdentityKey = RandomNumberGenerator.GetBytes(KeyBytes);
        var file = Path.Combine(folder, "identity.key");
        File.WriteAllBytes(file, IdentityKey);
        Common =
        [
            "--Privacy:IdentityKeyFile", file,
            "--Engine:OutageExtensionMinSeconds", $"{ExtensionSeconds}",
            "--Engine:UncleanExtensionSeconds", $"{ExtensionSeconds}",
        ];
    }

    /// <summary>The secret of the pseudonyms.</summary>
    public byte[] IdentityKey { get; }

    /// <summary>Least extension of an auction whose end lay in an outage, and that after an unclean end.</summary>
    public static TimeSpan Extension => TimeSpan.FromSeconds(ExtensionSeconds);

    /// <summary>The command line of a server on it.</summary>
    public IReadOnlyList<string> ServerOptions { get; private set; } = [];

    /// <summary>The command line of a tool that reads it past all faults.</summary>
    public IReadOnlyList<string> DirectOptions =>
    [
        .. _direct.SelectMany(setting => new[] { $"--{setting.Key}", setting.Value }),

        // A victim may have a network of its own, which ends on this machine.
        "--Storage:AllowUnsafe", "tls",
    ];

    /// <summary>Connection strings of a superuser to each shard's database, past all faults; empty on SQLite.</summary>
    public IReadOnlyList<string> Shards { get; private set; } = [];

    /// <summary>The same to the meta database; empty on SQLite.</summary>
    public string Meta => _direct.GetValueOrDefault(StoreSettings.MetaKey, "");

    /// <summary>The data directory; null on PostgreSQL.</summary>
    public string? Directory { get; private set; }

    /// <summary>How to read it past all faults.</summary>
    public StoreSettings Settings =>
        StoreSettings.Read(key => _direct.GetValueOrDefault(key), "/", migrates: false, demandsTls: false);

    private Scenario Scenario { get; }

    private IReadOnlyList<string> Common { get; }

    /// <param name="scenario">What is to be played.</param>
    /// <param name="scenery">What it prepared.</param>
    /// <param name="servers">Ordinary PostgreSQL servers, a connection string each.</param>
    /// <param name="cancellation">Ends the making.</param>
    public static async Task<Grounds> MakeAsync(
        Scenario scenario, Scenery scenery, IReadOnlyList<string> servers, CancellationToken cancellation)
    {
        var grounds = new Grounds(scenario, scenery.Workshop.Folder);
        scenery.Workshop.Own(grounds);
        if (scenario.Store == StoreKind.Sqlite)
        {
            grounds.UseSqlite(scenery.SqliteDirectory ?? Path.Combine(scenery.Workshop.Folder, "data"));
        }
        else
        {
            await grounds.UsePostgresAsync(scenery, servers, cancellation);
        }

        return grounds;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _ordinary)
        {
            var database = new NpgsqlConnectionStringBuilder(connection);
            var name = database.Database;
            database.Database = "postgres";
            await RunAsync(
                database.ConnectionString, $"drop database if exists {name} with (force)", CancellationToken.None);
        }
    }

    private void UseSqlite(string directory)
    {
        Directory = directory;
        _direct["Storage:Provider"] = "Sqlite";
        _direct["Storage:Path"] = directory;
        ServerOptions = [.. DirectOptions, "--Storage:SqliteShards", $"{Scenario.Shards}", .. Common];
    }

    private async Task UsePostgresAsync(
        Scenery scenery, IReadOnlyList<string> servers, CancellationToken cancellation)
    {
        if (servers.Count == 0)
        {
            throw new ChaosException(
                "There is no PostgreSQL server; use scripts/chaos, or set AUCTIONS_POSTGRES to connection strings.");
        }

        var name = $"chaos_{Guid.NewGuid():N}";
        var shards = new List<string>();
        _direct["Storage:Provider"] = "PostgreSql";
        var served = new Dictionary<string, string>(_direct);
        for (var at = 0; at <= Scenario.Shards; at++)
        {
            var own = at == 0 ? scenery.Meta : at - 1 == Stage.VictimShard ? scenery.VictimShard : null;
            var (direct, server) = own is null
                ? (servers[at % servers.Count], servers[at % servers.Count])
                : (own.DirectConnection, own.Connection);
            await RunAsync(direct, $"create database {name}_{at}", cancellation);
            direct = With(direct, $"{name}_{at}");
            if (own is null)
            {
                _ordinary.Add(direct);
            }

            var key = at == 0 ? StoreSettings.MetaKey : $"Storage:Shards:{at - 1}";
            _direct[key] = direct;
            served[key] = With(server, $"{name}_{at}");
            shards.Add(direct);
        }

        Shards = shards[1..];
        ServerOptions = [.. served.SelectMany(setting => new[] { $"--{setting.Key}", setting.Value }), .. Common];
    }

    private static string With(string connection, string database) =>
        new NpgsqlConnectionStringBuilder(connection) { Database = database }.ConnectionString;

    private static async Task RunAsync(string connection, string sql, CancellationToken cancellation)
    {
        await using var session = new NpgsqlConnection($"{connection};Pooling=false");
        await session.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, session) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
