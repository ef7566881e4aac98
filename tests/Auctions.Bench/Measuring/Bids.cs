using Auctions.Core;

namespace Auctions.Bench.Measuring;

/// <summary>
/// What is bid. The amounts of a lot rise by one from bid to bid; bidder and key follow from lot and amount, so that
/// whoever reads a store back knows who bid what.
/// </summary>
internal static class Bids
{
    /// <summary>Bidders of a lot; they take turns.</summary>
    public const int Bidders = 1_000;

    public static readonly PersonId Seller = new(1_000_000);

    /// <summary>The number of the bidder of an amount, from 0.</summary>
    public static int BidderOf(long amount) => (int)(amount % Bidders);

    public static PersonId Person(int bidder) => new((UInt128)(uint)bidder + 1);

    /// <summary>The number of a bidder; -1: nobody.</summary>
    public static int NumberOf(PersonId person) => (int)(uint)person.Value - 1;

    /// <summary>A key as random as the hash that the edge makes of an idempotency key.</summary>
    public static BidKey Key(int lot, long amount)
    {
        var one = Mix(((ulong)(uint)lot << 40) ^ (ulong)amount);
        return new BidKey(new UInt128(one, Mix(one ^ 0x9e37_79b9_7f4a_7c15)));
    }

    /// <summary>What one stored bid adds to a checksum over bids in any order.</summary>
    public static ulong Fingerprint(int lot, long amount, long sequence) =>
        Mix(Mix(((ulong)(uint)lot << 40) ^ (ulong)amount) + (ulong)sequence);

    // The finalizer of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
    private static ulong Mix(ulong value)
    {
        value += 0x9e37_79b9_7f4a_7c15;
        value = (value ^ (value >> 30)) * 0xbf58_476d_1ce4_e5b9;
        value = (value ^ (value >> 27)) * 0x94d0_49bb_1331_11eb;
        return value ^ (value >> 31);
    }
}
