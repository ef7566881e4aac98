using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Journal;
using Auctions.Storage.Postgres.Meta;
using Auctions.Storage.Postgres.ReadModels;
using Auctions.Storage.Postgres.Statements;
using Auctions.Storage.Slots;
using Microsoft.Extensions.Logging;

namespace Auctions.Storage.Postgres;

/// <summary>
/// What goes on beside the journal, every second and for each shard on its own: taking in shards that were down,
/// comparing clocks, list columns that fell behind, the read model, partitions ahead; and the newest slot map.
/// </summary>
internal sealed class StoreUpkeep(
    MetaDatabase meta,
    IReadOnlyList<PostgresShard> shards,
    CurrentSlotMap slots,
    ShardAdmission admission,
    ShardTime time,
    bool projects,
    ILogger logger) : IAsyncDisposable
{
    private const int ListedTogetherMax = 1_024;
    private const int FirstSamples = 5;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // An auction that is asked for all the time is met again and again while it moves.
    private static readonly TimeSpan DoubtPause = TimeSpan.FromMilliseconds(25);

    private readonly CancellationTokenSource _stopping = new();
    private Task _loops = Task.CompletedTask;

    /// <summary>Admits the shards that can be reached, and starts.</summary>
    /// <exception cref="StorageException">None can be reached, or one must not be used.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(shards.Select(async shard =>
        {
            try
            {
                await admission.AdmitAsync(shard, cancellation);
                await shard.ConnectAsync(Patience, cancellation);
                for (var sample = 0; sample < FirstSamples; sample++)
                {
                    await CompareClockAsync(shard, cancellation);
                }
            }
            catch (JournalException down)
            {
                Log.ShardDown(logger, shard.Name, down.Message);
            }
        }));
        if (!shards.Any(shard => shard.IsAdmitted))
        {
            throw new StorageException(
                $"None of the {shards.Count} shards can be reached, such as {shards[0].Name} at {shards[0].Address}. " +
                "Start them, or correct Storage:Shards.");
        }

        _loops = Task.WhenAll(
            [KeepDoingAsync("slot map", FollowMapAsync, UntilDoubtedAsync), .. shards.Select(KeepUpAsync)]);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loops;
        _stopping.Dispose();
    }

    private Task KeepUpAsync(PostgresShard shard) => Task.WhenAll(
        KeepDoingAsync(shard.Name, async token =>
        {
            if (!shard.IsAdmitted)
            {
                await admission.AdmitAsync(shard, token);
                Log.ShardTakenIn(logger, shard.Name);
            }

            await CompareClockAsync(shard, token);
            await ListAsync(shard, token);
        }),
        projects ? Task.WhenAll(ProjectAsync(shard), MakePartitionsAsync(shard)) : Task.CompletedTask);

    private Task MakePartitionsAsync(PostgresShard shard)
    {
        var partitions = new PartitionsAhead(shard, time, logger);
        return KeepDoingAsync(
            $"{shard.Name}, partitions",
            token => shard.IsAdmitted ? partitions.KeepAsync(token) : Task.CompletedTask);
    }

    private async Task ProjectAsync(PostgresShard shard)
    {
        var projector = new PostgresProjector(shard, logger);
        await KeepDoingAsync($"{shard.Name}, own bids", async token =>
        {
            if (shard.IsAdmitted)
            {
                await projector.CatchUpAsync(token);
            }
        });
        await projector.StopAsync();
    }

    private async Task UntilDoubtedAsync(CancellationToken cancellation)
    {
        await Task.WhenAny(slots.Doubted, Task.Delay(Interval, cancellation));
        await Task.Delay(DoubtPause, cancellation);
        slots.Reassure();
    }

    private async Task KeepDoingAsync(
        string what, Func<CancellationToken, Task> work, Func<CancellationToken, Task>? restAsync = null)
    {
        using var timer = new PeriodicTimer(Interval);
        restAsync ??= token => timer.WaitForNextTickAsync(token).AsTask();
        string? trouble = null;
        try
        {
            while (true)
            {
                await restAsync(_stopping.Token);
                try
                {
                    await work(_stopping.Token);
                    trouble = null;
                }
                catch (Exception failed) when (failed is JournalException or StorageException)
                {
                    // Once, not every second; and not because it is to end.
                    if (failed.Message != trouble && !_stopping.IsCancellationRequested)
                    {
                        trouble = failed.Message;
                        Log.UpkeepFailed(logger, what, failed.Message);
                    }
                }
                catch (Exception bug) when (bug is not OperationCanceledException)
                {
                    Log.UpkeepBroken(logger, what, bug);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task FollowMapAsync(CancellationToken cancellation)
    {
        if (await meta.ReadMapVersionAsync(cancellation) != slots.Map.Version)
        {
            var map = await meta.ReadMapAsync(cancellation);
            if (map.ShardCount != shards.Count)
            {
                throw new StorageException(
                    $"The slot map has {map.ShardCount} shards now, this process knows {shards.Count}: it goes on " +
                    "with the map it has. Name all shards in Storage:Shards and start it again.");
            }

            slots.Map = map;
            Log.SlotMapFollowed(logger, map.Version);
        }
    }

    private async Task CompareClockAsync(PostgresShard shard, CancellationToken cancellation)
    {
        var (sent, answered, shown) = await shard.AskAsync(
            Patience,
            async (session, token) =>
            {
                await using var command = session.Command(Statement.Clock);
                var before = time.GetTimestamp();
                var ticks = (long)(await command.ExecuteScalarAsync(token))!;
                return (before, time.GetTimestamp(), Ticks.ToInstant(ticks));
            },
            cancellation);
        var apart = time.Add(shard.Number, sent, answered, shown);
        if (apart > ShardTime.UncertaintyMax)
        {
            Log.ClockApart(logger, shard.Name, apart.TotalMilliseconds);
        }
    }

    private static async Task ListAsync(PostgresShard shard, CancellationToken cancellation)
    {
        var behind = shard.Lists.Behind(ListedTogetherMax);
        if (behind.Count == 0)
        {
            return;
        }

        var listed = await shard.AskAsync(
            Patience,
            async (session, token) =>
            {
                await using var command = AppendCommand.List(session, behind);
                return await command.RowsAsync(row => row.GetAuctionId(0), token);
            },
            cancellation);
        foreach (var segment in behind.IntersectBy(listed, segment => segment.Claim.Id))
        {
            shard.Lists.Listed(segment);
        }
    }
}
