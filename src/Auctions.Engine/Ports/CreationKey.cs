using Auctions.Core;

namespace Auctions.Engine.Ports;

/// <summary>A seller's wish to bind an idempotency key to a new auction.</summary>
/// <param name="Seller">Keys are scoped to the seller.</param>
/// <param name="SellerName">How the seller is called in public; kept apart from the journal.</param>
/// <param name="Key">The key, hashed with the seller.</param>
/// <param name="BodyHash">What was asked for; the same key with another body is refused.</param>
/// <param name="Proposed">The id to bind if the key is free; null: only look.</param>
public sealed record CreationKeyClaim(
    PersonId Seller, string SellerName, UInt128 Key, UInt128 BodyHash, AuctionId? Proposed);

/// <summary>What a creation key is bound to.</summary>
/// <param name="Id">The auction.</param>
/// <param name="BodyHash">What was asked for when it was bound.</param>
/// <param name="IsNew">Whether it was bound just now.</param>
public sealed record CreationKeyBinding(AuctionId Id, UInt128 BodyHash, bool IsNew);
