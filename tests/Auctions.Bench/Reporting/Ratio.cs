namespace Auctions.Bench.Reporting;

/// <summary>How many times the throughput of a peer at its best the engine at its best reaches.</summary>
/// <param name="Scenario">On what was bid.</param>
/// <param name="Engine">How the engine was set up.</param>
/// <param name="Peer">The peer, and how it was set up.</param>
/// <param name="Median">Of the ratios of runs made one after the other, so that both met the same machine.</param>
/// <param name="Least">The least of them.</param>
/// <param name="Most">The largest of them.</param>
internal sealed record Ratio(string Scenario, string Engine, string Peer, double Median, double Least, double Most)
{
    public static Ratio Of(Contestant engine, Contestant peer)
    {
        var ratios = engine.Results.Zip(peer.Results, (one, other) => one.AcceptedPerSecond / other.AcceptedPerSecond)
            .ToArray();
        return new Ratio(
            engine.Scenario.ToString().ToLowerInvariant(),
            $"{engine.Setup}, {engine.Plan.Outstanding:N0} outstanding",
            $"{peer.Subject}, {peer.Setup}",
            Statistics.Median(ratios),
            ratios.Min(),
            ratios.Max());
    }

    /// <summary>What makes a contestant the best of its kind: the median over its runs.</summary>
    public static double Throughput(Contestant contestant) =>
        Statistics.Median(contestant.Results.Select(result => result.AcceptedPerSecond));

    public string ToText() =>
        $"{Scenario}: the engine ({Engine}) does {Median:N1} times its peer ({Peer}), {Least:N1} to {Most:N1}";
}
