using Auctions.Engine;
using Auctions.Storage.Tests;

namespace Auctions.Postgres.Tests;

/// <summary>The storm on real servers.</summary>
public sealed class PostgresStormTests : StormContract
{
    protected override IJournalHarness Make(AuctionClock clock, int shards) => new ShardDatabases(clock, shards);
}
