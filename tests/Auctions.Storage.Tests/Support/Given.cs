using System.Buffers.Binary;
using System.Text;
using Auctions.Core;

namespace Auctions.Storage.Tests;

/// <summary>Where tests start: a time, people, terms, ids. Money in cents.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Closes = Start.AddDays(7);
    public static readonly PersonId Seller = Person("seller");
    public static readonly PersonId Operator = Person("operator");

    private static long _ids;

    /// <summary>The pseudonym of somebody with a name of up to 16 ASCII characters.</summary>
    public static PersonId Person(string name)
    {
        Span<byte> bytes = stackalloc byte[16];
        Encoding.ASCII.GetBytes(name, bytes);
        return new PersonId(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>An id nobody else has; later ones sort later.</summary>
    public static AuctionId Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, 0x0195_a8f0_0000_7000);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], (1L << 63) | Interlocked.Increment(ref _ids));
        return AuctionId.FromBytes(bytes);
    }

    public static AuctionTerms Terms(
        long opening = 1_00,
        long? reserve = null,
        long? buyItNow = null,
        DateTimeOffset? opensAt = null,
        DateTimeOffset? closesAt = null,
        PersonId? seller = null,
        SoftClose? soft = null,
        string title = "A lot") =>
        new(
            seller ?? Seller, title, "USD", AuctionFormat.English, opening, IncrementTable.Of([new(1, 1)]), reserve,
            buyItNow, opensAt ?? Start, closesAt ?? Closes, soft);
}
