using Auctions.Engine;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.ReadModels;
using Auctions.Storage.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Postgres.Tests.Store;

/// <summary>Which of several processes keeps a shard's read model.</summary>
[Trait("Category", "Long")]
public sealed class ProjectorLeaseTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private readonly ShardDatabases _databases = new(new AuctionClock(TimeProvider.System), shards: 1);
    private Activation? _owner;

    public void Dispose() => _databases.Dispose();

    [Fact]
    public async Task While_a_projector_lives_no_other_takes_anything_in()
    {
        var (holder, other) = (Projector(Long), Projector(Long));
        await BidAsync(bids: 3);
        await CatchUpAsync(holder, bids: 3);
        await BidAsync(bids: 2);
        for (var step = 0; step < 5; step++)
        {
            await TryAsync(other);
        }

        Assert.Equal(3, await TakenInAsync());
        await CatchUpAsync(holder, bids: 5);
    }

    [Fact]
    public async Task After_a_clean_stop_another_goes_on_at_once()
    {
        var (holder, other) = (Projector(Long), Projector(Long));
        await BidAsync(bids: 3);
        await CatchUpAsync(holder, bids: 3);
        await BidAsync(bids: 2);
        await Until.TrueAsync(
            async () =>
            {
                // A busy machine may not answer in time; then the lease would end by itself.
                await holder.StopAsync();
                return await _databases.ReadAsync<bool>(0, "select holder is null from auctions.checkpoint");
            },
            "the lease is given back");
        await CatchUpAsync(other, bids: 5);
    }

    [Fact]
    public async Task A_stop_of_one_that_waits_leaves_the_lease_to_its_holder()
    {
        var (holder, other) = (Projector(Long), Projector(Long));
        await CatchUpAsync(holder, bids: 0);
        await TryAsync(other);
        await other.StopAsync();
        await BidAsync(bids: 3);
        await TryAsync(Projector(Long));
        Assert.Equal(0, await TakenInAsync());
        await CatchUpAsync(holder, bids: 3);
    }

    [Fact]
    public async Task When_a_holder_vanishes_another_takes_over_once_the_lease_is_past()
    {
        var (vanished, other) = (Projector(TimeSpan.FromSeconds(3)), Projector(Long));
        await BidAsync(bids: 3);
        await CatchUpAsync(vanished, bids: 3);
        await BidAsync(bids: 2);
        await CatchUpAsync(other, bids: 5);

        // It was not gone, only slow: it finds the lease with the other.
        await BidAsync(bids: 1);
        await TryAsync(vanished);
        Assert.Equal(5, await TakenInAsync());
        await CatchUpAsync(other, bids: 6);
    }

    [Fact]
    public async Task Each_step_renews_the_lease_though_there_is_nothing_to_take_in()
    {
        var holder = Projector(Long);
        await CatchUpAsync(holder, bids: 0);
        var first = await LeaseUntilAsync();
        await CatchUpAsync(holder, bids: 0);
        Assert.InRange(await LeaseUntilAsync(), first.AddTicks(1), first + Long);
    }

    [Fact]
    public async Task A_holder_whose_lease_was_taken_in_the_middle_of_a_step_leaves_nothing_of_it()
    {
        var holder = Projector(Long);
        await CatchUpAsync(holder, bids: 0);
        await BidAsync(bids: 3);
        await _databases.RunAsync(0, """
            create function auctions.take() returns trigger security definer language plpgsql as $$ begin
                update auctions.checkpoint set holder = gen_random_uuid();
                return null;
            end $$;
            create trigger take after insert on auctions.own_bids execute function auctions.take();
            """);
        try
        {
            await Until.TrueAsync(
                async () => await TryAsync(holder) == JournalFault.Rejected, "the step finds the lease taken");
            Assert.Equal(0, await TakenInAsync());
        }
        finally
        {
            await _databases.RunAsync(0, "drop function auctions.take() cascade");
        }

        await CatchUpAsync(holder, bids: 3);
    }

    private PostgresProjector Projector(TimeSpan lease) =>
        new(_databases.Shards[0], NullLogger.Instance, lease);

    // Written, and with no older transaction open on that server that would keep them from being taken in.
    private async Task BidAsync(int bids)
    {
        if (_owner is null)
        {
            _owner = await Activation.OpenAsync(_databases.Journal, _databases.Journal.IdOn(0));
            await _owner.WriteAsync(_databases.Journal, _owner.Create());
        }

        await _owner.WriteAsync(_databases.Journal, _owner.Bid(bids));
        await Until.TrueAsync(
            () => _databases.ReadAsync<bool>(
                0,
                "select bool_and(transaction_id < pg_snapshot_xmin(pg_current_snapshot())) from auctions.segment"),
            "no older transaction is open");
    }

    private Task CatchUpAsync(PostgresProjector projector, int bids) => Until.TrueAsync(
        async () => await TryAsync(projector) is null && await TakenInAsync() == bids,
        $"{bids} bids are taken in");

    // A busy machine may not answer in time.
    private static async Task<JournalFault?> TryAsync(PostgresProjector projector)
    {
        try
        {
            await projector.CatchUpAsync(default);
            return null;
        }
        catch (JournalException failed)
        {
            return failed.Fault;
        }
    }

    private Task<DateTime> LeaseUntilAsync() =>
        _databases.ReadAsync<DateTime>(0, "select lease_until from auctions.checkpoint");

    private Task<long> TakenInAsync() => _databases.ReadAsync<long>(
        0, "select coalesce(sum(bids), 0)::bigint from auctions.own_bids");
}
