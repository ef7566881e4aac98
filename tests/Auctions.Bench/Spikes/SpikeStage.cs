using Auctions.Bench.Peaks;
using Auctions.Measuring;

namespace Auctions.Bench.Spikes;

/// <summary>Plays spikes one after the other; a peak that nothing has told so far is found first.</summary>
/// <param name="spikes">Who meets a spike, and the same on auctions that stay open, which shows the peak.</param>
/// <param name="options">What a spike is.</param>
/// <param name="timing">How a peak is found.</param>
internal sealed class SpikeStage(
    IReadOnlyList<(Contestant Spiked, Contestant Calm)> spikes, SpikeOptions options, PeakTiming timing)
{
    /// <summary>How long all is expected to take.</summary>
    /// <param name="searched">Whose peaks are known by then.</param>
    public TimeSpan ExpectedAfter(IReadOnlyList<Contestant> searched)
    {
        var sum = TimeSpan.Zero;
        foreach (var (_, calm) in spikes)
        {
            var isKnown = options.PeakRate is not null || searched.Any(other => IsSame(calm, other));
            sum += options.Expected + (isKnown ? TimeSpan.Zero : timing.ExpectedFor(calm));
        }

        return sum;
    }

    /// <param name="peaks">Those that are known; the ones that are found are added.</param>
    /// <param name="agenda">Is told what is done.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="MeasurementException">Something cannot run.</exception>
    public async Task<IReadOnlyList<SpikeFinding>> PlayAsync(
        List<PeakFinding> peaks, Agenda agenda, CancellationToken cancellation)
    {
        var findings = new List<SpikeFinding>();
        foreach (var (spiked, calm) in spikes)
        {
            var known = options.PeakRate ?? PeakOf(calm, peaks)?.Peak.Rate;
            if (known is null)
            {
                peaks.Add(await new PeakRun(calm, timing).FindAsync(agenda, cancellation));
            }

            var peak = known ?? peaks[^1].Peak.Rate;
            findings.Add(await new SpikeRun(spiked, options).RunAsync(peak, cancellation));
            agenda.Done(options.Expected);
            Console.Error.WriteLine($"spike of {spiked.Subject}, {spiked.Setup}: done; {agenda}");
        }

        return findings;
    }

    private static PeakFinding? PeakOf(Contestant calm, List<PeakFinding> peaks) =>
        peaks.Find(peak => IsSame(calm, peak.Contestant));

    private static bool IsSame(Contestant one, Contestant other) =>
        (one.Scenario, one.Subject, one.Setup) == (other.Scenario, other.Subject, other.Setup);
}
