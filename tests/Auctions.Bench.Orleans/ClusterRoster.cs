using Auctions.Bench.Cluster.Processes;
using Auctions.Bench.Spikes;
using Auctions.Measuring;

namespace Auctions.Bench.Cluster;

/// <summary>
/// Who takes part, by what is asked; made anew at each call. The number of silos changes last, since a cluster takes
/// seconds to start.
/// </summary>
/// <param name="options">What is asked.</param>
/// <param name="keeper">Has the cluster that is in use.</param>
internal sealed class ClusterRoster(ClusterBenchOptions options, ClusterKeeper keeper)
{
    private const int OutstandingInWarmUp = 1_024;

    /// <summary>Who is loaded as asked.</summary>
    public IReadOnlyList<Contestant> Loaded() =>
    [
        .. from silos in options.Silos
           from scenario in options.Scenarios
           where scenario != Scenario.Spike
           from mode in options.Modes
           from outstanding in options.Rate is null ? options.Outstanding : [BenchOptions.OutstandingAtRateMax]
           select Calm(silos, scenario, mode, outstanding),
    ];

    /// <summary>Who meets the spike, and the same on auctions that stay open, which shows the peak.</summary>
    public IReadOnlyList<(Contestant Spiked, Contestant Calm)> Spikes() => !options.Scenarios.Contains(Scenario.Spike)
        ? []
        :
        [
            .. from silos in options.Silos
               from mode in options.SpikeModes
               select (
                   Spiked(silos, mode),
                   Calm(silos, Scenario.Spread, mode, BenchOptions.OutstandingAtRateMax)),
        ];

    private Contestant Calm(int silos, Scenario scenario, Mode mode, int outstanding) => New(
        silos,
        scenario,
        mode,
        outstanding,
        async cancellation => await BidOnAsync(
            await keeper.GetAsync(silos, cancellation), scenario, mode, closesIn: null, cancellation));

    private Contestant Spiked(int silos, Mode mode) => New(
        silos,
        Scenario.Spike,
        mode,
        BenchOptions.OutstandingAtRateMax,
        async cancellation => await BidOnAsync(
            await WarmClusterAsync(silos, mode, cancellation),
            Scenario.Spike,
            mode,
            options.Spike.ClosesIn,
            cancellation));

    private Contestant New(
        int silos,
        Scenario scenario,
        Mode mode,
        int outstanding,
        Func<CancellationToken, Task<ISubject>> startAsync) => new(
        scenario,
        mode.ToString().ToLowerInvariant(),
        $"{silos} silo{(silos > 1 ? "s" : "")}, {options.Shards} shard{(options.Shards > 1 ? "s" : "")}",
        new LoadPlan(options.Warmup, options.Measured, outstanding, options.Rate),
        startAsync);

    private async Task<ClusterProcesses> WarmClusterAsync(int silos, Mode mode, CancellationToken cancellation)
    {
        var cluster = await keeper.GetAsync(silos, cancellation);
        await using var other = await BidOnAsync(cluster, Scenario.Spread, mode, closesIn: null, cancellation);
        await WarmUp.RunAsync(other, options.Warmup, OutstandingInWarmUp, cancellation);
        return cluster;
    }

    private static Task<ClusterSubject> BidOnAsync(
        ClusterProcesses cluster,
        Scenario scenario,
        Mode mode,
        TimeSpan? closesIn,
        CancellationToken cancellation) =>
        ClusterSubject.StartAsync(cluster, mode, Scenarios.LotsOf(scenario), closesIn, cancellation);
}
