using Auctions.Engine;

namespace Auctions.Storage.Tests;

/// <summary>Unknown outcomes on the double that simulations run on.</summary>
public sealed class MemoryUnknownOutcomeTests : UnknownOutcomeContract
{
    protected override IJournalHarness Make(AuctionClock clock) => new MemoryStore(clock, shards: 1);
}
