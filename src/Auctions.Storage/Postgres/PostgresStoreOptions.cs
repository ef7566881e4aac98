using Auctions.Storage.Postgres.Journal;

namespace Auctions.Storage.Postgres;

/// <summary>Where a PostgreSQL store is and how it is used.</summary>
/// <param name="Meta">Connection string of the meta database.</param>
/// <param name="Shards">Connection strings of the shards, in the order of their numbers; never reordered.</param>
/// <param name="Migrate">Whether to make a new store or bring an old one to this version; else it is refused.</param>
/// <param name="IdentityKeyFile">The identity key; null: made once in the meta database.</param>
/// <param name="AllowUnsafe">Names of server settings whose unsafe value is accepted.</param>
public sealed record PostgresStoreOptions(
    string Meta,
    IReadOnlyList<string> Shards,
    bool Migrate = false,
    string? IdentityKeyFile = null,
    IReadOnlyList<string>? AllowUnsafe = null)
{
    /// <summary>Most shards of a store.</summary>
    public const int ShardsMax = 256;

    /// <summary>Hard deadlines of requests to shards.</summary>
    public PostgresDeadlines Deadlines { get; init; } = PostgresDeadlines.Default;

    /// <summary>How long a list or a history may take to read before its shard counts as missing; 1 s.</summary>
    public TimeSpan ReadPatience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether this process keeps read models and makes partitions ahead; a front end leaves that to silos.
    /// </summary>
    public bool Projects { get; init; } = true;

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
                $"Storage:AllowUnsafe holds \"{unknown}\"; it takes synchronous_commit, fsync, full_page_writes and " +
                "data_checksums.");
        }
    }
}
