using Auctions.Engine.Ports;
using Auctions.Storage.Postgres;
using Auctions.Storage.Tests;

namespace Auctions.Postgres.Tests;

/// <summary>The contract on real servers.</summary>
public sealed class PostgresReadModelTests : ReadModelContract
{
    protected override async Task<IReadModelHarness> MakeAsync(int shards)
    {
        var databases = await StoreDatabases.MigratedAsync(shards);
        return new Opened(databases, await databases.OpenAsync());
    }

    private sealed class Opened(StoreDatabases databases, PostgresStore store) : IReadModelHarness
    {
        public IJournal Journal => store.Journal;

        public IReadModels ReadModels => store.ReadModels;

        public Task BreakAsync(int shard) =>
            Servers.RunAsync(databases.Shards[shard], "alter table auctions.head rename to hidden");

        public async ValueTask DisposeAsync()
        {
            await store.DisposeAsync();
            await databases.DisposeAsync();
        }
    }
}
