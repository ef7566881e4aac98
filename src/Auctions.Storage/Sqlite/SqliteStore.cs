using Auctions.Engine;
using Auctions.Engine.Ports;
using Auctions.Storage.Slots;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Auctions.Storage.Sqlite;

/// <summary>Where a SQLite store is and how it is made.</summary>
/// <param name="Directory">The data directory; made if it does not exist.</param>
/// <param name="Shards">Number of shard files of a new store, 1 to 256; null: 4. An existing store keeps its
/// own.</param>
/// <param name="IdentityKeyFile">The identity key; null: made once in the data directory.</param>
/// <param name="Migrate">Whether to make a new store or bring an old one to this version; else it is refused.</param>
public sealed record SqliteStoreOptions(
    string Directory, int? Shards = null, string? IdentityKeyFile = null, bool Migrate = true)
{
    /// <summary>How long a list or a history may take to read before its shard counts as missing; 1 s.</summary>
    public TimeSpan ReadPatience { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>
/// A data directory: shards, slot map, read models, identity key. One process at a time holds its lock. Dispose it
/// last.
/// </summary>
public sealed class SqliteStore : IStore, IDisposable
{
    private const int ShardsDefault = 4;
    private const int ShardsMax = 256;

    // How a file that somebody else holds shows in IOException.HResult: EWOULDBLOCK, ERROR_SHARING_VIOLATION.
    private const int WouldBlock = 11;
    private const int SharingViolation = unchecked((int)0x80070020);

    private readonly FileStream _lock;
    private readonly List<SqliteShard> _shards;
    private readonly SqliteReadModels _readModels;
    private readonly SqliteHeatHistory _heat;
    private int _isDisposed;

    private SqliteStore(
        FileStream held,
        List<SqliteShard> shards,
        SqliteReadModels readModels,
        SlotMap slots,
        AuctionClock clock,
        byte[] identityKey)
    {
        _lock = held;
        _shards = shards;
        _readModels = readModels;
        Clock = clock;
        Journal = new SqliteJournal(shards, slots, clock);
        Mover = new SqliteMover(Journal);
        IdentityKey = identityKey;
        _heat = new SqliteHeatHistory(Path.Combine(Path.GetDirectoryName(held.Name)!, "operations.db"));
    }

    public IJournal Journal { get; }

    public IReadModels ReadModels => _readModels;

    public IHeatHistory HeatHistory => _heat;

    public IAuctionMover Mover { get; }

    public byte[] IdentityKey { get; }

    public AuctionClock Clock { get; }

    public string Description => $"SQLite, {_shards.Count} shards in {Path.GetDirectoryName(_lock.Name)}";

    internal IReadOnlyList<SqliteShard> Shards => _shards;

    internal static string ShardPath(string directory, int shard) =>
        Path.Combine(directory, $"shard-{shard:00}.db");

    internal static string MetaPath(string directory) => Path.Combine(directory, "meta.db");

    /// <summary>Opens a data directory, making or migrating what is in it where needed.</summary>
    /// <exception cref="StorageException">It cannot be used; the message says what to do.</exception>
    public static SqliteStore Open(SqliteStoreOptions options, AuctionClock clock, ILoggerFactory loggers)
    {
        if (options.Shards is < 1 or > ShardsMax)
        {
            throw new StorageException($"Storage:SqliteShards is {options.Shards}; set it to 1 to {ShardsMax}.");
        }

        var directory = Path.GetFullPath(options.Directory);
        var held = Lock(directory);
        var shards = new List<SqliteShard>();
        try
        {
            var isNew = IsNew(directory);
            if (!options.Migrate)
            {
                RefuseUnlessCurrent(directory, isNew);
            }

            var identityKey = FindIdentityKey(options, directory, isNew);
            using var meta = new SqliteSession(MetaPath(directory) + (isNew ? ".new" : ""));
            RefuseIfEmpty(meta, isNew);
            var slots = SqliteMeta.Prepare(meta, options.Shards ?? ShardsDefault, options.Shards is not null);
            for (var shard = 0; shard < slots.ShardCount; shard++)
            {
                shards.Add(OpenShard(ShardPath(directory, shard), isNew));
            }

            FinishNew(meta, directory, isNew);
            var readModels = SqliteReadModels.Open(
                Path.Combine(directory, "read-models.db"),
                shards,
                slots,
                clock,
                options.ReadPatience,
                loggers.CreateLogger<SqliteReadModels>());
            return new SqliteStore(held, shards, readModels, slots, clock, identityKey);
        }
        catch (Exception failed)
        {
            shards.ForEach(shard => shard.Dispose());
            held.Dispose();
            if (failed is SqliteException)
            {
                throw new StorageException($"The store in {directory} cannot be opened: {failed.Message}", failed);
            }

            throw;
        }
    }

    /// <summary>Whether a data directory is this version's, and in words.</summary>
    /// <exception cref="StorageException">A newer version wrote it, or it cannot be read.</exception>
    public static (bool IsCurrent, string Description) Examine(string directory)
    {
        if (!File.Exists(MetaPath(directory)))
        {
            return (false, "there is no store: run auctions db migrate");
        }

        return AreFilesCurrent(directory)
            ? (true, $"version {SqliteSchema.Version}, as it was made")
            : (false, "an older version: run auctions db migrate");
    }

    public void Dispose()
    {
        // A container that hands out the parts may dispose of this and of them.
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        _heat.Dispose();
        _readModels.Dispose();
        _shards.ForEach(shard => shard.Dispose());
        _lock.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static FileStream Lock(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"The data directory {directory} cannot be made: {failed.Message} Set Storage:Path to another one.",
                failed);
        }

        var path = Path.Combine(directory, ".lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException failed)
        {
            throw new StorageException(
                $"The data directory {directory} cannot be written to: {failed.Message}", failed);
        }
        catch (IOException failed) when (failed.HResult is not (WouldBlock or SharingViolation))
        {
            throw new StorageException(
                $"The data directory {directory} cannot be written to: {failed.Message}", failed);
        }
        catch (IOException failed)
        {
            throw new StorageException(
                $"The data directory {directory} is in use by another server ({failed.Message}) Stop that server, or " +
                "set Storage:Path to another directory.",
                failed);
        }
    }

    private static byte[] FindIdentityKey(SqliteStoreOptions options, string directory, bool isNew)
    {
        var path = options.IdentityKeyFile ?? Path.Combine(directory, "identity.key");
        return isNew && options.IdentityKeyFile is null && !File.Exists(path)
            ? Storage.IdentityKey.Create(path)
            : Storage.IdentityKey.Load(path);
    }

    private static bool AreFilesCurrent(string directory)
    {
        var isCurrent = true;
        foreach (var path in Directory.GetFiles(directory, "*.db"))
        {
            using var session = new SqliteSession(path, isReadOnly: true);
            isCurrent &= SqliteSchema.Check(session) == SqliteSchema.Version;
        }

        return isCurrent;
    }

    private static void RefuseUnlessCurrent(string directory, bool isNew)
    {
        if (isNew || !AreFilesCurrent(directory))
        {
            throw new StorageException(
                $"The store in {directory} is {(isNew ? "empty" : "of an older version")}. Run " +
                "\"auctions db migrate\" on it, or set Storage:Migrate to true.");
        }
    }

    // A map that vanished must not be made anew over shards that have auctions; one that was never finished is.
    private static bool IsNew(string directory)
    {
        if (File.Exists(MetaPath(directory)))
        {
            return false;
        }

        var wasInterrupted = File.Exists(MetaPath(directory) + ".new");
        return wasInterrupted || new FileInfo(ShardPath(directory, 0)) is not { Exists: true, Length: > 0 }
            ? true
            : throw new StorageException(
                $"{MetaPath(directory)} is missing though shards are there. Put it back from your backup before you " +
                "start again.");
    }

    // A shard that vanished must not come back empty: its auctions would be lost without a word.
    private static SqliteShard OpenShard(string path, bool isNew)
    {
        if (!isNew && !File.Exists(path))
        {
            throw new StorageException(
                $"The shard {path} is missing. Put it back from your backup before you start again.");
        }

        using (var look = new SqliteSession(path))
        {
            RefuseIfEmpty(look, isNew);
        }

        return SqliteShard.Open(path);
    }

    private static void RefuseIfEmpty(SqliteSession session, bool isNew)
    {
        if (!isNew && SqliteSchema.Check(session) == 0)
        {
            throw new StorageException(
                $"{session.Path} is empty. Put it back from your backup before you start again.");
        }
    }

    // The map gets its name last: a store whose making was interrupted is made again.
    private static void FinishNew(SqliteSession meta, string directory, bool isNew)
    {
        if (isNew)
        {
            meta.Run("pragma wal_checkpoint(truncate)");
            meta.Run("pragma journal_mode = delete");
            meta.Dispose();
            File.Move(MetaPath(directory) + ".new", MetaPath(directory));
        }
    }
}
