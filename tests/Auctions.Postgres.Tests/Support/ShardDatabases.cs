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

    private static readonly Lazy<Task> Templates = new(MakeTemplatesAsync);
    private static int _made;

    private readonly string[] _connections;
    private readonly PostgresShard[] _shards;

    public ShardDatabases(AuctionClock clock, int shards, PostgresDeadlines? deadlines = null)
    {
        Templates.Value.GetAwaiter().GetResult();
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _made)}";
        _connections = [.. Enumerable.Range(0, shards).Select(shard => Servers.Database(shard, $"{name}_{shard}"))];
        Task.WhenAll(_connections.Select((_, shard) => Servers.RunAsync(
            Servers.Database(shard, "postgres"), $"create database {name}_{shard} template auctions_template")))
            .GetAwaiter().GetResult();
        _shards = [.. _connections.Select((connection, shard) =>
            new PostgresShard(shard, connection, TimeProvider.System) { IsAdmitted = true })];
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
        for (var shard = 0; shard < _shards.Length; shard++)
        {
            await _shards[shard].DisposeAsync();
            var database = new Npgsql.NpgsqlConnectionStringBuilder(_connections[shard]).Database;
            await Servers.RunAsync(
                Servers.Database(shard, "postgres"), $"drop database if exists {database} with (force)");
        }
    }

    // Migrated once per server: a copy takes a tenth of the time.
    private static async Task MakeTemplatesAsync() =>
        await Task.WhenAll(Enumerable.Range(0, Servers.All.Count).Select(async server =>
        {
            var maintenance = Servers.Database(server, "postgres");
            await Servers.RunAsync(maintenance, "drop database if exists auctions_template with (force)");
            await Servers.RunAsync(maintenance, "create database auctions_template");
            var template = Servers.Database(server, "auctions_template");
            await new Migrator(template, "template", "shard").MigrateAsync(default);
            await Servers.RunAsync(template, FakeClock);
        }));
}
