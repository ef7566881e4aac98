using System.Net;
using Auctions.Cli.Demo.Bots;
using Auctions.Cli.Demo.Calls;
using Auctions.Cli.Demo.Lots;

namespace Auctions.Cli.Demo;

/// <summary>What the API's answers mean to those in front of a lot.</summary>
internal static class Sights
{
    /// <summary>A lot that was just created.</summary>
    public static LotSight Of(PlannedLot lot, DateTimeOffset closesAt) => new()
    {
        ClosesAt = closesAt,
        IsOpen = lot.OpensIn <= TimeSpan.Zero,
        Price = 0,
        MinimumBid = lot.OpeningPrice,
        Sequence = 1,
        Extensions = 0,
        Window = TimeSpan.FromSeconds(lot.SoftClose?.WindowSeconds ?? 0),
    };

    /// <summary>A lot as a view shows it; what the view leaves out stays as it was.</summary>
    public static LotSight Of(DemoAnswer view, LotSight before) => before with
    {
        ClosesAt = view.Lot.ClosesAt ?? before.ClosesAt,
        IsOpen = view.Status == "open",
        Price = view.Lot.Price ?? 0,
        MinimumBid = view.Lot.MinimumBid ?? before.MinimumBid,
        Sequence = view.Lot.Sequence ?? before.Sequence,
        Extensions = view.Lot.Extensions ?? before.Extensions,
    };

    /// <summary>What an answer to a bid says to whoever bid.</summary>
    public static BidReply ReplyOf(DemoAnswer answer) => answer switch
    {
        { Http: HttpStatusCode.Created, Status: "outbid" } => BidReply.Outbid,
        { Http: HttpStatusCode.Created } => BidReply.Leading,
        { Lot.Code: "below-minimum" } => BidReply.TooLow,
        { Lot.Code: "not-above-own-maximum" } => BidReply.AlreadyLeading,
        _ => BidReply.Refused,
    };

    /// <summary>Shows everybody what an answer to a bid says about the lot.</summary>
    public static void Show(DemoAnswer answer, BidReply reply, LotRoom room)
    {
        var lot = answer.Lot;
        if (reply is BidReply.Leading or BidReply.Outbid)
        {
            if (lot is { Sequence: { } sequence, Price: { } price, MinimumBid: { } minimumBid, ClosesAt: { } closesAt })
            {
                room.SeeBid(sequence, price, minimumBid, closesAt);
            }
        }
        else if (reply == BidReply.TooLow && lot.MinimumBid is { } least)
        {
            room.SeePrice(lot.Price ?? 0, least);
        }
        else if (reply == BidReply.Refused && answer.Http == HttpStatusCode.Conflict)
        {
            room.SeeShut();
        }
    }
}
