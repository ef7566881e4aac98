using Auctions.Core;
using Auctions.Engine.Codec;
using Microsoft.Extensions.Logging;

namespace Auctions.Storage.ReadModels;

/// <summary>The accepted bids of a stored segment, for the read model of own bids.</summary>
internal static class SegmentBids
{
    /// <summary>
    /// Each bid as a row of its own. A damaged segment has none: it must not keep everybody else's bids from being
    /// seen; verifying names it, and opening its auction refuses.
    /// </summary>
    /// <param name="id">The auction.</param>
    /// <param name="first">Sequence of the segment's first event.</param>
    /// <param name="codec">Format of the payload.</param>
    /// <param name="payload">The events.</param>
    /// <param name="logger">Told of damage.</param>
    public static IEnumerable<(PersonId Bidder, OwnBidsRow Row)> Of(
        AuctionId id, long first, int codec, byte[] payload, ILogger logger)
    {
        var events = Decode(id, codec, payload, logger);
        for (var i = 0; i < events.Count; i++)
        {
            switch (events[i])
            {
                case BidPlaced bid:
                    yield return (bid.Bidder, new OwnBidsRow(id, bid.Amount, 1, bid.BidderNumber, first + i, bid.At));
                    break;
                case LotBoughtNow bought:
                    yield return (
                        bought.Bidder,
                        new OwnBidsRow(id, bought.Price, 1, bought.BidderNumber, first + i, bought.At));
                    break;
            }
        }
    }

    private static IReadOnlyList<AuctionEvent> Decode(AuctionId id, int codec, byte[] payload, ILogger logger)
    {
        try
        {
            return EventCodec.Decode(codec, payload);
        }
        catch (CodecException damaged)
        {
            Log.SegmentLeftOut(logger, id, damaged);
            return [];
        }
    }
}
