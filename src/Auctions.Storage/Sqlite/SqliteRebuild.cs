using Auctions.Engine;
using Auctions.Engine.Ports;
using Auctions.Storage.ReadModels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Storage.Sqlite;

/// <summary>
/// Makes the read models of a data directory again from the journal. No server may run on it meanwhile.
/// </summary>
public static class SqliteRebuild
{
    /// <summary>Rebuilds all shards or one.</summary>
    /// <param name="options">The store.</param>
    /// <param name="only">The shard; null: all.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops it; what is missing then is taken in by the next server.</param>
    /// <returns>What was done on each shard, and why not where something went wrong.</returns>
    /// <exception cref="StorageException">
    /// There is no such store or shard, or a server runs on it; the message says what to do.
    /// </exception>
    public static async Task<IReadOnlyList<ShardRebuilt>> RunAsync(
        SqliteStoreOptions options, int? only, RebuildProgress progress, CancellationToken cancellation)
    {
        var directory = Path.GetFullPath(options.Directory);
        if (!File.Exists(SqliteStore.MetaPath(directory)))
        {
            throw new StorageException(
                $"There is no store in {directory}. Name another directory with --Storage:Path.");
        }

        using var store = SqliteStore.Open(
            options with { Migrate = false }, new AuctionClock(TimeProvider.System), NullLoggerFactory.Instance);
        if (only >= store.Shards.Count)
        {
            throw new StorageException($"There is no shard {only}; the store has 0 to {store.Shards.Count - 1}.");
        }

        int[] chosen = only is { } one ? [one] : [.. Enumerable.Range(0, store.Shards.Count)];
        try
        {
            foreach (var shard in chosen)
            {
                await ExpectAsync(store.Shards[shard], progress, cancellation);
            }

            var segments = new long[store.Shards.Count];
            await ((SqliteReadModels)store.ReadModels).RebuildAsync(
                chosen,
                (shard, taken) =>
                {
                    Interlocked.Add(ref segments[shard], taken);
                    progress.AddSegments(taken);
                },
                cancellation);
            return await Task.WhenAll(chosen.Select(
                shard => CompareAsync(store.Shards[shard], shard, segments[shard], progress, cancellation)));
        }
        catch (Exception failed) when (failed is JournalException or SqliteException)
        {
            throw new StorageException(
                $"The read models in {directory} were not rebuilt: {failed.Message} Run it again once that is mended.",
                failed);
        }
    }

    private static async Task ExpectAsync(
        SqliteShard shard, RebuildProgress progress, CancellationToken cancellation)
    {
        var (segments, auctions) = await shard.ListReaders.ReadAsync(
            session => session.Query(
                "select (select count(*) from segment), (select count(*) from head)",
                row => (row.GetInt64(0), row.GetInt64(1)))[0],
            cancellation);
        progress.Expect(segments, auctions);
    }

    private static async Task<ShardRebuilt> CompareAsync(
        SqliteShard shard, int number, long segments, RebuildProgress progress, CancellationToken cancellation)
    {
        var lists = new SqliteListsRebuild(shard, progress);
        await lists.RunAsync(cancellation);
        return new ShardRebuilt(
            number, shard.FilePath, segments, lists.Compared, lists.Corrected, lists.Damaged, Problem: null);
    }
}
