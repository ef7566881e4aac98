using Auctions.Bench.Peaks;
using Auctions.Bench.Reporting;
using Auctions.Bench.Spikes;
using Auctions.Measuring;

namespace Auctions.Bench;

/// <summary>Runs every contestant in turns, then the spikes, and tells what came of it.</summary>
/// <param name="settings">Under what conditions they run.</param>
/// <param name="contestants">Who runs, in this order.</param>
/// <param name="runs">How often each.</param>
/// <param name="spikes">The spikes; may be none.</param>
/// <param name="outputs">Who gets the figures.</param>
internal sealed class BenchRun(
    Settings settings, IReadOnlyList<Contestant> contestants, int runs, SpikeStage spikes, Outputs outputs)
{
    /// <summary>False: a store did not hold what was acknowledged.</summary>
    /// <exception cref="MeasurementException">Something cannot run.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        Console.WriteLine(settings.ToText());
        var turns = new Turns(contestants, runs);
        var agenda = new Agenda(turns.Expected + spikes.ExpectedAfter([]), TimeProvider.System);
        Console.Error.WriteLine($"this is expected to take {Duration.ToText(agenda.Expected)}");
        await turns.PlayAsync(agenda, cancellation);
        var peaks = new List<PeakFinding>();
        var spiked = await spikes.PlayAsync(peaks, agenda, cancellation);
        var findings = new Findings(settings, contestants) { Peaks = peaks, Spikes = spiked };
        await new Publisher(outputs).PublishAsync(findings, cancellation);
        return findings.IsRight;
    }
}
