using Auctions.Core;
using Google.Protobuf;

namespace Auctions.Engine.Codec;

/// <summary>
/// Turns the events of a segment into bytes and back (journal.proto). Deterministic: equal events give equal bytes.
/// </summary>
public static class EventCodec
{
    /// <summary>Version of the format written; every version up to it can be read.</summary>
    public const int Version = 1;

    /// <summary>No fewer bytes than a bid takes in a segment.</summary>
    public const int BidSizeBound = 112;

    private const uint EventsTag = (1 << 3) | 2;

    [ThreadStatic]
    private static Wire.Event? _reusedEvent;

    [ThreadStatic]
    private static Wire.BidPlaced? _reusedBid;

    [ThreadStatic]
    private static byte[]? _reusedBuffer;

    /// <summary>No fewer bytes than an event takes in a segment.</summary>
    public static int SizeBound(AuctionEvent happened) => happened switch
    {
        BidPlaced => BidSizeBound,
        AuctionCreated created => 384 + (created.Terms.Title.Length * 3) + (created.Terms.Increments.Steps.Count * 20),
        AuctionWithdrawn withdrawn => 64 + (withdrawn.Reason.Length * 3),
        _ => 128,
    };

    public static byte[] Encode(IReadOnlyList<AuctionEvent> events)
    {
        // Twice the bound: it decides what goes into a segment, and were it wrong nothing must be lost for it.
        var room = 0;
        foreach (var happened in events)
        {
            room += 2 * SizeBound(happened);
        }

        var buffer = _reusedBuffer is { } kept && kept.Length >= room ? kept : _reusedBuffer = new byte[room];
        using var output = new CodedOutputStream(buffer);
        var previous = DateTimeOffset.UnixEpoch;
        foreach (var happened in events)
        {
            output.WriteTag(EventsTag);
            output.WriteMessage(ToWire(happened, previous));
            previous = happened.At;
        }

        return buffer[..checked((int)output.Position)];
    }

    /// <exception cref="CodecException">The bytes are damaged or from a newer version.</exception>
    public static IReadOnlyList<AuctionEvent> Decode(int version, ReadOnlySpan<byte> payload)
    {
        if (version is < 1 or > Version)
        {
            throw new CodecException(
                $"Events of format {version} need a newer version; this one reads up to {Version}.");
        }

        Wire.Segment segment;
        try
        {
            segment = Wire.Segment.Parser.ParseFrom(payload);
        }
        catch (InvalidProtocolBufferException damaged)
        {
            throw new CodecException("A segment cannot be parsed: it is damaged.", damaged);
        }

        var events = new AuctionEvent[segment.Events.Count];
        var at = DateTimeOffset.UnixEpoch;
        for (var i = 0; i < events.Length; i++)
        {
            at = WireValues.ToInstant(checked((long)Math.Min(segment.Events[i].At, long.MaxValue / 2)) + at.ToWire());
            events[i] = ToEvent(segment.Events[i], at);
        }

        return events;
    }

    private static Wire.Event ToWire(AuctionEvent happened, DateTimeOffset previous)
    {
        var wire = _reusedEvent ??= new Wire.Event();
        wire.ClearBody();
        wire.At = (ulong)(happened.At - previous).Ticks;
        switch (happened)
        {
            case BidPlaced bid:
                wire.BidPlaced = ToWire(bid);
                break;
            case AuctionCreated created:
                wire.AuctionCreated = TermsCodec.ToWire(created.Terms);
                break;
            case LotBoughtNow bought:
                wire.LotBoughtNow = new Wire.LotBoughtNow
                {
                    BidderHigh = bought.Bidder.Value.High(),
                    BidderLow = bought.Bidder.Value.Low(),
                    KeyHigh = bought.Key.Value.High(),
                    KeyLow = bought.Key.Value.Low(),
                    Price = bought.Price,
                    BidderNumber = bought.BidderNumber,
                    Waited = (bought.At - bought.Stamp).Ticks,
                };
                break;
            case ReserveLowered lowered:
                wire.ReserveLowered = new Wire.ReserveLowered();
                if (lowered.Reserve is { } reserve)
                {
                    wire.ReserveLowered.Reserve = reserve;
                }

                break;
            case EndExtended extended:
                wire.EndExtended = new Wire.EndExtended
                {
                    ClosesAt = extended.ClosesAt.ToWire(),
                    Cause = (int)extended.Cause,
                    ByHigh = extended.By.Value.High(),
                    ByLow = extended.By.Value.Low(),
                };
                break;
            case AuctionPaused paused:
                wire.AuctionPaused = new Wire.AuctionPaused
                {
                    ByHigh = paused.By.Value.High(),
                    ByLow = paused.By.Value.Low(),
                };
                break;
            case AuctionResumed resumed:
                wire.AuctionResumed = new Wire.AuctionResumed
                {
                    ClosesAt = resumed.ClosesAt.ToWire(),
                    ByHigh = resumed.By.Value.High(),
                    ByLow = resumed.By.Value.Low(),
                };
                break;
            case AuctionWithdrawn withdrawn:
                wire.AuctionWithdrawn = new Wire.AuctionWithdrawn
                {
                    ByHigh = withdrawn.By.Value.High(),
                    ByLow = withdrawn.By.Value.Low(),
                    Reason = withdrawn.Reason,
                };
                break;
            case AuctionClosed closed:
                wire.AuctionClosed = new Wire.AuctionClosed
                {
                    Cause = (int)closed.Cause,
                    BuyerHigh = closed.Buyer.Value.High(),
                    BuyerLow = closed.Buyer.Value.Low(),
                    Price = closed.Price,
                    ByHigh = closed.By.Value.High(),
                    ByLow = closed.By.Value.Low(),
                };
                break;
            default:
                throw new InvalidOperationException($"The codec does not know the event {happened.GetType().Name}.");
        }

        return wire;
    }

    // The one hot message: reused, so that encoding a bid allocates nothing.
    private static Wire.BidPlaced ToWire(BidPlaced bid)
    {
        var wire = _reusedBid ??= new Wire.BidPlaced();
        wire.BidderHigh = bid.Bidder.Value.High();
        wire.BidderLow = bid.Bidder.Value.Low();
        wire.KeyHigh = bid.Key.Value.High();
        wire.KeyLow = bid.Key.Value.Low();
        wire.Amount = bid.Amount;
        wire.Price = bid.Price;
        wire.BidderNumber = bid.BidderNumber;
        wire.Waited = (bid.At - bid.Stamp).Ticks;
        wire.Leads = bid.Leads;
        wire.ReserveMet = bid.ReserveMet;
        wire.ClearClosesAt();
        if (bid.ClosesAt is { } closesAt)
        {
            wire.ClosesAt = closesAt.ToWire();
        }

        return wire;
    }

    private static AuctionEvent ToEvent(Wire.Event wire, DateTimeOffset at) => wire.BodyCase switch
    {
        Wire.Event.BodyOneofCase.BidPlaced => ToBid(wire.BidPlaced, at),
        Wire.Event.BodyOneofCase.AuctionCreated => new AuctionCreated(at, TermsCodec.ToTerms(wire.AuctionCreated)),
        Wire.Event.BodyOneofCase.LotBoughtNow => new LotBoughtNow(
            at,
            StampOf(at, wire.LotBoughtNow.Waited),
            WireValues.Person(wire.LotBoughtNow.BidderHigh, wire.LotBoughtNow.BidderLow),
            wire.LotBoughtNow.BidderNumber,
            WireValues.Key(wire.LotBoughtNow.KeyHigh, wire.LotBoughtNow.KeyLow),
            wire.LotBoughtNow.Price),
        Wire.Event.BodyOneofCase.ReserveLowered => new ReserveLowered(
            at, wire.ReserveLowered.HasReserve ? wire.ReserveLowered.Reserve : null),
        Wire.Event.BodyOneofCase.EndExtended => new EndExtended(
            at,
            WireValues.ToInstant(wire.EndExtended.ClosesAt),
            WireValues.Known<ExtensionCause>(wire.EndExtended.Cause),
            WireValues.Person(wire.EndExtended.ByHigh, wire.EndExtended.ByLow)),
        Wire.Event.BodyOneofCase.AuctionPaused => new AuctionPaused(
            at, WireValues.Person(wire.AuctionPaused.ByHigh, wire.AuctionPaused.ByLow)),
        Wire.Event.BodyOneofCase.AuctionResumed => new AuctionResumed(
            at,
            WireValues.ToInstant(wire.AuctionResumed.ClosesAt),
            WireValues.Person(wire.AuctionResumed.ByHigh, wire.AuctionResumed.ByLow)),
        Wire.Event.BodyOneofCase.AuctionWithdrawn => new AuctionWithdrawn(
            at,
            WireValues.Person(wire.AuctionWithdrawn.ByHigh, wire.AuctionWithdrawn.ByLow),
            wire.AuctionWithdrawn.Reason),
        Wire.Event.BodyOneofCase.AuctionClosed => new AuctionClosed(
            at,
            WireValues.Known<ClosingCause>(wire.AuctionClosed.Cause),
            WireValues.Person(wire.AuctionClosed.BuyerHigh, wire.AuctionClosed.BuyerLow),
            wire.AuctionClosed.Price,
            WireValues.Person(wire.AuctionClosed.ByHigh, wire.AuctionClosed.ByLow)),
        Wire.Event.BodyOneofCase.None => throw new CodecException("An event is unknown to this version, or damaged."),
    };

    private static BidPlaced ToBid(Wire.BidPlaced wire, DateTimeOffset at) => new(
        at,
        StampOf(at, wire.Waited),
        WireValues.Person(wire.BidderHigh, wire.BidderLow),
        wire.BidderNumber,
        WireValues.Key(wire.KeyHigh, wire.KeyLow),
        wire.Amount,
        wire.Price,
        wire.Leads,
        wire.ReserveMet,
        wire.HasClosesAt ? WireValues.ToInstant(wire.ClosesAt) : null);

    private static DateTimeOffset StampOf(DateTimeOffset at, long waited) =>
        WireValues.ToInstant(unchecked(at.ToWire() - waited));
}
