using System.Buffers.Binary;
using System.Text;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>
/// Reads what a collector was sent of metrics: OTLP's ExportMetricsServiceRequest, of which several one after another
/// are one. The numbers are those of its fields.
/// </summary>
internal static class ExportedMetrics
{
    /// <summary>How many measurements a histogram has, over all processes and tags.</summary>
    public static long CountOf(string name, byte[] exported)
    {
        var counts = new Dictionary<string, long>();
        foreach (var resource in Messages(exported, 1))
        {
            var process = Messages(resource, 1).Select(Encoding.Latin1.GetString).Single();
            foreach (var metric in Messages(resource, 2).SelectMany(scope => Messages(scope, 2)))
            {
                if (Messages(metric, 1).Select(Encoding.UTF8.GetString).Single() == name)
                {
                    foreach (var point in Messages(metric, 9).SelectMany(histogram => Messages(histogram, 1)))
                    {
                        // They count from the start of the process on: the last one has all.
                        var tags = string.Concat(Messages(point, 9).Select(Encoding.Latin1.GetString));
                        counts[$"{process}/{tags}"] =
                            BinaryPrimitives.ReadInt64LittleEndian(Messages(point, 4).Single());
                    }
                }
            }
        }

        return counts.Values.Sum();
    }

    // The contents of all fields of a number; integers of variable length are passed over.
    private static IEnumerable<byte[]> Messages(byte[] message, int field)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Integer(message, ref at);
            var length = (tag & 7) switch
            {
                0 => 0,
                1 => 8,
                2 => Integer(message, ref at),
                5 => 4,
                var other => throw new InvalidDataException($"Protocol Buffers have no type {other}."),
            };
            if ((tag & 7) == 0)
            {
                Integer(message, ref at);
            }
            else if (tag >> 3 == field)
            {
                yield return message[at..(at + length)];
            }

            at += length;
        }
    }

    private static int Integer(byte[] message, ref int at)
    {
        var value = 0L;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (long)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return (int)value;
            }
        }
    }
}
