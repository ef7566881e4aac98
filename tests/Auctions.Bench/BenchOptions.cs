using Auctions.Bench.Peaks;
using Auctions.Bench.Peers;
using Auctions.Bench.Reporting;
using Auctions.Bench.Spikes;
using Auctions.Bench.Subjects;

namespace Auctions.Bench;

/// <summary>What is measured, and for how long.</summary>
/// <param name="Measured">Measured time of each run.</param>
/// <param name="Warmup">Time before it that is not counted.</param>
/// <param name="Runs">Runs of each contestant.</param>
/// <param name="Scenarios">On what is bid.</param>
/// <param name="Outstanding">Bids under way in the engine.</param>
/// <param name="Shards">Shards of the engine's store.</param>
/// <param name="Peers">What else is measured.</param>
/// <param name="Connections">Connections of a peer.</param>
/// <param name="Rate">Bids sent per second; null: callers wait for their answers.</param>
/// <param name="FindsPeaks">Whether the highest rate is found that each contestant bears.</param>
/// <param name="Spike">What the scenario spike is.</param>
/// <param name="Store">Where the engine journals, and where the peers' PostgreSQL is.</param>
/// <param name="Outputs">Who gets the figures.</param>
internal sealed record BenchOptions(
    TimeSpan Measured,
    TimeSpan Warmup,
    int Runs,
    IReadOnlyList<Scenario> Scenarios,
    IReadOnlyList<int> Outstanding,
    IReadOnlyList<int> Shards,
    IReadOnlyList<Peer> Peers,
    IReadOnlyList<int> Connections,
    int? Rate,
    bool FindsPeaks,
    SpikeOptions Spike,
    StoreChoice Store,
    Outputs Outputs)
{
    public const string HowToGivePostgres =
        "Start PostgreSQL and give its connection strings, one per line (Host=...;Port=...;Username=...;" +
        "Password=...;Database=...), with --postgres FILE or in AUCTIONS_POSTGRES.";

    /// <summary>Most bids under way at a given rate; what is due beyond is not sent.</summary>
    public const int OutstandingAtRateMax = 16_384;

    /// <summary>So many may be under way however low the rate is.</summary>
    public const int OutstandingLeast = 64;

    /// <summary>How long rates are offered in search of a peak.</summary>
    /// <param name="withHalf">Whether half the peak is measured, too.</param>
    public PeakTiming PeakTiming(bool withHalf) => new(Warmup, Measured, Runs, withHalf);
}
