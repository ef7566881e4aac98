using System.Globalization;
using Auctions.Engine;
using Auctions.Storage.Postgres;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Auctions.Storage;

/// <summary>
/// Which store is meant, read from the configuration keys that servers and the command line share: sections
/// <c>Storage</c> and <c>Privacy</c>.
/// </summary>
/// <param name="Sqlite">Set if it is SQLite files.</param>
/// <param name="Postgres">Set if it is PostgreSQL servers.</param>
public sealed record StoreSettings(SqliteStoreOptions? Sqlite, PostgresStoreOptions? Postgres)
{
    public const string ProviderKey = "Storage:Provider", PathKey = "Storage:Path", MetaKey = "Storage:Meta";

    /// <summary>Reads the keys.</summary>
    /// <param name="setting">The value of a key; null: not set.</param>
    /// <param name="root">What a relative <c>Storage:Path</c> is relative to.</param>
    /// <param name="migrates">What <c>Storage:Migrate</c> is where it is not set.</param>
    /// <param name="demandsTls">Whether what goes to other machines must be TLS that proves who answers.</param>
    /// <exception cref="StorageException">They ask for something that is not there; the message says what.</exception>
    public static StoreSettings Read(
        Func<string, string?> setting, string root, bool migrates, bool demandsTls = true)
    {
        var provider = setting(ProviderKey) ?? "Sqlite";
        var keyFile = setting("Privacy:IdentityKeyFile");
        var migrate = ReadMigrate(setting("Storage:Migrate"), migrates);
        if (provider.Equals("Sqlite", StringComparison.OrdinalIgnoreCase))
        {
            var directory = Path.Combine(root, setting(PathKey) ?? "data");
            return new StoreSettings(
                new SqliteStoreOptions(directory, ReadShards(setting("Storage:SqliteShards")), keyFile, migrate), null);
        }

        if (provider.Equals("PostgreSql", StringComparison.OrdinalIgnoreCase))
        {
            var options = new PostgresStoreOptions(
                TransportSecurity.WithoutKerberos(setting(MetaKey) ?? ""),
                [.. ReadList(setting, "Storage:Shards").Select(TransportSecurity.WithoutKerberos)],
                migrate,
                keyFile,
                ReadUnsafe(setting))
            {
                Replicas = ReadReplicas(setting),
                ReplicaLagMax = ReadLagMax(setting("Storage:ReplicaLagMaxSeconds")),
                DemandsTls = demandsTls,
            };
            options.Check();
            return new StoreSettings(null, options);
        }

        throw new StorageException($"{ProviderKey} is \"{provider}\"; set it to Sqlite or PostgreSql.");
    }

    /// <summary>The same with deadlines no longer than the engine's.</summary>
    public StoreSettings Within(EngineOptions engine) => Postgres is null
        ? this
        : this with
        {
            Postgres = Postgres with
            {
                Deadlines = Postgres.Deadlines with
                {
                    Append = TimeSpan.FromMilliseconds(engine.AppendDeadlineMs),
                    Raise = TimeSpan.FromMilliseconds(engine.EpochRaiseDeadlineMs),
                },
            },
        };

    /// <summary>The same without keeping read models: for a process beside others that do.</summary>
    public StoreSettings WithoutProjector() =>
        Postgres is null ? this : this with { Postgres = Postgres with { Projects = false } };

    /// <summary>The same, if several processes may share it.</summary>
    /// <param name="who">Who asks, as a sentence begins.</param>
    /// <exception cref="StorageException">It belongs to one process; the message says what to do.</exception>
    public StoreSettings Shared(string who) => Postgres is not null
        ? this
        : throw new StorageException(
            $"{who} shares its storage with other processes, which SQLite files do not allow. Set {ProviderKey} to " +
            $"PostgreSql, and {MetaKey} and Storage:Shards:0, :1 ... to connection strings.");

    /// <summary>Opens the store.</summary>
    /// <exception cref="StorageException">It cannot be used; the message says what to do.</exception>
    public async Task<IStore> OpenAsync(
        TimeProvider time, ILoggerFactory loggers, CancellationToken cancellation = default) => Postgres is { } servers
        ? await PostgresStore.OpenAsync(servers, time, loggers, cancellation)
        : SqliteStore.Open(Sqlite!, new AuctionClock(time), loggers);

    private static List<string> ReadList(Func<string, string?> setting, string key)
    {
        var values = new List<string>();
        while (setting($"{key}:{values.Count}") is { } value)
        {
            values.Add(value);
        }

        return values;
    }

    /// <summary>Opens the store to look at it only.</summary>
    /// <exception cref="StorageException">There is none of this version, or it cannot be read.</exception>
    public async Task<IStoreInspector> InspectAsync(CancellationToken cancellation) => Postgres is { } servers
        ? await PostgresInspector.OpenAsync(servers, cancellation)
        : SqliteInspector.Open(Sqlite!.Directory);

    // A list, or names parted by commas, which is easier to write into an environment variable.
    private static List<string> ReadUnsafe(Func<string, string?> setting) =>
    [
        .. ReadList(setting, "Storage:AllowUnsafe"),
        .. setting("Storage:AllowUnsafe")?.Split(
            ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
    ];

    // All that can be named, so that none is overlooked: an empty string stands for a gap.
    private static List<string>[] ReadReplicas(Func<string, string?> setting) =>
    [
        .. Enumerable.Range(0, PostgresStoreOptions.ShardsMax).Select(shard =>
        {
            string?[] named =
            [
                .. Enumerable.Range(0, PostgresStoreOptions.ReplicasMax + 1)
                    .Select(replica => setting($"Storage:Replicas:{shard}:{replica}")),
            ];
            var count = Array.FindLastIndex(named, connection => connection is not null) + 1;
            return named.Take(count).Select(connection => TransportSecurity.WithoutKerberos(connection ?? "")).ToList();
        }),
    ];

    private static TimeSpan ReadLagMax(string? text) => text switch
    {
        null => PostgresStoreOptions.ReplicaLagMaxDefault,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) =>
            TimeSpan.FromSeconds(seconds),
        _ => throw new StorageException(
            $"Storage:ReplicaLagMaxSeconds is \"{text}\"; set it to a whole number of seconds."),
    };

    private static bool ReadMigrate(string? text, bool otherwise) => text switch
    {
        null => otherwise,
        _ when bool.TryParse(text, out var migrate) => migrate,
        _ => throw new StorageException($"Storage:Migrate is \"{text}\"; set it to true or false."),
    };

    private static int? ReadShards(string? text) => text switch
    {
        null => null,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var shards) => shards,
        _ => throw new StorageException($"Storage:SqliteShards is \"{text}\"; set it to a number."),
    };
}
