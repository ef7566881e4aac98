using System.Buffers.Binary;

namespace Auctions.Core;

/// <summary>Makes the public id of an accepted bid.</summary>
public static class BidId
{
    /// <summary>
    /// A UUID version 7 whose time is the bid's turn and whose random bits are the bid's key. It is derived, not
    /// stored: replaying the journal gives the same id.
    /// </summary>
    public static Guid Of(DateTimeOffset at, BidKey key)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, key.Value);
        var milliseconds = at.ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(milliseconds >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)milliseconds);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
