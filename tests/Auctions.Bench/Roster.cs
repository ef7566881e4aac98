using Auctions.Bench.Peers;
using Auctions.Bench.Subjects;
using Auctions.Measuring;

namespace Auctions.Bench;

/// <summary>Who takes part, by what is asked; made anew at each call.</summary>
/// <param name="options">What is asked.</param>
/// <param name="note">What is added to the name of every setup on PostgreSQL; empty: nothing.</param>
internal sealed class Roster(BenchOptions options, string note)
{
    private IEnumerable<Scenario> Steady => options.Scenarios.Where(scenario => scenario != Scenario.Spike);

    /// <summary>Who is loaded as asked, scenario by scenario; nobody if peaks are to be found instead.</summary>
    public IReadOnlyList<Contestant> Loaded() => options.FindsPeaks
        ? []
        : [.. Steady.SelectMany(scenario => Engines(scenario).Concat(Peers(scenario)))];

    /// <summary>Whose peaks are to be found, scenario by scenario. The plans are of no account.</summary>
    public IReadOnlyList<Contestant> Searched() => !options.FindsPeaks
        ? []
        : [.. Steady.SelectMany(scenario => AnyEngines(scenario).Concat(Peers(scenario)))];

    /// <summary>Who meets the spike, and the same on auctions that stay open, which shows the peak.</summary>
    public IReadOnlyList<(Contestant Spiked, Contestant Calm)> Spikes() => !options.Scenarios.Contains(Scenario.Spike)
        ? []
        : [.. AnyEngines(Scenario.Spike).Zip(AnyEngines(Scenario.Spread))];

    private IEnumerable<Contestant> AnyEngines(Scenario scenario) =>
        options.Shards.Select(shards => Engine(scenario, shards, BenchOptions.OutstandingAtRateMax));

    private IEnumerable<Contestant> Engines(Scenario scenario) =>
        from shards in options.Shards
        from outstanding in options.Rate is null ? options.Outstanding : [BenchOptions.OutstandingAtRateMax]
        select Engine(scenario, shards, outstanding);

    private Contestant Engine(Scenario scenario, int shards, int outstanding) => new(
        scenario,
        Contestant.Engine,
        $"{options.Store.Kind.ToString().ToLowerInvariant()}, {shards} shard{(shards > 1 ? "s" : "")}" +
            (options.Store.Kind == StoreKind.Postgres ? note : ""),
        Plan(outstanding),
        async cancellation => await EngineSubject.StartAsync(
            await BenchStore.MakeAsync(options.Store, shards, cancellation),
            Scenarios.LotsOf(scenario),
            scenario == Scenario.Spike ? options.Spike.ClosesIn : null,
            cancellation))
    {
        Servers = shards,
    };

    private IEnumerable<Contestant> Peers(Scenario scenario) =>
        from peer in options.Peers
        from connections in options.Connections
        from callers in options.Rate is null && !options.FindsPeaks
            ? PeerSubjects.CallersOf(peer, connections, options.Outstanding)
            : [BenchOptions.OutstandingAtRateMax]
        select new Contestant(
            scenario,
            PeerSubjects.NameOf(peer),
            $"{connections} connection{(connections > 1 ? "s" : "")}{note}",
            Plan(callers),
            async cancellation => await PeerSubjects.StartAsync(
                options.Store, peer, connections, Scenarios.LotsOf(scenario), closesAt: null, cancellation));

    private LoadPlan Plan(int outstanding) => new(options.Warmup, options.Measured, outstanding, options.Rate);
}
