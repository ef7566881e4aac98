using Auctions.Engine;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Journal;
using Npgsql;

namespace Auctions.Storage.Postgres;

/// <summary>Where a PostgreSQL store is and how it is used.</summary>
/// <param name="Meta">Connection string of the meta database.</param>
/// <param name="Shards">Connection strings of the shards, in the order of their numbers; never reordered.</param>
/// <param name="Migrate">Whether to make a new store or bring an old one to this version; else it is refused.</param>
/// <param name="IdentityKeyFile">The identity key; null: made once in the meta database.</param>
/// <param name="AllowUnsafe">Names of what is unsafe and accepted: server settings, <c>tls</c>.</param>
public sealed record PostgresStoreOptions(
    string Meta,
    IReadOnlyList<string> Shards,
    bool Migrate = false,
    string? IdentityKeyFile = null,
    IReadOnlyList<string>? AllowUnsafe = null)
{
    /// <summary>Most shards of a store.</summary>
    public const int ShardsMax = 256;

    /// <summary>Most replicas of a shard.</summary>
    public const int ReplicasMax = 8;

    // A heartbeat comes once a second.
    private static readonly TimeSpan ReplicaLagMaxLeast = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReplicaLagMaxMost = TimeSpan.FromHours(1);

    /// <summary>How far a replica may lag unless it is said otherwise.</summary>
    public static TimeSpan ReplicaLagMaxDefault { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Hard deadlines of requests to shards.</summary>
    public PostgresDeadlines Deadlines { get; init; } = PostgresDeadlines.Default;

    /// <summary>How long a list or a history may take to read before its shard counts as missing; 1 s.</summary>
    public TimeSpan ReadPatience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long it may take to keep or read what is hot before that is left for now; 1 s.</summary>
    public TimeSpan HeatPatience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether this process keeps read models and makes partitions ahead; a front end leaves that to silos.
    /// </summary>
    public bool Projects { get; init; } = true;

    /// <summary>Whether connections to other machines must be TLS that proves who answers.</summary>
    public bool DemandsTls { get; init; }

    /// <summary>Connection strings of the shards' replicas, by the number of the shard; may end early.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Replicas { get; init; } = [];

    /// <summary>How old what a replica shows may be, as long as the primary can be asked; 10 s.</summary>
    public TimeSpan ReplicaLagMax { get; init; } = ReplicaLagMaxDefault;

    /// <summary>A shard's replicas.</summary>
    public IReadOnlyList<string> ReplicasOf(int shard) => shard < Replicas.Count ? Replicas[shard] : [];

    /// <exception cref="StorageException">Something is missing or means nothing; the message says what.</exception>
    public void Check()
    {
        if (string.IsNullOrWhiteSpace(Meta) || Shards.Count == 0)
        {
            throw new StorageException(
                "Storage:Provider is PostgreSql; set Storage:Meta and Storage:Shards:0, :1 ... to connection strings.");
        }

        if (Shards.Count > ShardsMax)
        {
            throw new StorageException(
                $"Storage:Shards names {Shards.Count} shards; at most {ShardsMax} are possible.");
        }

        if (PostgresSettings.Unknown(AllowUnsafe ?? []).FirstOrDefault() is { } unknown)
        {
            throw new StorageException(
                $"Storage:AllowUnsafe holds \"{unknown}\"; it takes synchronous_commit, fsync, full_page_writes, " +
                "data_checksums and tls.");
        }

        CheckConnection("Storage:Meta", Meta);
        foreach (var (shard, connection) in Shards.Index())
        {
            CheckConnection($"Storage:Shards:{shard}", connection);
        }

        CheckReplicas();
    }

    private void CheckReplicas()
    {
        for (var shard = 0; shard < Replicas.Count; shard++)
        {
            if (shard >= Shards.Count && Replicas[shard].Count > 0)
            {
                throw new StorageException(
                    $"Storage:Replicas:{shard} names replicas of a shard that does not exist: Storage:Shards names " +
                    $"{Shards.Count}, numbered from 0.");
            }

            if (Replicas[shard].Count > ReplicasMax)
            {
                throw new StorageException(
                    $"Storage:Replicas:{shard} names {Replicas[shard].Count} replicas or more; at most {ReplicasMax} " +
                    "are possible.");
            }

            foreach (var (replica, connection) in Replicas[shard].Index())
            {
                var key = $"Storage:Replicas:{shard}:{replica}";
                if (string.IsNullOrWhiteSpace(connection))
                {
                    throw new StorageException($"{key} is empty. Number a shard's replicas 0, 1 ... without a gap.");
                }

                CheckConnection(key, connection);
            }
        }

        if (ReplicaLagMax < ReplicaLagMaxLeast || ReplicaLagMax > ReplicaLagMaxMost)
        {
            throw new StorageException(
                $"Storage:ReplicaLagMaxSeconds is {ReplicaLagMax.TotalSeconds}; set it to " +
                $"{ReplicaLagMaxLeast.TotalSeconds} to {ReplicaLagMaxMost.TotalSeconds}.");
        }
    }

    private void CheckConnection(string key, string connection)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connection);
        }
        catch (ArgumentException wrong)
        {
            throw new StorageException($"{key} is no connection string: {wrong.Message}", wrong);
        }

        if (DemandsTls && AllowUnsafe?.Contains(TransportSecurity.Name) != true &&
            TransportSecurity.ProblemOf(key, settings) is { } problem)
        {
            throw new StorageException(problem);
        }

        // The driver opens them for each connection, and no deadline of its own ends that.
        (string Word, string? Path)[] files =
        [
            ("Root Certificate", settings.RootCertificate),
            ("SSL Certificate", settings.SslCertificate),
            ("SSL Key", settings.SslKey),
            ("Passfile", settings.Passfile),
        ];
        foreach (var (word, path) in files)
        {
            if (path is not null && !RegularFile.MayBe(path))
            {
                throw new StorageException(
                    $"{key} says {word}={path}, which is no regular file but a pipe or a device. Write what it holds " +
                    "into a file, and name that.");
            }
        }
    }
}
