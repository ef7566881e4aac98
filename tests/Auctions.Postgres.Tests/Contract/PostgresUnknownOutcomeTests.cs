using Auctions.Engine;
using Auctions.Storage.Tests;

namespace Auctions.Postgres.Tests;

/// <summary>Unknown outcomes on real servers.</summary>
public sealed class PostgresUnknownOutcomeTests : UnknownOutcomeContract
{
    protected override IJournalHarness Make(AuctionClock clock) => new ShardDatabases(clock, shards: 1);
}
