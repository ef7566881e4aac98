using Auctions.Engine;

namespace Auctions.Storage.Tests;

/// <summary>The storm on the double that simulations run on.</summary>
public sealed class MemoryStormTests : StormContract
{
    protected override IJournalHarness Make(AuctionClock clock, int shards) => new MemoryStore(clock, shards);
}
