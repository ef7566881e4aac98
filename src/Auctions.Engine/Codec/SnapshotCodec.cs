using Auctions.Core;
using Google.Protobuf;

namespace Auctions.Engine.Codec;

/// <summary>Turns an auction's state, and the bids it remembers, into bytes and back (journal.proto).</summary>
public static class SnapshotCodec
{
    public static byte[] Encode(AuctionState state)
    {
        var wire = new Wire.Snapshot
        {
            Sequence = state.Sequence,
            At = state.At.ToWire(),
            Terms = TermsCodec.ToWire(state.Terms!),
            Status = (int)state.Status,
            Price = state.Price,
            BidCount = state.BidCount,
            BidderCount = state.BidderCount,
            LeaderHigh = state.Leader.Value.High(),
            LeaderLow = state.Leader.Value.Low(),
            LeaderNumber = state.LeaderNumber,
            LeaderMaximum = state.LeaderMaximum,
            UnderbidderHigh = state.Underbidder.Value.High(),
            UnderbidderLow = state.Underbidder.Value.Low(),
            UnderbidderMaximum = state.UnderbidderMaximum,
            ReserveMet = state.ReserveMet,
            BuyItNowOffered = state.BuyItNowOffered,
            ClosesAt = state.ClosesAt.ToWire(),
            Extensions = state.Extensions,
            PausedAt = state.PausedAt.ToWire(),
            BuyerHigh = state.Buyer.Value.High(),
            BuyerLow = state.Buyer.Value.Low(),
        };
        if (state.Reserve is { } reserve)
        {
            wire.Reserve = reserve;
        }

        if (state.HardEnd is { } hardEnd)
        {
            wire.HardEnd = hardEnd.ToWire();
        }

        return wire.ToByteArray();
    }

    /// <exception cref="CodecException">The bytes are damaged or from a newer version.</exception>
    public static AuctionState Decode(AuctionId id, int version, ReadOnlySpan<byte> payload)
    {
        var wire = Parse(Wire.Snapshot.Parser, version, payload);
        return new AuctionState(id)
        {
            Sequence = wire.Sequence,
            At = WireValues.ToInstant(wire.At),
            Terms = TermsCodec.ToTerms(wire.Terms ?? throw new CodecException("A snapshot without terms is damaged.")),
            Status = WireValues.Known<AuctionStatus>(wire.Status),
            Price = wire.Price,
            BidCount = wire.BidCount,
            BidderCount = wire.BidderCount,
            Leader = WireValues.Person(wire.LeaderHigh, wire.LeaderLow),
            LeaderNumber = wire.LeaderNumber,
            LeaderMaximum = wire.LeaderMaximum,
            Underbidder = WireValues.Person(wire.UnderbidderHigh, wire.UnderbidderLow),
            UnderbidderMaximum = wire.UnderbidderMaximum,
            Reserve = wire.HasReserve ? wire.Reserve : null,
            ReserveMet = wire.ReserveMet,
            BuyItNowOffered = wire.BuyItNowOffered,
            ClosesAt = WireValues.ToInstant(wire.ClosesAt),
            HardEnd = wire.HasHardEnd ? WireValues.ToInstant(wire.HardEnd) : null,
            Extensions = wire.Extensions,
            PausedAt = WireValues.ToInstant(wire.PausedAt),
            Buyer = WireValues.Person(wire.BuyerHigh, wire.BuyerLow),
        };
    }

    /// <summary>Bytes of the bids remembered between two snapshots, and the bidders who came new in them.</summary>
    public static byte[] EncodeChunk(IReadOnlyList<RememberedBid> bids, IReadOnlyList<PersonId> newBidders)
    {
        var wire = new Wire.KeyChunk();
        wire.KeyHigh.Capacity = wire.KeyLow.Capacity = wire.Sequence.Capacity = wire.Amount.Capacity =
            wire.Price.Capacity = wire.At.Capacity = wire.ClosesAt.Capacity = wire.Status.Capacity =
            wire.ReserveMet.Capacity = bids.Count;
        foreach (var bid in bids)
        {
            wire.KeyHigh.Add(bid.Key.Value.High());
            wire.KeyLow.Add(bid.Key.Value.Low());
            wire.Sequence.Add(bid.Sequence);
            wire.Amount.Add(bid.Amount);
            wire.Price.Add(bid.Price);
            wire.At.Add(bid.At.ToWire());
            wire.ClosesAt.Add(bid.ClosesAt.ToWire());
            wire.Status.Add((int)bid.Status);
            wire.ReserveMet.Add(bid.ReserveMet);
        }

        foreach (var bidder in newBidders)
        {
            wire.BidderHigh.Add(bidder.Value.High());
            wire.BidderLow.Add(bidder.Value.Low());
        }

        return wire.ToByteArray();
    }

    /// <summary>Adds a chunk's bids and bidders to a memory, which must hold all chunks before it.</summary>
    /// <exception cref="CodecException">The bytes are damaged or from a newer version.</exception>
    public static void DecodeChunk(int version, ReadOnlySpan<byte> payload, BidMemory into)
    {
        var wire = Parse(Wire.KeyChunk.Parser, version, payload);
        var count = wire.KeyHigh.Count;
        int[] lengths =
        [
            wire.KeyLow.Count, wire.Sequence.Count, wire.Amount.Count, wire.Price.Count, wire.At.Count,
            wire.ClosesAt.Count, wire.Status.Count, wire.ReserveMet.Count,
        ];
        if (lengths.Any(length => length != count) || wire.BidderHigh.Count != wire.BidderLow.Count)
        {
            throw new CodecException("A chunk of remembered bids has columns of unequal length: it is damaged.");
        }

        for (var i = 0; i < wire.BidderHigh.Count; i++)
        {
            var bidder = WireValues.Person(wire.BidderHigh[i], wire.BidderLow[i]);
            if (into.HasBid(bidder))
            {
                throw new CodecException("A chunk of remembered bids numbers a bidder twice: it is damaged.");
            }

            into.AddBidder(bidder);
        }

        for (var i = 0; i < count; i++)
        {
            var key = WireValues.Key(wire.KeyHigh[i], wire.KeyLow[i]);
            if (into.TryFind(key, out _))
            {
                throw new CodecException("A chunk of remembered bids holds a key twice: it is damaged.");
            }

            into.Add(new RememberedBid(
                key,
                wire.Sequence[i],
                wire.Amount[i],
                wire.Price[i],
                WireValues.ToInstant(wire.At[i]).UtcTicks,
                WireValues.ToInstant(wire.ClosesAt[i]).UtcTicks,
                WireValues.Known<BidStatus>(wire.Status[i]),
                wire.ReserveMet[i]));
        }
    }

    private static T Parse<T>(MessageParser<T> parser, int version, ReadOnlySpan<byte> payload)
        where T : IMessage<T>
    {
        if (version is < 1 or > EventCodec.Version)
        {
            throw new CodecException(
                $"A snapshot of format {version} needs a newer version; this one reads up to {EventCodec.Version}.");
        }

        try
        {
            return parser.ParseFrom(payload);
        }
        catch (InvalidProtocolBufferException damaged)
        {
            throw new CodecException("A snapshot cannot be parsed: it is damaged.", damaged);
        }
    }
}
