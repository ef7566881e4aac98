using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Auctions.Core;

/// <summary>
/// Identity of an auction: a UUID version 7 (RFC 9562), so ids of one month lie side by side in a shard.
/// </summary>
public readonly record struct AuctionId(Guid Value) : IComparable<AuctionId>
{
    /// <summary>Length in bytes of <see cref="Write"/>'s output.</summary>
    public const int Size = 16;

    /// <summary>Writes the id in network byte order, the order in which ids sort and slots are hashed.</summary>
    public void Write(Span<byte> destination) => Value.TryWriteBytes(destination, bigEndian: true, out _);

    public byte[] ToBytes() => Value.ToByteArray(bigEndian: true);

    public static AuctionId FromBytes(ReadOnlySpan<byte> bytes) => new(new Guid(bytes, bigEndian: true));

    /// <summary>Accepts the canonical 36-character form only, so that one auction has one address.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out AuctionId id)
    {
        var parses = Guid.TryParseExact(text, "D", out var value);
        id = new AuctionId(value);
        return parses && value.ToString() == text;
    }

    /// <summary>Orders by bytes in network order, which for version 7 is the order of creation.</summary>
    public int CompareTo(AuctionId other)
    {
        Span<byte> mine = stackalloc byte[Size], theirs = stackalloc byte[Size];
        Write(mine);
        other.Write(theirs);
        return BinaryPrimitives.ReadUInt128BigEndian(mine).CompareTo(BinaryPrimitives.ReadUInt128BigEndian(theirs));
    }

    public static bool operator <(AuctionId left, AuctionId right) => left.CompareTo(right) < 0;

    public static bool operator >(AuctionId left, AuctionId right) => left.CompareTo(right) > 0;

    public static bool operator <=(AuctionId left, AuctionId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(AuctionId left, AuctionId right) => left.CompareTo(right) >= 0;

    public override string ToString() => Value.ToString();
}
