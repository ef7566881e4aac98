using Auctions.Engine;
using Auctions.Engine.Ports;
using Auctions.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Storage.Tests;

/// <summary>The contract on real files.</summary>
public sealed class SqliteJournalTests : JournalContract
{
    protected override IJournalHarness Make(AuctionClock clock, int shards) => new Files(clock, shards);

    private sealed class Files : IJournalHarness
    {
        private readonly TempDirectory _directory = new();
        private readonly SqliteStore _store;

        public Files(AuctionClock clock, int shards) => _store = SqliteStore.Open(
            new SqliteStoreOptions(_directory.Path, shards), clock, NullLoggerFactory.Instance);

        public IJournal Journal => _store.Journal;

        public void Dispose()
        {
            _store.Dispose();
            _directory.Dispose();
        }
    }
}
