using System.Diagnostics;

namespace Auctions.Bench.Soaking;

/// <summary>What the process takes at a moment.</summary>
/// <param name="Seconds">From the start of the load.</param>
/// <param name="Accepted">Bids accepted until then.</param>
/// <param name="ResidentBytes">Memory that is really there.</param>
/// <param name="HeapBytes">The managed heap after the last collection, what is free in it included.</param>
/// <param name="Handles">Open files, sockets and the like.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Collections">Garbage collections so far, of the youngest generation and thus of all.</param>
/// <param name="FullCollections">Those of the oldest among them.</param>
internal readonly record struct Sample(
    double Seconds,
    long Accepted,
    long ResidentBytes,
    long HeapBytes,
    int Handles,
    int Threads,
    int Collections,
    int FullCollections)
{
    // On Linux a process sees itself here; asking costs next to nothing.
    private const string HandlesOfLinux = "/proc/self/fd";
    private const string ThreadsOfLinux = "/proc/self/task";

    public static Sample Take(double seconds, long accepted)
    {
        var (handles, threads) = OperatingSystem.IsLinux()
            ? (CountIn(HandlesOfLinux), CountIn(ThreadsOfLinux))
            : Ask();
        return new Sample(
            seconds,
            accepted,
            Environment.WorkingSet,
            GC.GetGCMemoryInfo().HeapSizeBytes,
            handles,
            threads,
            GC.CollectionCount(0),
            GC.CollectionCount(GC.MaxGeneration));
    }

    private static int CountIn(string directory) => Directory.EnumerateFileSystemEntries(directory).Count();

    private static (int Handles, int Threads) Ask()
    {
        using var process = Process.GetCurrentProcess();
        return (process.HandleCount, process.Threads.Count);
    }
}
