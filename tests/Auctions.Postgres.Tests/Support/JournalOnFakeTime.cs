using Auctions.Core;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Postgres.Tests;

/// <summary>Sets the shards' clocks to the test's before each call, if it moved.</summary>
internal sealed class JournalOnFakeTime(IJournal inner, FakeTimeProvider time, string[] connections)
    : IJournal, IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private DateTimeOffset? _shown;

    public int ShardCount => inner.ShardCount;

    public bool TryGetShard(AuctionId id, out int shard) => inner.TryGetShard(id, out shard);

    public Task<CreationKeyBinding?> BindCreationKeyAsync(CreationKeyClaim claim, CancellationToken cancellation) =>
        OnTimeAsync(() => inner.BindCreationKeyAsync(claim, cancellation));

    public Task<IReadOnlyList<OpenedStream?>> OpenAsync(
        int shard, IReadOnlyList<OpenRequest> requests, CancellationToken cancellation) =>
        OnTimeAsync(() => inner.OpenAsync(shard, requests, cancellation));

    public Task<IReadOnlyList<AppendStatus>> AppendAsync(
        int shard, IReadOnlyList<Segment> segments, CancellationToken cancellation) =>
        OnTimeAsync(() => inner.AppendAsync(shard, segments, cancellation));

    public Task<IReadOnlyList<RaisedStream?>> RaiseEpochAsync(
        int shard, IReadOnlyList<StreamClaim> claims, CancellationToken cancellation) =>
        OnTimeAsync(() => inner.RaiseEpochAsync(shard, claims, cancellation));

    public Task ReleaseAsync(int shard, IReadOnlyList<StreamClaim> claims, CancellationToken cancellation) =>
        OnTimeAsync(async () =>
        {
            await inner.ReleaseAsync(shard, claims, cancellation);
            return true;
        });

    public Task<IReadOnlyList<DueAuction>> FindDueAsync(
        int shard, DateTimeOffset before, DueAuction? after, int limit, CancellationToken cancellation) =>
        OnTimeAsync(() => inner.FindDueAsync(shard, before, after, limit, cancellation));

    public Task<StoredStream?> ReadAsync(int shard, AuctionId id, bool withChunks, CancellationToken cancellation) =>
        OnTimeAsync(() => inner.ReadAsync(shard, id, withChunks, cancellation));

    public Task<bool> SaveSnapshotAsync(
        int shard, StoredSnapshot snapshot, StoredChunk chunk, long madeFrom, CancellationToken cancellation) =>
        OnTimeAsync(() => inner.SaveSnapshotAsync(shard, snapshot, chunk, madeFrom, cancellation));

    public Task<IReadOnlyList<Outage>> BeatAsync(
        int shard, TimeSpan outageMin, DateTimeOffset after, CancellationToken cancellation) =>
        OnTimeAsync(() => inner.BeatAsync(shard, outageMin, after, cancellation));

    public void Dispose() => _one.Dispose();

    private async Task<T> OnTimeAsync<T>(Func<Task<T>> ask)
    {
        await _one.WaitAsync();
        try
        {
            var now = time.GetUtcNow();
            if (now != _shown)
            {
                var ticks = now.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
                await Task.WhenAll(connections.Select(connection => Servers.RunAsync(
                    connection,
                    $"delete from auctions.fake_clock; insert into auctions.fake_clock values ({ticks})")));
                _shown = now;
            }
        }
        finally
        {
            _one.Release();
        }

        return await ask();
    }
}
