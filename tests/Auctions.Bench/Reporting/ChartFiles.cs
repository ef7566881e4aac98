using Auctions.Measuring;

namespace Auctions.Bench.Reporting;

/// <summary>Writes charts to files.</summary>
internal static class ChartFiles
{
    /// <summary>The first goes into the file itself, the second into FILE-2.svg, and so on.</summary>
    public static async Task WriteAsync(string file, IEnumerable<Chart> charts, CancellationToken cancellation)
    {
        foreach (var (at, chart) in charts.Index())
        {
            var path = at == 0 ? file : Beside(file, $"{at + 1}");
            await File.WriteAllTextAsync(path, chart.ToSvg(), cancellation);
        }
    }

    /// <summary>A file beside another one, with something added to its name.</summary>
    public static string Beside(string file, string added) => Path.Combine(
        Path.GetDirectoryName(file) ?? "",
        $"{Path.GetFileNameWithoutExtension(file)}-{added}{Path.GetExtension(file)}");
}
