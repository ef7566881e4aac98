using System.Buffers.Binary;

namespace Auctions.Grains.Messages;

/// <summary>How the core's values look on the wire: 128-bit numbers as UUIDs, instants as UTC ticks.</summary>
internal static class Wire
{
    public static Guid ToGuid(UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return new Guid(bytes, bigEndian: true);
    }

    public static UInt128 ToNumber(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    public static DateTimeOffset ToInstant(long ticks) => new(ticks, TimeSpan.Zero);

    public static DateTimeOffset? ToInstant(long? ticks) => ticks is { } known ? ToInstant(known) : null;
}
