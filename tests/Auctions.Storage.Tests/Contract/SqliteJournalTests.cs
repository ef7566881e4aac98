using Auctions.Engine;

namespace Auctions.Storage.Tests;

/// <summary>The contract on real files.</summary>
public sealed class SqliteJournalTests : JournalContract
{
    protected override IJournalHarness Make(AuctionClock clock, int shards) => new ShardFiles(clock, shards);
}
