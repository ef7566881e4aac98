using System.Runtime.CompilerServices;
using Auctions.Measuring;

namespace Auctions.Bench.Peers.Postgres;

/// <summary>A bid as the tables of the peers have it.</summary>
internal readonly record struct PeerBid(Guid Auction, long Amount, Guid Bidder, Guid Key)
{
    /// <summary>The bid of this amount on a lot, by the bidder and under the key that follow from it.</summary>
    public static PeerBid Of(int lot, long amount) => new(
        IdOf(lot),
        amount,
        IdOf(Bids.BidderOf(amount)),
        Unsafe.BitCast<UInt128, Guid>(Bids.Key(lot, amount).Value));

    /// <summary>The id of a lot or a bidder.</summary>
    public static Guid IdOf(int number) => new(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>The number that an id was made of.</summary>
    public static int NumberOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return BitConverter.ToInt32(bytes);
    }
}
