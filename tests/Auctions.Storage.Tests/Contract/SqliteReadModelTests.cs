using Auctions.Engine.Ports;
using Auctions.Storage.Sqlite;

namespace Auctions.Storage.Tests;

/// <summary>The contract on real files.</summary>
public sealed class SqliteReadModelTests : ReadModelContract
{
    protected override Task<IReadModelHarness> MakeAsync(int shards) =>
        Task.FromResult<IReadModelHarness>(new Opened(DataDirectory.Made(shards)));

    private sealed class Opened(DataDirectory data) : IReadModelHarness
    {
        private readonly SqliteStore _store = data.Open();

        public IJournal Journal => _store.Journal;

        public IReadModels ReadModels => _store.ReadModels;

        public Task BreakAsync(int shard)
        {
            data.Run($"shard-{shard:00}.db", "alter table head rename to lost");
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
