using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Engine.Hosting;

/// <summary>What an engine takes from around it beside its ports.</summary>
/// <param name="NewId">Makes an id nobody had before, ordered by the time given.</param>
/// <param name="IsOurs">Whether placement puts an auction into this process: the sweep does not open the others, and
/// those in memory leave as soon as nothing is under way.</param>
internal sealed record Surroundings(Func<DateTimeOffset, Guid> NewId, Func<AuctionId, bool> IsOurs)
{
    /// <summary>
    /// Has placement bring an auction that ends soon into memory, wherever that is; null: it is opened here.
    /// </summary>
    public Func<DueAuction, Task>? OpenAhead { get; init; }

    /// <summary>Whether no other process works on the same shards.</summary>
    public bool IsAlone { get; init; }

    /// <summary>A process on its own: every auction is its own.</summary>
    public static Surroundings Alone { get; } = new(Guid.CreateVersion7, static _ => true) { IsAlone = true };
}
