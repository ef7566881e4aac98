using Auctions.Core;

namespace Auctions.Testing;

/// <summary>Who owns a stream, at which epoch, and where the stream ends.</summary>
/// <param name="Owner">The activation; null: none, the last one ended cleanly.</param>
/// <param name="Epoch">Rises with every open.</param>
/// <param name="LastSequence">Number of the last event; 0 if there is none.</param>
/// <param name="View">The auction after it, for lists; null if there is none.</param>
public sealed record StreamHead(Guid? Owner, long Epoch, long LastSequence, AuctionView? View);
