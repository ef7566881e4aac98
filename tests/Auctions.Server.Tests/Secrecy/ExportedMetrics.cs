using System.Buffers.Binary;
using System.Text;
using static Auctions.Server.Tests.Support.ProtocolBuffers;

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
}
