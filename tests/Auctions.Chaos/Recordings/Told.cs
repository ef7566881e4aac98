namespace Auctions.Chaos.Recordings;

/// <summary>What a client was told of a bid.</summary>
internal enum Told : byte
{
    /// <summary>Nothing: the connection broke, or no answer came in time. Nobody knows.</summary>
    Nothing,
    Accepted,
    BelowMinimum,
    NotAboveOwnMaximum,
    Closed,
    AuctionFull,
    KeyReused,
    UnknownAuction,

    /// <summary>503 of these kinds: definitely not placed.</summary>
    Busy,
    ShardUnavailable,
    Moving,

    /// <summary>503: it may have been placed.</summary>
    OutcomeUnknown,

    /// <summary>Something that the contract has no place for here.</summary>
    Nonsense,
}

/// <summary>What follows from what a client was told.</summary>
internal static class ToldExtensions
{
    /// <summary>Whether the bid was decided: it is sent no more.</summary>
    public static bool IsDefinite(this Told told) => told is Told.Accepted or Told.BelowMinimum
        or Told.NotAboveOwnMaximum or Told.Closed or Told.AuctionFull or Told.KeyReused or Told.UnknownAuction;

    /// <summary>Whether it may or may not have been placed.</summary>
    public static bool IsUnknown(this Told told) => told is Told.Nothing or Told.OutcomeUnknown or Told.Nonsense;
}
