using System.Globalization;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres;
using Auctions.Storage.Tests;

namespace Auctions.Postgres.Tests;

/// <summary>The contract on a real server.</summary>
public sealed class PostgresHeatHistoryTests : HeatHistoryContract
{
    protected override async Task<IHeatHistoryHarness> MakeAsync()
    {
        var databases = await StoreDatabases.MigratedAsync(1);
        return new Opened(databases, await databases.OpenAsync());
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
