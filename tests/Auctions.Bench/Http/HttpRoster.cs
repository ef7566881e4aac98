using Auctions.Bench.Spikes;
using Auctions.Measuring;
using Auctions.Measuring.Http;
using Auctions.Scenarios.Support;

namespace Auctions.Bench.Http;

/// <summary>Who takes part over HTTP, by what is asked; made anew at each call.</summary>
/// <param name="options">What is asked.</param>
/// <param name="authority">Whose tokens the servers trust.</param>
/// <param name="callers">Who sells and bids.</param>
internal sealed class HttpRoster(HttpBenchOptions options, TokenAuthority authority, HttpCallers callers)
{
    /// <summary>The subject that is bid on.</summary>
    public const string Bid = "http";

    /// <summary>The subject that answers the same every time.</summary>
    public const string Constant = "constant";

    private Scenario[] Steady => [.. options.Scenarios.Where(scenario => scenario != Scenario.Spike)];

    /// <summary>Who is loaded as asked.</summary>
    public IReadOnlyList<Contestant> Loaded() => Steady is not [var first, ..] steady ? [] :
    [
        .. from shards in options.Shards
           from outstanding in options.Rate is null ? options.Outstanding : [options.Connections]
           from contestant in steady.Select(scenario => Bids(scenario, shards, outstanding))
               .Append(Constants(first, shards, outstanding))
           select contestant,
    ];

    /// <summary>Who meets the spike, and the same on auctions that stay open, which shows the peak.</summary>
    public IReadOnlyList<(Contestant Spiked, Contestant Calm)> Spikes() => !options.Scenarios.Contains(Scenario.Spike)
        ? []
        :
        [
            .. from shards in options.SpikeShards
               select (
                   Warm(Scenario.Spike, shards, options.Spike.ClosesIn),
                   Warm(Scenario.Spread, shards, closesIn: null)),
        ];

    private Contestant Bids(Scenario scenario, int shards, int connections) => new(
        scenario,
        Bid,
        SetupOf(shards, connections),
        PlanOf(connections),
        async cancellation => await BidOnAsync(
            await ServerAsync(shards, cancellation), scenario, connections, closesIn: null, cancellation));

    // Its server has run for a while.
    private Contestant Warm(Scenario scenario, int shards, TimeSpan? closesIn) => new(
        scenario,
        Bid,
        SetupOf(shards, options.Connections),
        PlanOf(options.Connections),
        async cancellation => await BidOnAsync(
            await WarmServerAsync(shards, cancellation), scenario, options.Connections, closesIn, cancellation));

    // On no lot, but what is shown of a contestant has a scenario.
    private Contestant Constants(Scenario shown, int shards, int connections) => new(
        shown,
        Constant,
        SetupOf(shards, connections),
        PlanOf(connections),
        async cancellation => await ConstantSubject.StartAsync(
            await ServerAsync(shards, cancellation), connections, cancellation));

    private Task<ServerSubject> BidOnAsync(
        BenchServer server,
        Scenario scenario,
        int connections,
        TimeSpan? closesIn,
        CancellationToken cancellation) => ServerSubject.StartAsync(
        server, callers, authority.Issuer, Scenarios.LotsOf(scenario), connections, closesIn, cancellation);

    private Task<BenchServer> ServerAsync(int shards, CancellationToken cancellation) =>
        BenchServer.StartAsync(options.Store, shards, authority, cancellation);

    private async Task<BenchServer> WarmServerAsync(int shards, CancellationToken cancellation)
    {
        var server = await ServerAsync(shards, cancellation);
        try
        {
            await using var other = await HttpSubject.StartAsync(
                server.Url, callers, Scenarios.LotsOf(Scenario.Spread), options.Connections, cancellation);
            await WarmUp.RunAsync(other, options.Warmup, options.Connections, cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private string SetupOf(int shards, int connections) =>
        $"{options.Store.Kind.ToString().ToLowerInvariant()}, {shards} shard{(shards > 1 ? "s" : "")}, " +
        $"{connections} connection{(connections > 1 ? "s" : "")}";

    private LoadPlan PlanOf(int connections) => new(
        options.Warmup,
        options.Measured,
        options.Rate is null ? connections : BenchOptions.OutstandingAtRateMax,
        options.Rate);
}
