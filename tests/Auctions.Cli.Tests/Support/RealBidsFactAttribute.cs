using System.Runtime.CompilerServices;

namespace Auctions.Cli.Tests.Support;

/// <summary>A test on the real bids, which stay outside the repository; skipped where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealBidsFactAttribute : FactAttribute
{
    public RealBidsFactAttribute()
    {
        if (!File.Exists(Path))
        {
            Skip = $"no real bids: set AUCTIONS_REAL_BIDS to the file, or put it to {Path}";
        }
    }

    /// <summary><c>AUCTIONS_REAL_BIDS</c>, else <c>shared/data/ebay-bids.csv</c> beside the repository.</summary>
    public static string Path => Environment.GetEnvironmentVariable("AUCTIONS_REAL_BIDS") is { Length: > 0 } given
        ? given
        : System.IO.Path.GetFullPath(System.IO.Path.Combine(Root(), "../shared/data/ebay-bids.csv"));

    private static string Root([CallerFilePath] string thisFile = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(thisFile)!, "../../.."));
}
