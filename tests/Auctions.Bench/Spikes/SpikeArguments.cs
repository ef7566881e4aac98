using System.CommandLine;

namespace Auctions.Bench.Spikes;

/// <summary>What can be asked of the scenario spike, the same at each level.</summary>
internal sealed class SpikeArguments
{
    // Over a network and from a process that has just started it takes longer until all auctions are there.
    private static readonly TimeSpan CreationByProcesses = TimeSpan.FromSeconds(10);

    private readonly Option<int?> _peakRate = OptionMaker.PerSecond(
        "--peak-rate", "For the scenario spike: the peak that it is made from; without it the peak is found first.");

    private readonly Option<double> _lull = OptionMaker.Seconds(
        "--lull", 10, least: 0.1, "For the scenario spike: time before the last bids.");

    private readonly Option<double> _burst = OptionMaker.Seconds(
        "--burst", 10, least: 0.1, "For the scenario spike: time before the end with a hundred times as many.");

    public Option[] All => [_peakRate, _lull, _burst];

    public SpikeOptions Read(ParseResult parsed) => new(
        TimeSpan.FromSeconds(parsed.GetValue(_lull)),
        TimeSpan.FromSeconds(parsed.GetValue(_burst)),
        parsed.GetValue(_peakRate));

    /// <summary>The same for a level whose auctions are in other processes.</summary>
    public SpikeOptions ReadForProcesses(ParseResult parsed) => Read(parsed) with { Creation = CreationByProcesses };
}
