namespace Auctions.Engine.Limits;

/// <summary>What came of an attempt to spend.</summary>
/// <param name="Account">Of whom.</param>
internal readonly record struct LeaseTurn(LeasedAccount Account)
{
    /// <summary>How long to wait; null without <see cref="Asked"/>: spent.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>Undecided: to be tried again when this ends.</summary>
    public Task? Asked { get; init; }

    /// <summary>What the one whose turn this is has to ask; null: another one asks already.</summary>
    public LeaseAsk? Ask { get; init; }

    /// <summary>When it was asked.</summary>
    public TimeSpan At { get; init; }
}
