using Auctions.Engine;

namespace Auctions.Storage.Tests;

/// <summary>The storm on real files.</summary>
public sealed class SqliteStormTests : StormContract
{
    protected override IJournalHarness Make(AuctionClock clock, int shards) => new ShardFiles(clock, shards);
}
