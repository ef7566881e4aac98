using Auctions.Engine;

namespace Auctions.Storage.Tests;

/// <summary>Unknown outcomes on real files.</summary>
public sealed class SqliteUnknownOutcomeTests : UnknownOutcomeContract
{
    protected override IJournalHarness Make(AuctionClock clock) => new ShardFiles(clock, shards: 1);
}
