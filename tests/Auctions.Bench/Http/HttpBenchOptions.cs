using Auctions.Bench.Reporting;
using Auctions.Bench.Spikes;
using Auctions.Bench.Subjects;

namespace Auctions.Bench.Http;

/// <summary>What is measured over HTTP, and for how long.</summary>
/// <param name="Measured">Measured time of each run.</param>
/// <param name="Warmup">Time before it that is not counted.</param>
/// <param name="Runs">Runs of each contestant.</param>
/// <param name="Scenarios">On what is bid.</param>
/// <param name="Outstanding">Bids under way, each on a connection of its own.</param>
/// <param name="Connections">Connections at a given rate.</param>
/// <param name="Shards">Shards of the server's store.</param>
/// <param name="SpikeShards">The same in the scenario spike.</param>
/// <param name="Rate">Bids sent per second; null: callers wait for their answers.</param>
/// <param name="Spike">What the scenario spike is.</param>
/// <param name="Store">Where the server journals.</param>
/// <param name="Outputs">Who gets the figures.</param>
internal sealed record HttpBenchOptions(
    TimeSpan Measured,
    TimeSpan Warmup,
    int Runs,
    IReadOnlyList<Scenario> Scenarios,
    IReadOnlyList<int> Outstanding,
    int Connections,
    IReadOnlyList<int> Shards,
    IReadOnlyList<int> SpikeShards,
    int? Rate,
    SpikeOptions Spike,
    StoreChoice Store,
    Outputs Outputs);
