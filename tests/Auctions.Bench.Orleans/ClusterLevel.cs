using Auctions.Bench.Cluster.Processes;
using Auctions.Bench.Peaks;
using Auctions.Bench.Reporting;
using Auctions.Bench.Spikes;
using Auctions.Measuring;

namespace Auctions.Bench.Cluster;

/// <summary>The level of an Orleans client and silos, every one a process.</summary>
internal sealed class ClusterLevel(ClusterBenchOptions options)
{
    /// <summary>False: a store did not hold what was acknowledged.</summary>
    /// <exception cref="MeasurementException">Something cannot run.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var hasSpikes = options.Scenarios.Contains(Scenario.Spike);
        if (hasSpikes && options.SpikeModes.Contains(Mode.View))
        {
            throw new MeasurementException("The scenario spike needs bids: use --mode one,coalesced with it.");
        }

        await using var keeper = new ClusterKeeper(options.Store.Postgres, options.Shards);
        var roster = new ClusterRoster(options, keeper);
        var lines = ClusterSettings.Machine(options.Store, options.Shards)
            .Concat(Settings.Runs(options.Runs, options.Measured, options.Warmup, options.Rate))
            .Append(new("modes", "one: a bid per grain call; coalesced: as a front end sends them; view: no bids, " +
                "the view is asked for, which needs no disk"))
            .Concat(hasSpikes ? Settings.Spikes(options.Spike, options.Runs) : [])
            .Append(new("PostgreSQL", await PostgresProbe.ReadAsync(options.Store.Postgres[0], cancellation)));
        var spikes = new SpikeStage(
            roster.Spikes(),
            options.Spike,
            new PeakTiming(options.Warmup, options.Measured, options.Runs, WithHalf: false));
        var run = new BenchRun(new Settings([.. lines]), roster.Loaded(), options.Runs, spikes, options.Outputs);
        return await run.RunAsync(cancellation);
    }
}
