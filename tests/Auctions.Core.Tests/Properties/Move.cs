namespace Auctions.Core.Tests;

/// <summary>What one step of a plan came to, with the auction before and after it.</summary>
internal sealed record Move(
    AuctionCommand Command,
    Turn Turn,
    AuctionState Before,
    Decision Decision,
    AuctionState After)
{
    public IEnumerable<AuctionEvent> Events =>
        new[] { Decision.Event, Decision.Following }.OfType<AuctionEvent>();
}
