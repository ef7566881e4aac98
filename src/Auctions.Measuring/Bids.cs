using Auctions.Core;

namespace Auctions.Measuring;

/// <summary>
/// What is bid. The amounts of a lot rise by one from bid to bid; bidder and key follow from lot and amount, so that
/// whoever reads a store back knows who bid what.
/// </summary>
internal static class Bids
{
    /// <summary>Bidders of a lot; they take turns.</summary>
    public const int Bidders = 1_000;

    /// <summary>Opening price of a lot.</summary>
    public const long OpeningPrice = 1;

    /// <summary>By how much a bid raises the price at least.</summary>
    public const long Increment = 1;

    public static readonly PersonId Seller = new(1_000_000);

    /// <summary>The number of the bidder of an amount, from 0.</summary>
    public static int BidderOf(long amount) => (int)(amount % Bidders);

    public static PersonId Person(int bidder) => new((UInt128)(uint)bidder + 1);

    /// <summary>The number of a bidder; -1: nobody.</summary>
    public static int NumberOf(PersonId person) => (int)(uint)person.Value - 1;

    /// <summary>A key as random as the hash that the edge makes of an idempotency key.</summary>
    public static BidKey Key(int lot, long amount)
    {
        var one = SplitMix.Mix(((ulong)(uint)lot << 40) ^ (ulong)amount);
        return new BidKey(new UInt128(one, SplitMix.Mix(one ^ 0x9e37_79b9_7f4a_7c15)));
    }

    /// <summary>What one stored bid adds to a checksum over bids in any order.</summary>
    public static ulong Fingerprint(int lot, long amount, long sequence) =>
        SplitMix.Mix(SplitMix.Mix(((ulong)(uint)lot << 40) ^ (ulong)amount) + (ulong)sequence);
}
