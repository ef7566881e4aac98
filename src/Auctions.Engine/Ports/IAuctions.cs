using Auctions.Core;
using Auctions.Engine.Actor;

namespace Auctions.Engine.Ports;

/// <summary>
/// The front door: commands to auctions and what their actors know. Every answer rests on durable events only; what
/// cannot be done now answers <see cref="UnavailableAnswer"/>, never an exception.
/// </summary>
public interface IAuctions
{
    /// <summary>The clock that stamps arrivals and tells clients the time: the shard's.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Whether the clock is certain and the engine can take work.</summary>
    bool IsReady { get; }

    /// <summary>Creates an auction, or answers the one that the same key and body created before.</summary>
    ValueTask<Answer> CreateAsync(AuctionRequest request, CancellationToken cancellation);

    /// <summary>Has an auction decide a command, and answers once the answer is durable.</summary>
    ValueTask<Answer> SubmitAsync(AuctionId id, AuctionCommand command, CancellationToken cancellation);

    /// <summary>The durable view, at least as new as <paramref name="after"/>, or unavailable.</summary>
    ValueTask<Answer> ViewAsync(AuctionId id, long after, CancellationToken cancellation);

    /// <summary>
    /// The durable views of an auction from sequence <paramref name="after"/> + 1 on, newest only: views between may be
    /// skipped, the final one never is, and the stream ends with it. Ends early if the watcher cannot be served.
    /// </summary>
    IAsyncEnumerable<AuctionView> WatchAsync(AuctionId id, long after, CancellationToken cancellation);
}

/// <summary>A seller's wish for an auction.</summary>
/// <param name="SellerName">How the seller is called in public.</param>
/// <param name="Key">The idempotency key, hashed with the seller.</param>
/// <param name="BodyHash">What was asked for.</param>
/// <param name="Terms">The terms; its opening is ignored if <paramref name="OpensNow"/>.</param>
/// <param name="OpensNow">Whether bids are accepted from the moment of creation.</param>
public sealed record AuctionRequest(
    string SellerName, UInt128 Key, UInt128 BodyHash, AuctionTerms Terms, bool OpensNow);
