namespace Auctions.Core;

/// <summary>
/// What somebody asks of an auction. Ids and stamps are inside; the time of the turn comes with the turn.
/// </summary>
public abstract record AuctionCommand;

/// <summary>Create the auction on these terms; creating a created auction changes nothing.</summary>
public sealed record CreateAuction(AuctionTerms Terms) : AuctionCommand;

/// <summary>Something a bidder asks under an idempotency key.</summary>
/// <param name="Bidder">Who asks.</param>
/// <param name="Key">The key, hashed.</param>
/// <param name="Stamp">When the whole request had arrived at the edge.</param>
public abstract record KeyedCommand(PersonId Bidder, BidKey Key, DateTimeOffset Stamp) : AuctionCommand;

/// <summary>Bid up to an amount, in minor units.</summary>
public sealed record PlaceBid(PersonId Bidder, BidKey Key, long Amount, DateTimeOffset Stamp)
    : KeyedCommand(Bidder, Key, Stamp)
{
    /// <exception cref="ArgumentOutOfRangeException">The edge let an amount through that no currency has.</exception>
    public long Amount { get; init => field = Currency.Checked(value, least: 1); } =
        Currency.Checked(Amount, least: 1);
}

/// <summary>Buy the lot at its buy-it-now price.</summary>
public sealed record BuyNow(PersonId Bidder, BidKey Key, DateTimeOffset Stamp) : KeyedCommand(Bidder, Key, Stamp);

/// <summary>Let the hammer fall now, whatever the time; only an operator may.</summary>
public sealed record CloseNow(PersonId By) : AuctionCommand;

/// <summary>Withdraw the lot: an operator at any time, the seller while there is no bid.</summary>
public sealed record Withdraw(PersonId By, bool AsOperator, string Reason) : AuctionCommand;

/// <summary>Move the end to a later time; only an operator may.</summary>
public sealed record ExtendEnd(PersonId By, DateTimeOffset ClosesAt) : AuctionCommand;

/// <summary>Stop the clock; only an operator may.</summary>
public sealed record Pause(PersonId By) : AuctionCommand;

/// <summary>Start the clock again and move the end by the pause; only an operator may.</summary>
public sealed record Resume(PersonId By) : AuctionCommand;

/// <summary>Lower the reserve, or drop it with 0; only the seller may.</summary>
public sealed record LowerReserve(PersonId By, long Amount) : AuctionCommand
{
    /// <exception cref="ArgumentOutOfRangeException">The edge let an amount through that no currency has.</exception>
    public long Amount { get; init => field = Currency.Checked(value, least: 0); } =
        Currency.Checked(Amount, least: 0);
}

/// <summary>Let the hammer fall if the end and the drain are past.</summary>
public sealed record FallHammer : AuctionCommand;

/// <summary>Move the end because bidders could not be served.</summary>
public sealed record ExtendForFault(DateTimeOffset ClosesAt, ExtensionCause Cause) : AuctionCommand;
