using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Meta;
using Auctions.Storage.ReadModels;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Storage.Postgres.ReadModels.Rebuild;

/// <summary>
/// Makes the read models of a PostgreSQL store again from the journal, on all shards at once, while servers run.
/// </summary>
public static class PostgresRebuild
{
    /// <summary>Rebuilds all shards or one; goes on with what did not end.</summary>
    /// <param name="options">The store.</param>
    /// <param name="only">The shard; null: all.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops it; what is left can be gone on with.</param>
    /// <returns>What was done on each shard, and why not where something went wrong.</returns>
    /// <exception cref="StorageException">There is no such store or shard; the message says what to do.</exception>
    public static async Task<IReadOnlyList<ShardRebuilt>> RunAsync(
        PostgresStoreOptions options, int? only, RebuildProgress progress, CancellationToken cancellation)
    {
        options.Check();
        if (only >= options.Shards.Count)
        {
            throw new StorageException(
                $"There is no shard {only}; Storage:Shards names 0 to {options.Shards.Count - 1}.");
        }

        var admission = new ShardAdmission(
            await ReadStoreIdAsync(options), options.AllowUnsafe ?? [], options.Deadlines.Raise);
        var chosen = only is { } one ? [one] : Enumerable.Range(0, options.Shards.Count);
        return await Task.WhenAll(chosen.Select(
            number => RunAsync(options, number, admission, progress, cancellation)));
    }

    private static async Task<Guid> ReadStoreIdAsync(PostgresStoreOptions options)
    {
        await using var meta = new MetaDatabase(options.Meta);
        try
        {
            return await meta.ReadStoreIdAsync();
        }
        catch (JournalException failed)
        {
            throw new StorageException($"The meta database cannot be read: {failed.Message}", failed);
        }
    }

    private static async Task<ShardRebuilt> RunAsync(
        PostgresStoreOptions options,
        int number,
        ShardAdmission admission,
        RebuildProgress progress,
        CancellationToken cancellation)
    {
        await using var shard = new PostgresShard(
            number, options.Shards[number], TimeProvider.System, options.Deadlines.Append);
        try
        {
            await admission.AdmitAsync(shard, cancellation);

            // A damaged segment is named by its auction's list columns, which cannot be compared.
            return await new ShardRebuild(shard, progress, NullLogger.Instance).RunAsync(cancellation);
        }
        catch (Exception failed) when (failed is StorageException or JournalException)
        {
            cancellation.ThrowIfCancellationRequested();
            return new ShardRebuilt(number, shard.Address, 0, 0, 0, [], failed.Message);
        }
    }
}
