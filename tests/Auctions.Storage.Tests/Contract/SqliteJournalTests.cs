using Auctions.Engine;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

/// <summary>The contract on real files.</summary>
public sealed class SqliteJournalTests : JournalContract
{
    protected override IJournalHarness Make(AuctionClock clock, int shards) => new Files(clock, shards);

    private sealed class Files(AuctionClock clock, int shards) : IJournalHarness
    {
        private readonly ShardFiles _files = new(clock, shards);

        public IJournal Journal => _files.Journal;

        public void Dispose() => _files.Dispose();
    }
}
