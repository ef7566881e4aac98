using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Auctions.Engine.Ports;
using Auctions.Storage;
using Auctions.Storage.Postgres;
using Auctions.Storage.Tests;

namespace Auctions.Postgres.Tests.Store;

/// <summary>A replica or its primary that is not what it should be: reads go on elsewhere.</summary>
[Collection(nameof(Replicas))]
[Trait("Category", "Long")]
public sealed class ReplicaFaultTests(ReplicatedStore replicated) : IAsyncLifetime, IDisposable
{
    // Of it the replicas may take a third: enough for a healthy server on a busy machine to answer in the rest.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    private readonly Logs _logs = new();
    private PostgresStore _store = null!;

    public async Task InitializeAsync() =>
        _store = await ReplicatedStore.OpenAsync(replicated.Settings with { ReadPatience = Patience }, _logs);

    public async Task DisposeAsync() => await _store.DisposeAsync();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task A_stopped_replica_leaves_its_reads_to_the_primary_and_serves_again_once_it_runs()
    {
        var (owner, beat) = await ReadThereAsync();
        await replicated.Replica.StopImmediateAsync();
        try
        {
            for (var read = 0; read < 20; read++)
            {
                await AssertFromPrimaryAsync(owner, beat);
            }
        }
        finally
        {
            await replicated.Replica.StartAsync();
        }

        await AssertBackAsync(owner);
    }

    [Fact]
    public async Task A_frozen_replica_leaves_its_reads_to_the_primary_within_the_patience_of_a_read()
    {
        var (owner, beat) = await ReadThereAsync();
        replicated.Replica.Freeze();
        try
        {
            await AssertFromPrimaryAsync(owner, beat);
            await AssertFromPrimaryAsync(owner, beat);
        }
        finally
        {
            replicated.Replica.Thaw();
        }

        await AssertBackAsync(owner);
    }

    [Fact]
    public async Task A_replica_that_was_promoted_is_none_any_more()
    {
        var promoted = await replicated.AddReplicaAsync();
        try
        {
            var connection = replicated.ConnectionTo(promoted);
            await using var store = await ReplicatedStore.OpenAsync(
                replicated.Settings with { Replicas = [[connection]] }, _logs);
            var (owner, _) = await replicated.StartAuctionAsync(store);
            await Until.TrueAsync(
                async () => (await HistoryAsync(owner, store)).Items.Count == 1, "the new replica is read");
            await Servers.RunAsync(connection, "select pg_promote(wait => true)");
            await owner.WriteAsync(store.Journal, owner.Bid());
            Assert.Equal(2, (await HistoryAsync(owner, store)).Items.Count);
            Assert.Single(_logs.Messages, message => message.Contains("it is no standby (any more)"));
        }
        finally
        {
            await promoted.StopImmediateAsync();
        }
    }

    [Theory]
    [InlineData("store = gen_random_uuid()", "it is of another store")]
    [InlineData("shard = 7", "it is of shard 7")]
    public async Task A_replica_of_something_else_is_not_read(string claimed, string told)
    {
        var (owner, beat) = await replicated.StartAuctionAsync(_store);
        await Servers.RunAsync(
            replicated.Connection, "create table public.mine as select store, shard from auctions.identity");
        await Servers.RunAsync(replicated.Connection, $"update auctions.identity set {claimed}");
        try
        {
            await replicated.CaughtUpAsync();
            await AssertFromPrimaryAsync(owner, beat);
            Assert.Single(_logs.Messages, message => message.Contains(told));
        }
        finally
        {
            await Servers.RunAsync(
                replicated.Connection,
                "update auctions.identity i set store = m.store, shard = m.shard from public.mine m; " +
                "drop table public.mine");
        }

        await AssertBackAsync(owner);
    }

    [Fact]
    public async Task Where_the_primary_is_gone_reads_go_on_from_the_replica_however_old_and_say_so()
    {
        var (owner, _) = await replicated.StartAuctionAsync(_store);
        var beat = await AgeAsync();
        await AssertFromPrimaryAsync(owner, beat);
        await replicated.Process.StopImmediateAsync();
        try
        {
            var query = new HistoryQuery(owner.Id, null, 100);
            foreach (var had in new[] { query, query with { After = 2 }, query with { Own = 9 } })
            {
                var history = await _store.ReadModels.HistoryAsync(had, default);
                Assert.Equal((1, beat), (history.Items.Count, history.AsOf));
            }

            var list = await _store.ReadModels.ListAsync(new AuctionQuery(null, null, null, 9, Given.Start), default);
            Assert.Equal((beat, 0), (list.AsOf, list.MissingShards.Count));
            await Assert.ThrowsAsync<JournalException>(
                () => _store.ReadModels.HistoryAsync(query with { After = 3 }, default));
            Assert.Single(_logs.Messages, message => message.Contains("The primary of shard-00 cannot be read"));
        }
        finally
        {
            await replicated.Process.StartAsync();
        }

        await AssertBackAsync(owner);
        Assert.Single(_logs.Messages, message => message.Contains("of shard-00 are as new as they should be again"));
    }

    [Fact]
    public async Task A_frozen_primary_leaves_time_for_a_replica_however_old()
    {
        var (owner, _) = await replicated.StartAuctionAsync(_store);
        var beat = await AgeAsync();
        await AssertFromPrimaryAsync(owner, beat);
        replicated.Process.Freeze();
        try
        {
            Assert.Equal(beat, (await HistoryAsync(owner)).AsOf);
        }
        finally
        {
            replicated.Process.Thaw();
        }

        await AssertBackAsync(owner);
    }

    [Fact]
    public async Task A_replica_that_does_not_answer_is_tried_by_one_read_in_a_second()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var tried = 0;
        var trying = CountAsync(silent, () => Interlocked.Increment(ref tried));
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        var watch = Stopwatch.StartNew();
        await using var store = await ReplicatedStore.OpenAsync(
            replicated.Settings with
            {
                ReadPatience = Patience / 2,
                Replicas = [[$"{replicated.Connection};Port={port}"]],
            },
            _logs);
        var (owner, _) = await replicated.StartAuctionAsync(_store);
        await HistoryAsync(owner, store);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => HistoryAsync(owner, store)));
        Assert.InRange(tried, 1, 2 + watch.Elapsed.TotalSeconds);
        silent.Stop();
        await trying;
    }

    private static async Task CountAsync(TcpListener silent, Action count)
    {
        try
        {
            while (true)
            {
                _ = await silent.AcceptSocketAsync();
                count();
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
        }
    }

    // As if the last heartbeat had been an hour ago, on both servers.
    private async Task<DateTimeOffset> AgeAsync()
    {
        await Servers.RunAsync(
            replicated.Connection, $"update auctions.heartbeat set at = at - {TimeSpan.TicksPerHour}");
        var at = await Servers.ReadAsync<long>(replicated.Connection, "select at from auctions.heartbeat");
        await replicated.CaughtUpAsync();
        return Ticks.ToInstant(at);
    }

    private Task<HistoryPage> HistoryAsync(Activation owner, PostgresStore? store = null) =>
        (store ?? _store).ReadModels.HistoryAsync(new HistoryQuery(owner.Id, null, 100), default);

    private async Task AssertFromPrimaryAsync(Activation owner, DateTimeOffset beat)
    {
        var history = await HistoryAsync(owner);
        Assert.Single(history.Items);
        Assert.True(history.AsOf > beat, $"It is of {history.AsOf}, and the replica of {beat}.");
    }

    // A new auction, whose history was read from the replica, which is of the moment of the last heartbeat.
    private async Task<(Activation Owner, DateTimeOffset Beat)> ReadThereAsync()
    {
        var (owner, beat) = await replicated.StartAuctionAsync(_store);
        await Until.TrueAsync(
            async () => (await HistoryAsync(owner)).AsOf == beat, "the replica is read, however slow the machine");
        return (owner, beat);
    }

    private async Task AssertBackAsync(Activation owner)
    {
        await Until.TrueAsync(
            async () => await Record.ExceptionAsync(() => replicated.BeatAsync(_store)) is null, "a heartbeat");
        await Until.TrueAsync(
            async () =>
            {
                var beat = await replicated.BeatAsync(_store);
                return (await HistoryAsync(owner)).AsOf == beat;
            },
            "the replica is read");
    }
}
