using Auctions.Measuring;

namespace Auctions.Bench;

/// <summary>Runs contestants in turns, so that what drifts on the machine hits all alike.</summary>
/// <param name="contestants">Who runs, in this order.</param>
/// <param name="runs">How often each.</param>
internal sealed class Turns(IReadOnlyList<Contestant> contestants, int runs)
{
    private const int ProblemsShown = 10;

    /// <summary>How long all of it is expected to take.</summary>
    public TimeSpan Expected => runs * contestants.Aggregate(
        TimeSpan.Zero, (sum, contestant) => sum + contestant.Expected);

    /// <summary>Runs all; each contestant then has its results.</summary>
    /// <exception cref="MeasurementException">Something cannot run.</exception>
    public async Task PlayAsync(Agenda agenda, CancellationToken cancellation)
    {
        for (var run = 1; run <= runs; run++)
        {
            foreach (var contestant in contestants)
            {
                var result = await PlayOnceAsync(contestant, cancellation);
                agenda.Done(contestant.Expected);
                Console.Error.WriteLine(
                    $"run {run} of {runs}: {contestant}: {result.AcceptedPerSecond:N0} bids/s; {agenda}");
            }
        }
    }

    /// <summary>Makes a contestant anew, loads it, and reads its store back.</summary>
    public static async Task<LoadResult> PlayOnceAsync(Contestant contestant, CancellationToken cancellation)
    {
        // Nobody pays for the garbage of the run before.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        await using var subject = await contestant.StartAsync(cancellation);
        var chooser = Scenarios.ChooserOf(contestant.Scenario);
        var load = Load.Of(subject, new Ladder(chooser.Lots), contestant.Plan, chooser);
        var result = await load.RunAsync(contestant.Plan, cancellation);
        contestant.Results.Add(result);
        contestant.Retries.Add(subject.Retries);
        await CheckAsync(contestant, subject, result.Total, cancellation);
        return result;
    }

    /// <summary>Reads a store back and says what is wrong with it.</summary>
    public static Task CheckAsync(
        Contestant contestant, ISubject subject, Answered answered, CancellationToken cancellation) => subject.Stores
        ? CheckAsync(contestant, answered, subject.ReadBackAsync(cancellation), cancellation)
        : Task.CompletedTask;

    /// <summary>Compares what a store holds with what was answered and says what is wrong.</summary>
    public static async Task CheckAsync(
        Contestant contestant, Answered answered, IAsyncEnumerable<StoredLot> lots, CancellationToken cancellation)
    {
        var problems = await ReadBack.CheckAsync(answered, lots, cancellation);
        contestant.Problems.AddRange(problems);
        foreach (var problem in problems.Take(ProblemsShown))
        {
            Console.Error.WriteLine($"STORED WRONGLY: {problem}");
        }
    }
}
