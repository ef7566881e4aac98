using Auctions.Bench.Cluster.Processes;
using Auctions.Bench.Measuring;
using Auctions.Bench.Reporting;

namespace Auctions.Bench.Cluster;

/// <summary>The level of an Orleans client and silos, every one a process.</summary>
internal sealed class ClusterLevel(ClusterBenchOptions options)
{
    /// <summary>False: a store did not hold what was acknowledged.</summary>
    /// <exception cref="BenchException">Something cannot run.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        await using var keeper = new ClusterKeeper(options.Store.Postgres, options.Shards);
        var lines = ClusterSettings.Machine(options.Store, options.Shards)
            .Concat(Settings.Runs(options.Runs, options.Measured, options.Warmup, options.Rate))
            .Append(new("modes", "one: a bid per grain call; coalesced: as a front end sends them; view: no bids, " +
                "the view is asked for, which needs no disk"))
            .Append(new("PostgreSQL", await PostgresProbe.ReadAsync(options.Store.Postgres[0], cancellation)));
        var run = new BenchRun(new Settings([.. lines]), [.. Contestants(keeper)], options.Runs, options.Json);
        return await run.RunAsync(cancellation);
    }

    // The number of silos changes last, since a cluster takes seconds to start.
    private IEnumerable<Contestant> Contestants(ClusterKeeper keeper) =>
        from silos in options.Silos
        from scenario in options.Scenarios
        from mode in options.Modes
        from outstanding in options.Rate is null ? options.Outstanding : [BenchOptions.OutstandingAtRateMax]
        select new Contestant(
            scenario,
            mode.ToString().ToLowerInvariant(),
            $"{silos} silo{(silos > 1 ? "s" : "")}, {options.Shards} shard{(options.Shards > 1 ? "s" : "")}",
            new LoadPlan(options.Warmup, options.Measured, outstanding, options.Rate),
            async cancellation => await ClusterSubject.StartAsync(
                await keeper.GetAsync(silos, cancellation), mode, Scenarios.LotsOf(scenario), cancellation));
}
