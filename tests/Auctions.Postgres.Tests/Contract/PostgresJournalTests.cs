using Auctions.Engine;
using Auctions.Storage.Tests;

namespace Auctions.Postgres.Tests;

/// <summary>The contract on real servers.</summary>
public sealed class PostgresJournalTests : JournalContract
{
    protected override IJournalHarness Make(AuctionClock clock, int shards) => new ShardDatabases(clock, shards);
}
