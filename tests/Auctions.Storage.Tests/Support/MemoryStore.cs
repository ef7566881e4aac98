using Auctions.Engine;
using Auctions.Engine.Ports;
using Auctions.Testing;

namespace Auctions.Storage.Tests;

/// <summary>A journal in memory, with nothing around it.</summary>
internal sealed class MemoryStore(AuctionClock clock, int shards) : IJournalHarness
{
    public IJournal Journal { get; } = new MemoryJournal(clock, shards);

    public void Dispose()
    {
    }
}
