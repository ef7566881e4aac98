using System.Globalization;
using Auctions.Bench.Subjects;
using Auctions.Engine;
using Auctions.Measuring;
using Auctions.Storage;
using Auctions.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Bench.Http;

/// <summary>A new and empty store for a server; what it held is gone once it is disposed of.</summary>
internal sealed class ServerStore : IAsyncDisposable
{
    private readonly Func<CancellationToken, Task<IStore>> _open;
    private readonly Func<ValueTask> _dispose;

    private ServerStore(
        IEnumerable<(string Key, string Value)> settings,
        StoreSettings place,
        Func<CancellationToken, Task<IStore>> open,
        Func<ValueTask> dispose)
    {
        Settings = [.. settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))];
        Place = place;
        _open = open;
        _dispose = dispose;
    }

    /// <summary>How a server is told of it, as environment variables.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; }

    /// <summary>Where it is, for whoever looks at all that it holds.</summary>
    public StoreSettings Place { get; }

    /// <exception cref="MeasurementException">There is no such store here.</exception>
    public static async Task<ServerStore> MakeAsync(StoreChoice choice, int shards, CancellationToken cancellation) =>
        choice.Kind switch
        {
            StoreKind.Sqlite => OnSqlite(choice.Directory, shards),
            StoreKind.Postgres => OnPostgres(await BenchDatabases.MakeAsync(choice.Postgres, shards, cancellation)),
        };

    /// <summary>Opens it to be read, once its server has ended.</summary>
    public Task<IStore> OpenAsync(CancellationToken cancellation) => _open(cancellation);

    public ValueTask DisposeAsync() => _dispose();

    private static ServerStore OnSqlite(string parent, int shards)
    {
        var directory = Directory.CreateDirectory(Path.Combine(parent, $"auctions-bench-{Guid.NewGuid():N}")).FullName;
        var options = new SqliteStoreOptions(directory, shards, Migrate: false);
        return new ServerStore(
            [
                ("Storage__Provider", "Sqlite"),
                ("Storage__Path", directory),
                ("Storage__SqliteShards", shards.ToString(CultureInfo.InvariantCulture)),
            ],
            new StoreSettings(options, null),
            _ => Task.FromResult<IStore>(SqliteStore.Open(
                options, new AuctionClock(TimeProvider.System), NullLoggerFactory.Instance)),
            () =>
            {
                Directory.Delete(directory, recursive: true);
                return ValueTask.CompletedTask;
            });
    }

    private static ServerStore OnPostgres(BenchDatabases databases) => new(
        [
            ("Storage__Provider", "PostgreSql"),
            ("Storage__Meta", databases.Meta),
            .. databases.Shards.Index().Select(shard => ($"Storage__Shards__{shard.Index}", shard.Item)),
        ],
        databases.Place,
        async cancellation => await databases.OpenAsync(projects: false, cancellation),
        databases.DisposeAsync);
}
