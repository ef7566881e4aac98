using System.Buffers.Binary;

namespace Auctions.Storage.Tests;

/// <summary>
/// A field of the wire format (protobuf), taken apart so that a test can bend it and put it together again: what comes
/// out mostly is well-formed, and nevertheless wrong.
/// </summary>
internal sealed class WireField
{
    private const int Varint = 0, Fixed64 = 1, Bytes = 2, StartGroup = 3, EndGroup = 4, Fixed32 = 5;

    public int Number { get; set; }

    /// <summary>The wire type, 0 to 7; a field keeps its value when another one is claimed.</summary>
    public int Type { get; set; }

    public ulong Value { get; set; }

    /// <summary>Text, packed numbers, or a message that could not be taken apart.</summary>
    public byte[] Content { get; set; } = [];

    /// <summary>The fields of a message; null: <see cref="Content"/> holds.</summary>
    public List<WireField>? Fields { get; set; }

    /// <summary>A length to claim instead of the true one.</summary>
    public ulong? ClaimedLength { get; set; }

    /// <summary>The fields of a message; null if these bytes are none.</summary>
    public static List<WireField>? Parse(ReadOnlySpan<byte> bytes)
    {
        var fields = new List<WireField>();
        while (bytes.Length > 0)
        {
            if (!TryReadVarint(ref bytes, out var tag) || tag >> 3 is 0 or > 1_000)
            {
                return null;
            }

            var field = new WireField { Number = (int)(tag >> 3), Type = (int)(tag & 7) };
            if (!field.TryReadValue(ref bytes))
            {
                return null;
            }

            fields.Add(field);
        }

        return fields;
    }

    public static byte[] Write(IReadOnlyList<WireField> fields)
    {
        var output = new List<byte>();
        foreach (var field in fields)
        {
            field.Write(output);
        }

        return [.. output];
    }

    public WireField Copy()
    {
        var copy = (WireField)MemberwiseClone();
        copy.Fields = Fields?.ConvertAll(field => field.Copy());
        return copy;
    }

    public static void WriteVarint(List<byte> output, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            output.Add((byte)(value | 0x80));
        }

        output.Add((byte)value);
    }

    private bool TryReadValue(ref ReadOnlySpan<byte> bytes)
    {
        switch (Type)
        {
            case Varint:
                var isVarint = TryReadVarint(ref bytes, out var number);
                Value = number;
                return isVarint;
            case Fixed64 when bytes.Length >= 8:
                Value = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
                bytes = bytes[8..];
                return true;
            case Bytes when TryReadVarint(ref bytes, out var length) && length <= (ulong)bytes.Length:
                Content = bytes[..(int)length].ToArray();
                Fields = length > 0 ? Parse(Content) : null;
                bytes = bytes[(int)length..];
                return true;
            default:
                return false;
        }
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var at = 0; at < Math.Min(10, bytes.Length); at++)
        {
            value |= (ulong)(bytes[at] & 0x7f) << (7 * at);
            if (bytes[at] < 0x80)
            {
                bytes = bytes[(at + 1)..];
                return true;
            }
        }

        return false;
    }

    private void Write(List<byte> output)
    {
        WriteVarint(output, ((ulong)(uint)Number << 3) | (uint)Type);
        Span<byte> whole = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(whole, Value);
        switch (Type)
        {
            case Varint:
                WriteVarint(output, Value);
                break;
            case Fixed64:
                output.AddRange(whole);
                break;
            case Fixed32:
                output.AddRange(whole[..4]);
                break;
            case Bytes:
                var content = Fields is null ? Content : Write(Fields);
                WriteVarint(output, ClaimedLength ?? (ulong)content.Length);
                output.AddRange(content);
                break;
            case StartGroup:
                output.AddRange(Fields is null ? Content : Write(Fields));
                WriteVarint(output, ((ulong)(uint)Number << 3) | EndGroup);
                break;
        }
    }
}
