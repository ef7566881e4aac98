using System.Diagnostics;

namespace Auctions.Measuring;

/// <summary>Times in the unit of <see cref="Stopwatch"/>.</summary>
internal static class Timestamps
{
    public static long Of(TimeSpan time) => (long)Math.Round(time.TotalSeconds * Stopwatch.Frequency);
}
