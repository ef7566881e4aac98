using Auctions.Engine;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Auctions.Storage.ReadModels;

/// <summary>Reading from shards with little patience: one that fails or is slow is left out, and named.</summary>
internal sealed class ShardReads(int shards, TimeSpan patience, TimeProvider time, ILogger logger)
{
    private readonly Pace[] _telling = [.. Enumerable.Range(0, shards).Select(_ => new Pace(time))];

    /// <summary>Asks all shards at once.</summary>
    public async Task<IReadOnlyList<ShardPart<T>>> AskAllAsync<T>(
        Func<int, CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(patience);
        return await Task.WhenAll(Enumerable.Range(0, shards).Select(
            shard => PartAsync(shard, token => ask(shard, token), late.Token, cancellation)));
    }

    /// <summary>Asks one that may be left out as well.</summary>
    public async Task<ShardPart<T>> AskPartAsync<T>(
        int shard, Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(patience);
        return await PartAsync(shard, ask, late.Token, cancellation);
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

    private async Task<ShardPart<T>> PartAsync<T>(
        int shard, Func<CancellationToken, Task<T>> ask, CancellationToken late, CancellationToken cancellation)
    {
        try
        {
            return new ShardPart<T>(shard, await ask(late).WaitAsync(late), Failed: false);
        }
        catch (Exception failed) when (
            failed is JournalException or CodecException or OperationCanceledException &&
            !cancellation.IsCancellationRequested)
        {
            if (_telling[shard].IsDue())
            {
                Log.ShardLeftOut(logger, shard, failed);
            }

            return new ShardPart<T>(shard, default, Failed: true);
        }
    }
}
