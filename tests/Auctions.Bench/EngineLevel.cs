using Auctions.Bench.Measuring;
using Auctions.Bench.Peers;
using Auctions.Bench.Reporting;
using Auctions.Bench.Subjects;

namespace Auctions.Bench;

/// <summary>The level of the engine in this process, and its peers.</summary>
internal sealed class EngineLevel(BenchOptions options)
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
        var run = new BenchRun(settings, [.. Contestants()], options.Runs, options.Json);
        return await run.RunAsync(cancellation);
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
