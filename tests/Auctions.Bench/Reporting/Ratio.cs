using Auctions.Bench.Peaks;
using Auctions.Measuring;

namespace Auctions.Bench.Reporting;

/// <summary>How many times what a peer at its best does the engine at its best does.</summary>
/// <param name="Scenario">On what was bid.</param>
/// <param name="Engine">How the engine was set up.</param>
/// <param name="Peer">The peer, and how it was set up.</param>
/// <param name="Median">Of the ratios of runs made one after the other, so that both met the same machine.</param>
/// <param name="Least">The least of them.</param>
/// <param name="Most">The largest of them.</param>
internal sealed record Ratio(string Scenario, string Engine, string Peer, double Median, double Least, double Most)
{
    /// <summary>What is compared.</summary>
    public Measure Measure { get; init; } = Measure.Throughput;

    public static Ratio Of(Contestant engine, Contestant peer)
    {
        var ratios = engine.Results.Zip(peer.Results, (one, other) => one.AcceptedPerSecond / other.AcceptedPerSecond)
            .ToArray();
        return new Ratio(
            Scenarios.NameOf(engine.Scenario),
            $"{engine.Setup}, {engine.Plan.Outstanding:N0} outstanding",
            $"{peer.Subject}, {peer.Setup}, {peer.Plan.Outstanding:N0} outstanding",
            Statistics.Median(ratios),
            ratios.Min(),
            ratios.Max());
    }

    public static Ratio Of(PeakFinding engine, PeakFinding peer)
    {
        var ratio = (double)engine.Peak.Rate / peer.Peak.Rate;
        return new Ratio(
            Scenarios.NameOf(engine.Contestant.Scenario),
            engine.Contestant.Setup,
            $"{peer.Contestant.Subject}, {peer.Contestant.Setup}",
            ratio,
            ratio,
            ratio)
        {
            Measure = Measure.Peak,
        };
    }

    /// <summary>What makes a contestant the best of its kind: the median over its runs.</summary>
    public static double Throughput(Contestant contestant) =>
        Statistics.Median(contestant.Results.Select(result => result.AcceptedPerSecond));

    public string ToText() => Measure switch
    {
        Measure.Throughput =>
            $"{Scenario}: the engine ({Engine}) does {Median:N1} times its peer ({Peer}), {Least:N1} to {Most:N1}",
        Measure.Peak => $"{Scenario}: the peak of the engine ({Engine}) is {Median:N1} times that of {Peer}",
        Measure.Spike => throw new InvalidOperationException("No peer meets the spike."),
    };
}
