namespace Auctions.Core.Tests;

/// <summary>A test over a file of real bids beside the repository: skipped, visibly, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealBidsFactAttribute : FactAttribute
{
    /// <summary>Name of the environment variable that holds the file's path.</summary>
    public const string Variable = "AUCTIONS_REAL_BIDS";

    public RealBidsFactAttribute()
    {
        if (Path is null)
        {
            Skip = $"Set {Variable} to the path of ebay-bids.csv, or put it at ../shared/data/ebay-bids.csv.";
        }
    }

    /// <summary>What the variable names, else shared/data beside the repository; null if there is none.</summary>
    public static string? Path { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path
        ? path
        : BesideAnAncestorOf(new DirectoryInfo(AppContext.BaseDirectory));

    private static string? BesideAnAncestorOf(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent)
        {
            var path = System.IO.Path.Combine(folder.FullName, "shared", "data", "ebay-bids.csv");
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
