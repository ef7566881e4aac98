using Auctions.Bench.Checking;
using Auctions.Bench.Measuring;
using Auctions.Bench.Peers;
using Auctions.Bench.Reporting;
using Auctions.Bench.Subjects;

namespace Auctions.Bench;

/// <summary>Runs every contestant in turns, so that what drifts on the machine hits all alike.</summary>
internal sealed class BenchRun(BenchOptions options)
{
    /// <summary>False: a store did not hold what was acknowledged.</summary>
    /// <exception cref="BenchException">Something cannot run.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        if (options.Peers.Count > 0 && options.Store.Postgres.Count == 0)
        {
            throw new BenchException("The peers need PostgreSQL. " + BenchOptions.HowToGivePostgres);
        }

        var settings = await Settings.ReadAsync(options, cancellation);
        Console.WriteLine(settings.ToText());
        var contestants = Contestants().ToArray();
        var isRight = true;
        for (var run = 1; run <= options.Runs; run++)
        {
            foreach (var contestant in contestants)
            {
                var (result, problems) = await PlayAsync(contestant, cancellation);
                contestant.Results.Add(result);
                Console.Error.WriteLine(
                    $"run {run} of {options.Runs}: {contestant}: {result.AcceptedPerSecond:N0} bids/s");
                foreach (var problem in problems.Take(10))
                {
                    Console.Error.WriteLine($"STORED WRONGLY: {problem}");
                }

                isRight &= problems.Count == 0;
            }
        }

        var report = new Report(settings, contestants, isRight);
        Console.WriteLine(report.ToText());
        if (options.Json is { } file)
        {
            await File.WriteAllTextAsync(file, report.ToJson(), cancellation);
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
        var problems = await ReadBack.CheckAsync(result.Total, subject.ReadBackAsync(cancellation), cancellation);
        return (result, problems);
    }

    private IEnumerable<Contestant> Contestants() =>
        from scenario in options.Scenarios
        from contestant in Engines(scenario).Concat(Peers(scenario))
        select contestant;

    private IEnumerable<Contestant> Engines(Scenario scenario) =>
        from shards in options.Shards
        from outstanding in options.Rate is null ? options.Outstanding : [BenchOptions.OutstandingAtRateMax]
        select new Contestant(
            scenario,
            Contestant.Engine,
            $"{options.Store.Kind.ToString().ToLowerInvariant()}, {shards} shard{(shards > 1 ? "s" : "")}",
            Plan(outstanding),
            async cancellation => await EngineSubject.StartAsync(
                await BenchStore.MakeAsync(options.Store, shards, cancellation),
                Scenarios.LotsOf(scenario),
                cancellation));

    // A peer gets as many callers as it has connections: more would only wait in front of them.
    private IEnumerable<Contestant> Peers(Scenario scenario) =>
        from peer in options.Peers
        from connections in options.Connections
        select new Contestant(
            scenario,
            peer.ToString().ToLowerInvariant(),
            $"{connections} connection{(connections > 1 ? "s" : "")}",
            Plan(options.Rate is null ? connections : BenchOptions.OutstandingAtRateMax),
            async cancellation => await PeerSubject.StartAsync(
                options.Store.Postgres[0], peer, connections, Scenarios.LotsOf(scenario), cancellation));

    private LoadPlan Plan(int outstanding) => new(options.Warmup, options.Measured, outstanding, options.Rate);
}
