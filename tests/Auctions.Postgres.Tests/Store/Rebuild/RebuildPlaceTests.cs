using Auctions.Engine;
using Auctions.Engine.Ports;
using Auctions.Storage;
using Auctions.Storage.Postgres;
using Auctions.Storage.Postgres.ReadModels;
using Auctions.Storage.Postgres.ReadModels.Rebuild;
using Auctions.Storage.ReadModels;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Auctions.Postgres.Tests.Store.Rebuild;

/// <summary>Rebuilds that were killed, that meet each other, that meet projectors.</summary>
[Trait("Category", "Long")]
public sealed class RebuildPlaceTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10), Short = TimeSpan.FromSeconds(2);

    private readonly ShardDatabases _databases = new(new AuctionClock(TimeProvider.System), shards: 1);
    private readonly List<PostgresShard> _processes = [];

    private string Shard => _databases.Shards[0].Connection;

    public void Dispose()
    {
        _processes.ForEach(process => process.DisposeAsync().AsTask().GetAwaiter().GetResult());
        _databases.Dispose();
    }

    [Fact]
    public async Task One_that_was_killed_half_way_is_gone_on_with()
    {
        var lots = await FilledAsync(auctions: 100, rounds: 3);
        var killed = Rebuild(Short);
        var began = await killed.Place.TakeAsync(default);

        // Fewer where a step takes long.
        var (filled, segments) = await killed.FillAsync(default);
        Assert.Equal(ShardRebuild.Filled.Some, filled);
        Assert.InRange(segments, 1, StepSize.Max);

        var next = Rebuild(Long);
        var found = await next.Place.TakeAsync(default);
        Assert.Equal((began.Generation, segments, false), (found.Generation, found.Segments, found.IsSwitched));

        // It was not gone, only slow: its turn is over, now and later.
        Assert.Equal((ShardRebuild.Filled.Lost, 0), await killed.FillAsync(default));
        var mended = await next.RunAsync(default);
        Assert.Equal((lots.Segments, 100L, 0L), (mended.Segments, mended.Auctions, mended.Corrected));
        await AssertIsRightAsync(lots, began.Generation);
        Assert.Equal((ShardRebuild.Filled.Lost, 0), await killed.FillAsync(default));
        await AssertIsRightAsync(lots, began.Generation);
    }

    [Fact]
    public async Task One_that_was_killed_after_the_switch_is_ended_and_takes_nothing_in_twice()
    {
        var lots = await FilledAsync(auctions: 16, rounds: 2, goesOn: true);
        var killed = Rebuild(Short);
        var began = await killed.Place.TakeAsync(default);
        Assert.Equal((ShardRebuild.Filled.All, (int)lots.Segments), await killed.FillAsync(default));

        // Projectors follow the new generation, which is theirs from now on.
        await lots.BidAsync(_ => true);
        await CatchUpAsync(Projector(Long), lots);
        Assert.Equal((ShardRebuild.Filled.All, 0), await killed.FillAsync(default));
        Assert.NotEqual(0, await Tables.LeftOverAsync(Shard));
        await Rebuild(Short).RunAsync(default);
        await AssertIsRightAsync(lots, began.Generation);
    }

    [Fact]
    public async Task One_that_is_asked_to_stop_leaves_its_place_at_once()
    {
        var lots = await FilledAsync(auctions: 16, rounds: 2);
        await _databases.RunAsync(0, "update auctions.head set title = 'x'");
        using var stopping = new CancellationTokenSource();
        Task stopped;
        await using (await LockAsync("select from auctions.head for no key update"))
        {
            stopped = Rebuild(Long).RunAsync(stopping.Token);
            await Servers.CountedAsync(Shard, "select count(*) from auctions.rebuild where switched");
            await stopping.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        }

        var next = Rebuild(Long);
        Assert.True((await next.Place.TakeAsync(default).WaitAsync(TimeSpan.FromMinutes(1))).IsSwitched);
        await next.RunAsync(default);
        await AssertIsRightAsync(lots, generation: 2);
    }

    [Fact]
    public async Task One_that_is_asked_to_stop_leaves_its_place_though_the_shard_is_slow_to_let_it()
    {
        var shard = Process();
        var stopped = new RebuildPlace(shard, Long);
        await stopped.TakeAsync(default);

        // The only connection for that is not to be had for longer than the deadline of a request.
        var held = new TaskCompletionSource<int>();
        var holding = shard.Projecting.AskAsync(TimeSpan.FromMinutes(1), (_, _) => held.Task);
        var leaving = stopped.LeaveAsync();
        await Task.WhenAny(leaving, Task.Delay(TimeSpan.FromSeconds(1.5)));
        held.SetResult(0);
        await holding;
        await leaving;
        await Rebuild(Long).Place.TakeAsync(default).WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task While_one_goes_on_another_is_refused()
    {
        var lots = await FilledAsync(auctions: 16, rounds: 2);
        var first = Rebuild(Long);
        await first.Place.TakeAsync(default);
        var refused = Assert.ThrowsAsync<StorageException>(() => Rebuild(Long).RunAsync(default));
        while (!refused.IsCompleted)
        {
            await first.Place.RenewAsync(default);
            await Task.WhenAny(refused, Task.Delay(TimeSpan.FromMilliseconds(20)));
        }

        Assert.Contains("is being rebuilt by another process", (await refused).Message);
        await first.RunAsync(default);
        await AssertIsRightAsync(lots, generation: 2);
    }

    [Fact]
    public async Task Many_at_once_spoil_nothing()
    {
        var lots = await FilledAsync(auctions: 60, rounds: 5);
        var ends = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await Rebuild(Short).RunAsync(default);
                return null;
            }
            catch (StorageException refused)
            {
                return refused.Message;
            }
        }));
        Assert.Contains(ends, end => end is null);
        Assert.All(ends.OfType<string>(), refusal => Assert.Contains("another process", refusal));
        await AssertIsRightAsync(lots, await GenerationAsync());
    }

    [Fact]
    public async Task The_projector_that_has_the_lease_keeps_it_over_the_switch_and_goes_on_in_the_new_generation()
    {
        var lots = await FilledAsync(auctions: 16, rounds: 2, goesOn: true);
        var (holder, other) = (Projector(Long), Projector(Long));
        await CatchUpAsync(holder, lots);
        await Rebuild(Short).RunAsync(default);
        await lots.BidAsync(_ => true);
        await SettledAsync();
        await Until.TrueAsync(
            async () => await Record.ExceptionAsync(() => other.CatchUpAsync(default)) is not JournalException,
            "the other has looked");
        Assert.NotEqual(Tables.OwnBids(lots), await Tables.OwnBidsAsync(Shard));
        await CatchUpAsync(holder, lots);
        await lots.ReleaseAsync();
        await AssertIsRightAsync(lots, generation: 2);
    }

    [Fact]
    public async Task A_projector_of_the_version_before_is_refused_and_spoils_nothing()
    {
        var lots = await FilledAsync(auctions: 8, rounds: 1);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => _databases.RunAsync(0, """
            insert into auctions.own_bids as o (
                bidder, auction_id, bidder_number, maximum, bids, last_sequence, last_bid_at)
            values (gen_random_uuid(), gen_random_uuid(), 1, 1, 1, 1, 1)
            on conflict (bidder, auction_id) do update set bids = o.bids + excluded.bids
            """));
        Assert.Equal(PostgresErrorCodes.InvalidColumnReference, refused.SqlState);
        await AssertIsRightAsync(lots, generation: 1);
    }

    // As another process: with connections of its own.
    private PostgresShard Process()
    {
        var shard = new PostgresShard(0, Shard, TimeProvider.System, ShardDatabases.Patient.Append);
        shard.IsAdmitted = true;
        _processes.Add(shard);
        return shard;
    }

    private ShardRebuild Rebuild(TimeSpan lease) =>
        new(Process(), new RebuildProgress(), NullLogger.Instance, lease);

    private PostgresProjector Projector(TimeSpan lease) => new(Process(), NullLogger.Instance, lease);

    // Their owners leave, so that their list columns are as the journal has them, unless there is more to come.
    private async Task<Lots> FilledAsync(int auctions, int rounds, bool goesOn = false)
    {
        var lots = await Lots.MakeAsync(_databases.Journal, auctions, rounds);
        if (!goesOn)
        {
            await lots.ReleaseAsync();
        }

        var projector = Projector(Long);
        await CatchUpAsync(projector, lots);
        await Until.TrueAsync(
            async () =>
            {
                await projector.StopAsync();
                return await _databases.ReadAsync<bool>(0, "select holder is null from auctions.checkpoint");
            },
            "the lease is given back");
        return lots;
    }

    // A busy machine may not answer in time.
    private async Task CatchUpAsync(PostgresProjector projector, Lots lots)
    {
        await SettledAsync();
        await Until.TrueAsync(
            async () =>
            {
                try
                {
                    await projector.CatchUpAsync(default);
                    return await Tables.OwnBidsAsync(Shard) == Tables.OwnBids(lots);
                }
                catch (JournalException)
                {
                    return false;
                }
            },
            "all bids are taken in");
    }

    private Task SettledAsync() => Until.TrueAsync(
        () => _databases.ReadAsync<bool>(
            0, "select bool_and(transaction_id < pg_snapshot_xmin(pg_current_snapshot())) from auctions.segment"),
        "no older transaction is open");

    private Task<int> GenerationAsync() => _databases.ReadAsync<int>(0, "select generation from auctions.checkpoint");

    private async Task<NpgsqlConnection> LockAsync(string sql)
    {
        var session = new NpgsqlConnection($"{Shard};Pooling=false");
        await session.OpenAsync();
        await using var command = new NpgsqlCommand($"begin; {sql}", session);
        await command.ExecuteNonQueryAsync();
        return session;
    }

    private async Task AssertIsRightAsync(Lots lots, int generation)
    {
        Assert.Equal(generation, await GenerationAsync());
        Assert.Equal(Tables.OwnBids(lots), await Tables.OwnBidsAsync(Shard));
        Assert.Equal(
            lots.Owners.Select(owner => Core.AuctionView.Of(owner.Auction.State)), await Tables.ListedAsync(Shard));
        Assert.Equal(0, await Tables.LeftOverAsync(Shard));
    }
}
