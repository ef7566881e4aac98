using Auctions.Bench.Checking;
using Auctions.Bench.Measuring;
using Auctions.Bench.Reporting;

namespace Auctions.Bench;

/// <summary>Runs every contestant in turns, so that what drifts on the machine hits all alike.</summary>
/// <param name="settings">Under what conditions they run.</param>
/// <param name="contestants">Who runs, in this order.</param>
/// <param name="runs">How often each.</param>
/// <param name="json">A file that gets everything, or null.</param>
internal sealed class BenchRun(
    Settings settings, IReadOnlyList<Contestant> contestants, int runs, string? json)
{
    /// <summary>False: a store did not hold what was acknowledged.</summary>
    /// <exception cref="BenchException">Something cannot run.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        Console.WriteLine(settings.ToText());
        var isRight = true;
        for (var run = 1; run <= runs; run++)
        {
            foreach (var contestant in contestants)
            {
                var (result, problems) = await PlayAsync(contestant, cancellation);
                contestant.Results.Add(result);
                Console.Error.WriteLine(
                    $"run {run} of {runs}: {contestant}: {result.AcceptedPerSecond:N0} bids/s");
                foreach (var problem in problems.Take(10))
                {
                    Console.Error.WriteLine($"STORED WRONGLY: {problem}");
                }

                isRight &= problems.Count == 0;
            }
        }

        var report = new Report(settings, contestants, isRight);
        Console.WriteLine(report.ToText());
        if (json is not null)
        {
            await File.WriteAllTextAsync(json, report.ToJson(), cancellation);
        }

        return isRight;
    }

    private static async Task<(LoadResult Result, IReadOnlyList<string> Problems)> PlayAsync(
        Contestant contestant, CancellationToken cancellation)
    {
        // Nobody pays for the garbage of the run before.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        await using var subject = await contestant.StartAsync(cancellation);
        var ladder = new Ladder(Scenarios.LotsOf(contestant.Scenario));
        var result = await Load.Of(subject, ladder, contestant.Plan).RunAsync(contestant.Plan, cancellation);
        return (result, subject.Stores
            ? await ReadBack.CheckAsync(result.Total, subject.ReadBackAsync(cancellation), cancellation)
            : []);
    }
}
