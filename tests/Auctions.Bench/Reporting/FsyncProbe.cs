using System.Diagnostics;
using Auctions.Measuring;

namespace Auctions.Bench.Reporting;

/// <summary>Times what a durable write of one page costs here.</summary>
internal static class FsyncProbe
{
    private const int Writes = 200;
    private const int PageBytes = 4_096;

    /// <summary>Median of 200 appends of 4 KiB, each flushed to disk, in microseconds.</summary>
    public static double MedianMicroseconds(string directory)
    {
        var path = Path.Combine(directory, $"auctions-fsync-{Guid.NewGuid():N}");
        var page = new byte[PageBytes];
        Random.Shared.NextBytes(page);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            Options = FileOptions.DeleteOnClose,
        };
        using var file = new FileStream(path, options);
        var times = new double[Writes];
        foreach (ref var time in times.AsSpan())
        {
            var start = Stopwatch.GetTimestamp();
            file.Write(page);
            file.Flush(flushToDisk: true);
            time = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return Statistics.Median(times);
    }
}
