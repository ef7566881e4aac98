namespace Auctions.Engine.Heat;

/// <summary>Something that happened, to be shown on the heat map.</summary>
/// <param name="At">When, in Unix milliseconds by the shards' clock.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Text">What happened, for people.</param>
/// <param name="Auction">The auction it happened to; null: none in particular.</param>
public sealed record HeatMark(long At, HeatMarkKind Kind, string Text, Guid? Auction = null);

/// <summary>What marks on the heat map are about.</summary>
public enum HeatMarkKind
{
    /// <summary>A process started, perhaps with another version.</summary>
    Start,

    /// <summary>A process went away.</summary>
    Stop,

    /// <summary>An auction that was hot had its hammer fall.</summary>
    Closing,

    /// <summary>An auction came to another shard or process.</summary>
    Move,

    /// <summary>An operator did something about a hot auction.</summary>
    Remedy,
}
