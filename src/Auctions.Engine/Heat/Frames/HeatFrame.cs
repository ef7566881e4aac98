using Auctions.Core;

namespace Auctions.Engine.Heat;

/// <summary>
/// What was hot for a second or longer, in one process or in all of them. Frames of several processes and of several
/// seconds add up to one (<see cref="HeatMerge"/>).
/// </summary>
public sealed class HeatFrame
{
    /// <summary>Hottest auctions of a frame.</summary>
    public const int TopMax = 128;

    /// <summary>
    /// So many of those with the most watchers are named as well, for they are what gets hot next: of one process among
    /// <see cref="TopMax"/>, of several beside them.
    /// </summary>
    public const int MostWatched = TopMax / 4;

    /// <summary>Rows of the heat map: each is a band of neighbouring slots.</summary>
    public const int Bands = 64;

    /// <summary>Most slow statements of a frame, the slowest.</summary>
    public const int SlowMax = 20;

    /// <summary>When it began, in Unix seconds by the shards' clock.</summary>
    public long Start { get; init; }

    /// <summary>How long it lasted: 1, 10 or 60 seconds.</summary>
    public int Seconds { get; init; } = 1;

    public List<ProcessHeat> Processes { get; init; } = [];

    /// <summary>Totals of all auctions, hottest or not: exact.</summary>
    public long Bids { get; set; }

    /// <summary>Bids refused by the rules.</summary>
    public long Refusals { get; set; }

    /// <summary>Bids turned away for want of room, or by the limit of a bidder.</summary>
    public long TurnedAway { get; set; }

    /// <summary>Bids sent again with a key that was known.</summary>
    public long Repeats { get; set; }

    /// <summary>Auctions that had a bid; of a merged frame the most that a part of it had.</summary>
    public int Auctions { get; set; }

    /// <summary>Where the time went, all auctions together.</summary>
    public BidParts Parts { get; init; } = new();

    /// <summary>No auction that is missing among <see cref="Top"/> had more turns.</summary>
    public long Bound { get; set; }

    /// <summary>The hottest auctions, hottest first; those most watched are among them.</summary>
    public List<AuctionHeat> Top { get; init; } = [];

    public List<ShardHeat> Shards { get; init; } = [];

    /// <summary>Turns by band of slots, <see cref="Bands"/> of them.</summary>
    public long[] TurnsByBand { get; init; } = new long[Bands];

    public List<SlowStatement> SlowStatements { get; init; } = [];

    /// <summary>All turns of bids.</summary>
    public long Turns => Bids + Refusals + TurnedAway + Repeats;

    /// <summary>When it ended, in Unix seconds.</summary>
    public long End => Start + Seconds;

    /// <summary>The row of the heat map that an auction falls into.</summary>
    public static int BandOf(AuctionId id) => Slot.Of(id) / (Slot.Count / Bands);
}
