using System.Collections.Concurrent;
using Auctions.Engine;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres;
using Auctions.Storage.Postgres.Journal;
using Auctions.Storage.Postgres.Schema;
using Auctions.Storage.Slots;
using Auctions.Storage.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Postgres.Tests;

/// <summary>
/// A PostgreSQL journal on databases of one test's own, each on another server. Where the test's clock is a fake one,
/// the shards' clocks show its time.
/// </summary>
internal sealed class ShardDatabases : IJournalHarness
{
    private const string FakeClock = """
        create table auctions.fake_clock (at bigint not null);
        grant select on auctions.fake_clock to public;
        create or replace function auctions.clock() returns bigint language sql volatile
            return coalesce(
                (select at from auctions.fake_clock), (extract(epoch from clock_timestamp()) * 10000000)::bigint);
        """;

    private const string Empty = """
        delete from auctions.head;
        delete from auctions.segment;
        delete from auctions.snapshot;
        delete from auctions.key_chunk;
        delete from auctions.creation_key;
        delete from auctions.person;
        delete from auctions.heartbeat;
        delete from auctions.outage;
        delete from auctions.own_bids;
        delete from auctions.rebuild;
        delete from auctions.fake_clock;
        update auctions.checkpoint
        set transaction_id = '0', first_sequence = 0, generation = 1, holder = null, lease_until = null;
        """;

    private static readonly ConcurrentBag<string>[] Idle =
        [.. Servers.All.Select(_ => new ConcurrentBag<string>())];

    private static int _made;

    private readonly string[] _connections;
    private readonly PostgresShard[] _shards;

    public ShardDatabases(AuctionClock clock, int shards, PostgresDeadlines? deadlines = null)
    {
        _connections = Task.WhenAll(Enumerable.Range(0, shards).Select(TakeAsync)).GetAwaiter().GetResult();
        _shards = [.. _connections.Select((connection, shard) =>
            new PostgresShard(shard, connection, TimeProvider.System, Patient.Append) { IsAdmitted = true })];
        Slots = new CurrentSlotMap(SlotMap.Assign([.. Enumerable.Repeat(1.0, shards)]));
        var journal = new PostgresJournal(_shards, Slots, deadlines ?? Patient);
        Journal = clock.Time is FakeTimeProvider fake ? new JournalOnFakeTime(journal, fake, _connections) : journal;
    }

    /// <summary>Deadlines that no healthy server meets, however slow the machine.</summary>
    public static PostgresDeadlines Patient { get; } =
        new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));

    public IJournal Journal { get; }

    public CurrentSlotMap Slots { get; }

    public IReadOnlyList<PostgresShard> Shards => _shards;

    /// <summary>Runs SQL on a shard as superuser.</summary>
    public Task RunAsync(int shard, string sql) => Servers.RunAsync(_connections[shard], sql);

    public Task<T> ReadAsync<T>(int shard, string sql) => Servers.ReadAsync<T>(_connections[shard], sql);

    public void Dispose() => DisposeAsync().GetAwaiter().GetResult();

    private async Task DisposeAsync()
    {
        (Journal as IDisposable)?.Dispose();
        for (var shard = 0; shard < _shards.Length; shard++)
        {
            await _shards[shard].DisposeAsync();
            await Servers.RunAsync(_connections[shard], Empty);
            Idle[shard % Idle.Length].Add(_connections[shard]);
        }
    }

    // Making and dropping a database flushes all of it to disk, so what one test leaves empty the next one takes.
    private static async Task<string> TakeAsync(int shard)
    {
        var server = shard % Idle.Length;
        if (Idle[server].TryTake(out var idle))
        {
            return idle;
        }

        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _made)}";
        await Servers.RunAsync(Servers.Database(server, "postgres"), $"create database {name}");
        var connection = Servers.Database(server, name);
        await new Migrator(connection, name, "shard").MigrateAsync(default);
        await Servers.RunAsync(connection, FakeClock);
        return connection;
    }
}
