using Auctions.Engine;

namespace Auctions.Storage.Tests;

/// <summary>The contract on the double that simulations run on.</summary>
public sealed class MemoryJournalTests : JournalContract
{
    protected override IJournalHarness Make(AuctionClock clock, int shards) => new MemoryStore(clock, shards);
}
