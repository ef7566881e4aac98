using System.Globalization;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres;
using Auctions.Storage.Tests;
using Npgsql;

namespace Auctions.Postgres.Tests;

/// <summary>The contract on a real server.</summary>
public sealed class PostgresHeatHistoryTests : HeatHistoryContract
{
    protected override async Task<IHeatHistoryHarness> MakeAsync()
    {
        var databases = await StoreDatabases.MigratedAsync(1);
        return new Opened(databases, await databases.OpenAsync());
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task An_audit_entry_is_waited_for_longer_than_what_is_only_shown()
    {
        await using var databases = await StoreDatabases.MigratedAsync(1);
        await using var store = await databases.OpenAsync(
            databases.Settings with { HeatPatience = TimeSpan.FromSeconds(1) });
        await using var session = new NpgsqlConnection($"{databases.Meta};Pooling=false");
        await session.OpenAsync();
        await using var holding = await session.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("lock table auctions.audit", session);
        await hold.ExecuteNonQueryAsync();
        var entry = new AuditEntry(1, "operator", "hotspot.pin", "x", "begun", "{}");
        var audit = store.HeatHistory.AuditAsync(entry, default);
        await Task.WhenAny(audit, Task.Delay(TimeSpan.FromSeconds(1.5)));
        await holding.CommitAsync();
        await audit;
        Assert.Equal(1L, await Servers.ReadAsync<long>(databases.Meta, "select count(*) from auctions.audit"));
    }

    private sealed class Opened(StoreDatabases databases, PostgresStore store) : IHeatHistoryHarness
    {
        private PostgresStore _store = store;

        public IHeatHistory History => _store.HeatHistory;

        // As the role that servers write as.
        public void Change(string statement) => Servers.RunAsync(
            databases.Meta,
            "set role auctions_writer; " +
                string.Format(CultureInfo.InvariantCulture, statement, "auctions.audit")).GetAwaiter().GetResult();

        public async Task RestartAsync()
        {
            await _store.DisposeAsync();
            _store = await databases.OpenAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await _store.DisposeAsync();
            await databases.DisposeAsync();
        }
    }
}
