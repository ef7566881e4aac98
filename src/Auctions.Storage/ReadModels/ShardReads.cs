using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Auctions.Storage.ReadModels;

/// <summary>Reading from shards with little patience: one that fails or is slow is left out, and named.</summary>
internal sealed class ShardReads(int shards, TimeSpan patience, ILogger logger)
{
    /// <summary>Asks all shards at once.</summary>
    public async Task<IReadOnlyList<ShardPart<T>>> AskAllAsync<T>(
        Func<int, CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(patience);
        return await Task.WhenAll(Enumerable.Range(0, shards).Select(async shard =>
        {
            try
            {
                return new ShardPart<T>(shard, await ask(shard, late.Token).WaitAsync(late.Token), Failed: false);
            }
            catch (Exception failed) when (
                failed is JournalException or CodecException or OperationCanceledException &&
                !cancellation.IsCancellationRequested)
            {
                Log.ShardLeftOut(logger, shard, failed);
                return new ShardPart<T>(shard, default, Failed: true);
            }
        }));
    }

    /// <summary>Asks one.</summary>
    /// <exception cref="JournalException">It cannot answer, or not in time.</exception>
    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(patience);
        try
        {
            return await read(late.Token).WaitAsync(late.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new JournalException(
                JournalFault.Unavailable, $"A read took longer than {patience.TotalSeconds} s.");
        }
    }
}

/// <summary>What one shard answered.</summary>
internal readonly record struct ShardPart<T>(int Shard, T? Answer, bool Failed);

/// <summary>What is common to what shards answered.</summary>
internal static class ShardParts
{
    public static int[] Missing<T>(this IEnumerable<ShardPart<T>> parts) =>
        [.. parts.Where(part => part.Failed).Select(part => part.Shard)];

    /// <summary>A page in the order of (end, id) from what each shard has of it.</summary>
    public static AuctionPage ToPage(
        this IReadOnlyList<ShardPart<List<Core.AuctionView>>> parts, int limit, IEnumerable<int> missing)
    {
        var items = parts
            .SelectMany(part => part.Answer ?? [])
            .OrderBy(view => view.ClosesAt)
            .ThenBy(view => view.Id)
            .Take(limit)
            .ToList();
        return new AuctionPage(
            items,
            items.Count < limit ? null : new DueAuction(items[^1].ClosesAt, items[^1].Id),
            [.. parts.Missing().Union(missing).Order()]);
    }
}
