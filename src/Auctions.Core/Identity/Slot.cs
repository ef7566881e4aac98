using System.Buffers.Binary;

namespace Auctions.Core;

/// <summary>
/// Which of 16,384 slots a key belongs to: CRC-16/XMODEM (polynomial 0x1021, start 0, check value 0x31C3) over its 16
/// bytes in network order, modulo 16,384. Redis Cluster uses the same function, so most languages have it at hand.
/// </summary>
public static class Slot
{
    public const int Count = 16_384;

    private static readonly ushort[] Table = MakeTable();

    public static int Of(AuctionId id)
    {
        Span<byte> bytes = stackalloc byte[AuctionId.Size];
        id.Write(bytes);
        return Of(bytes);
    }

    public static int Of(PersonId person)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, person.Value);
        return Of(bytes);
    }

    public static int Of(ReadOnlySpan<byte> key) => Crc16(key) % Count;

    /// <summary>CRC-16/XMODEM.</summary>
    public static ushort Crc16(ReadOnlySpan<byte> bytes)
    {
        ushort crc = 0;
        foreach (var value in bytes)
        {
            crc = (ushort)((crc << 8) ^ Table[(byte)((crc >> 8) ^ value)]);
        }

        return crc;
    }

    private static ushort[] MakeTable()
    {
        var table = new ushort[256];
        for (var value = 0; value < table.Length; value++)
        {
            var crc = value << 8;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }

            table[value] = (ushort)crc;
        }

        return table;
    }
}
