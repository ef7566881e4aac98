using Auctions.Bench.Peaks;
using Auctions.Bench.Spikes;

namespace Auctions.Bench.Reporting;

/// <summary>All that was found out.</summary>
/// <param name="Settings">Under what conditions.</param>
/// <param name="Loaded">Who was loaded as asked, with the results.</param>
internal sealed record Findings(Settings Settings, IReadOnlyList<Contestant> Loaded)
{
    public IReadOnlyList<PeakFinding> Peaks { get; init; } = [];

    public IReadOnlyList<SpikeFinding> Spikes { get; init; } = [];

    /// <summary>Whether every store held what was acknowledged.</summary>
    public bool IsRight => Loaded
        .Concat(Peaks.Select(peak => peak.Contestant))
        .Concat(Spikes.Select(spike => spike.Contestant))
        .All(contestant => contestant.Problems.Count == 0);
}
