using System.Diagnostics;
using Auctions.Simulation.Checking;
using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation.Hunting;

/// <summary>What came of many seeds.</summary>
/// <param name="Scenarios">How many were played.</param>
/// <param name="Broken">Seeds that broke an invariant, with the first they broke; lowest first.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record CampaignResult(
    long Scenarios, IReadOnlyList<(ulong Seed, Violation First)> Broken, TimeSpan Elapsed)
{
    public double PerSecond => Scenarios / Elapsed.TotalSeconds;
}

/// <summary>Plays a range of seeds, one scenario per thread at a time.</summary>
internal static class Campaign
{
    private const int Portion = 64;

    /// <param name="from">The first seed.</param>
    /// <param name="count">How many.</param>
    /// <param name="threads">On how many threads.</param>
    /// <param name="progress">Told now and then how many are done.</param>
    public static CampaignResult Play(ulong from, long count, int threads, Action<long>? progress = null)
    {
        var started = Stopwatch.GetTimestamp();
        var broken = new List<(ulong Seed, Violation First)>();
        var next = 0L;
        var done = 0L;
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(Work)).ToList();
        workers.ForEach(worker => worker.Start());
        foreach (var worker in workers)
        {
            while (!worker.Join(TimeSpan.FromSeconds(2)))
            {
                progress?.Invoke(Interlocked.Read(ref done));
            }
        }

        broken.Sort((one, other) => one.Seed.CompareTo(other.Seed));
        return new CampaignResult(count, broken, Stopwatch.GetElapsedTime(started));

        void Work()
        {
            while (Interlocked.Add(ref next, Portion) - Portion is var first && first < count)
            {
                var last = Math.Min(first + Portion, count);
                for (var seed = from + (ulong)first; seed < from + (ulong)last; seed++)
                {
                    if (Trial.Of(Draw.Scenario(seed)) is [var violation, ..])
                    {
                        lock (broken)
                        {
                            broken.Add((seed, violation));
                        }
                    }
                }

                Interlocked.Add(ref done, last - first);
            }
        }
    }
}
