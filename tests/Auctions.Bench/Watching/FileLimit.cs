using System.Globalization;
using Auctions.Measuring;

namespace Auctions.Bench.Watching;

/// <summary>How many files and sockets a process may have open; each watcher is one at both ends.</summary>
internal static class FileLimit
{
    /// <summary>What a server has open beside its watchers: assemblies, the store, bidders.</summary>
    public const int Others = 1_000;

    private const string Limits = "/proc/self/limits";
    private const string Name = "Max open files";

    // .NET raises what is allowed for now to what may be allowed at all.
    private static long Most => File.Exists(Limits) ? MostOf(File.ReadLines(Limits)) : long.MaxValue;

    /// <exception cref="MeasurementException">It is too low for so many watchers.</exception>
    public static void Require(int watchers)
    {
        if (Most < watchers + Others)
        {
            throw TooLow(watchers);
        }
    }

    /// <summary>That it is too low, and what to do.</summary>
    public static MeasurementException TooLow(int watchers) => new(
        $"{watchers:N0} watchers need {watchers + Others} open files in the server and in the process of the " +
        $"watchers, and {Most} are allowed. Raise that (ulimit -Hn {watchers + Others} as root, or LimitNOFILE or " +
        "nofile of whatever starts this shell), or ask for fewer --watchers.");

    /// <summary>The hard limit in what Linux says of the limits of a process.</summary>
    internal static long MostOf(IEnumerable<string> limits)
    {
        var line = limits.FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal)) ?? "";
        return line[Math.Min(Name.Length, line.Length)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is
            [_, var most, ..] && long.TryParse(most, CultureInfo.InvariantCulture, out var number)
            ? number
            : long.MaxValue;
    }
}
