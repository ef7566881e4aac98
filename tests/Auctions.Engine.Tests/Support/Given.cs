using System.Buffers.Binary;
using System.Text;
using Auctions.Core;
using Auctions.Engine.Actor;

namespace Auctions.Engine.Tests;

/// <summary>Where tests start. Money in cents, table ebay-us and a hard close unless said otherwise.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Drain = TimeSpan.FromSeconds(0.5);
    public static readonly PersonId Seller = Person("seller");
    public static readonly PersonId Operator = Person("operator");

    public static readonly ActorLimits Limits = new(
        Drain, QueueDepthMax: 1_000, HeldBidsMax: 100, BidsPerAuctionMax: 100_000, SegmentBytesMax: 256 * 1024);

    /// <summary>The pseudonym of somebody with a name of up to 16 ASCII characters.</summary>
    public static PersonId Person(string name)
    {
        Span<byte> bytes = stackalloc byte[16];
        Encoding.ASCII.GetBytes(name, bytes);
        return new PersonId(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>The id of the n-th auction of a test.</summary>
    public static AuctionId Id(int number = 1) =>
        new(Guid.Parse($"0195a8f0-0000-7000-8000-{number:x12}"));

    /// <summary>Terms of an auction open from <see cref="Start"/> for an hour.</summary>
    public static AuctionTerms Terms(
        long opening = 10_00,
        long? reserve = null,
        long? buyItNow = null,
        SoftClose? soft = null,
        TimeSpan? length = null,
        string title = "A lot") =>
        new(Seller, title, "USD", AuctionFormat.English, opening, IncrementTable.EbayUs, reserve, buyItNow, Start,
            Start + (length ?? TimeSpan.FromHours(1)), soft);

    /// <summary>From now: a bid in the last so many seconds moves the end to so many after the bid.</summary>
    public static SoftClose FromNow(int seconds) =>
        new(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds), ExtensionMode.FromNow, null, null);
}
