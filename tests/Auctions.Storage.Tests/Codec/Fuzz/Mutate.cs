using Auctions.Core;

namespace Auctions.Storage.Tests;

/// <summary>Damage to bytes of the wire format, from blind to knowing: all of it from one source of chance.</summary>
internal static class Mutate
{
    private const int DeepNesting = 400;

    private static readonly long[] Extremes =
    [
        0, 1, 2, 3, 4, 5, 9, 127, 128, 255, 256, 257, int.MaxValue, 1L << 31, uint.MaxValue, (1L << 32) + 1,
        int.MinValue, long.MaxValue, long.MaxValue / 2, long.MinValue, long.MinValue + 1, -1, -2, Currency.AmountMax,
        Currency.AmountMax + 1, (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks,
        (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks + 1,
        (DateTimeOffset.MinValue - DateTimeOffset.UnixEpoch).Ticks,
        (DateTimeOffset.MinValue - DateTimeOffset.UnixEpoch).Ticks - 1, -DateTimeOffset.UnixEpoch.UtcTicks / 2,
    ];

    /// <summary>The bytes with one to three things wrong.</summary>
    public static byte[] Any(Random random, byte[] whole) => random.Next(10) switch
    {
        < 4 => Bytes(random, whole),
        < 9 => Fields(random, whole),
        _ => Bytes(random, Fields(random, whole)),
    };

    /// <summary>Bits, bytes and spans changed, cut, doubled or put in, whatever they mean.</summary>
    public static byte[] Bytes(Random random, byte[] whole)
    {
        var bytes = new List<byte>(whole);
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = Math.Min(random.Next(1, 24), bytes.Count - at);
            var piece = bytes.GetRange(at, length);
            switch (random.Next(7))
            {
                case 0 when length > 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when length > 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 3:
                    bytes.RemoveRange(at, length);
                    break;
                case 4:
                    bytes.InsertRange(random.Next(bytes.Count + 1), piece);
                    break;
                case 5:
                    bytes.InsertRange(at, Noise(random, random.Next(1, 24)));
                    break;
                case 6 when random.Next(10) == 0:
                    return Noise(random, random.Next(0, 200));
            }
        }

        return [.. bytes];
    }

    /// <summary>Fields with other values, numbers, types or lengths, moved, doubled, left out or added.</summary>
    public static byte[] Fields(Random random, byte[] whole)
    {
        if (WireField.Parse(whole) is not { Count: > 0 } message)
        {
            return Bytes(random, whole);
        }

        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var fields = message;
            while (fields.Count > 0 && random.Next(5) > 0 && fields[random.Next(fields.Count)].Fields is { } inner)
            {
                fields = inner;
            }

            if (fields.Count > 0)
            {
                Bend(random, fields, random.Next(fields.Count));
            }
        }

        return WireField.Write(message);
    }

    private static void Bend(Random random, List<WireField> fields, int at)
    {
        var field = fields[at];
        switch (random.Next(18))
        {
            case < 7:
                field.Value = Value(random);
                break;
            case 7:
                fields.RemoveAt(at);
                break;
            case 8:
                fields.Insert(random.Next(fields.Count + 1), field.Copy());
                break;
            case 9:
                var other = random.Next(fields.Count);
                (fields[at], fields[other]) = (fields[other], field);
                break;
            case 10:
                var another = fields[random.Next(fields.Count)];
                (field.Value, another.Value) = (another.Value, field.Value);
                (field.Content, another.Content) = (another.Content, field.Content);
                (field.Fields, another.Fields) = (another.Fields, field.Fields);
                break;
            case 11:
                fields.Insert(at, Unknown(random));
                break;
            case 12:
                field.ClaimedLength = (ulong)Value(random);
                break;
            case 13:
                field.Number = random.Next(26);
                break;
            case 14:
                field.Type = random.Next(8);
                break;
            case 15:
                fields[at] = Nested(random, field);
                break;
            case 16:
                (field.Fields, field.Content) = (null, Noise(random, random.Next(random.Next(2) == 0 ? 10 : 2_000)));
                break;
            case 17:
                // Text or packed numbers in which every byte counts: the most that a length can promise.
                (field.Fields, field.Content) = (null, new byte[random.Next(2_000)]);
                Array.Fill(field.Content, (byte)random.Next(256));
                break;
        }
    }

    private static ulong Value(Random random) => random.Next(4) switch
    {
        0 => (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64),
        1 => (ulong)random.Next(12),
        _ => (ulong)Extremes[random.Next(Extremes.Length)],
    };

    private static WireField Unknown(Random random) => new()
    {
        Number = random.Next(3) switch { 0 => 15, 1 => random.Next(24, 2_000), _ => (1 << 29) - 1 },
        Type = random.Next(4) switch { 0 => 0, 1 => 1, 2 => 2, _ => 5 },
        Value = Value(random),
        Content = Noise(random, random.Next(40)),
    };

    // Groups, or messages in messages, deeper than anybody writes.
    private static WireField Nested(Random random, WireField field)
    {
        var (number, type) = (random.Next(2) == 0 ? field.Number : random.Next(1, 40), random.Next(2) == 0 ? 2 : 3);
        for (var depth = random.Next(1, DeepNesting); depth > 0; depth--)
        {
            field = new WireField { Number = number, Type = type, Fields = [field] };
        }

        return field;
    }

    private static byte[] Noise(Random random, int length)
    {
        var noise = new byte[length];
        random.NextBytes(noise);
        return noise;
    }
}
