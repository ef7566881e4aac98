using Auctions.Bench.Reporting;
using Auctions.Bench.Spikes;
using Auctions.Bench.Subjects;

namespace Auctions.Bench.Cluster;

/// <summary>What is measured on clusters, and for how long.</summary>
/// <param name="Measured">Measured time of each run.</param>
/// <param name="Warmup">Time before it that is not counted.</param>
/// <param name="Runs">Runs of each contestant.</param>
/// <param name="Scenarios">On what is bid.</param>
/// <param name="Modes">How bids travel.</param>
/// <param name="SpikeModes">How they travel in the scenario spike.</param>
/// <param name="Silos">Silos of a cluster.</param>
/// <param name="Outstanding">Bids under way.</param>
/// <param name="Shards">Shards of the store.</param>
/// <param name="Rate">Bids sent per second; null: callers wait for their answers.</param>
/// <param name="Spike">What the scenario spike is.</param>
/// <param name="Store">Where PostgreSQL is.</param>
/// <param name="Outputs">Who gets the figures.</param>
internal sealed record ClusterBenchOptions(
    TimeSpan Measured,
    TimeSpan Warmup,
    int Runs,
    IReadOnlyList<Scenario> Scenarios,
    IReadOnlyList<Mode> Modes,
    IReadOnlyList<Mode> SpikeModes,
    IReadOnlyList<int> Silos,
    IReadOnlyList<int> Outstanding,
    int Shards,
    int? Rate,
    SpikeOptions Spike,
    StoreChoice Store,
    Outputs Outputs);
