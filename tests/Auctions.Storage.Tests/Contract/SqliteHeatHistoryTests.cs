using System.Globalization;
using Auctions.Engine.Ports;
using Auctions.Storage.Sqlite;

namespace Auctions.Storage.Tests;

/// <summary>The contract on a real file.</summary>
public sealed class SqliteHeatHistoryTests : HeatHistoryContract
{
    protected override Task<IHeatHistoryHarness> MakeAsync() =>
        Task.FromResult<IHeatHistoryHarness>(new Opened(DataDirectory.Made(shards: 1)));

    private sealed class Opened(DataDirectory data) : IHeatHistoryHarness
    {
        private SqliteStore _store = data.Open();

        public IHeatHistory History => _store.HeatHistory;

        public void Change(string statement) =>
            data.Run("operations.db", string.Format(CultureInfo.InvariantCulture, statement, "audit"));

        public Task RestartAsync()
        {
            _store.Dispose();
            _store = data.Open();
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            _store.Dispose();
            data.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
