using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Testing;

/// <summary>Sees what becomes durable in a <see cref="MemoryJournal"/>, the moment it does.</summary>
public interface IJournalWatcher
{
    /// <summary>A stream got a new owner at this epoch.</summary>
    void Opened(AuctionId id, long epoch);

    /// <summary>A segment was written.</summary>
    void Written(Segment segment);

    /// <summary>The stream's owner sent a segment that does not continue it.</summary>
    void Broken(Segment segment);
}
