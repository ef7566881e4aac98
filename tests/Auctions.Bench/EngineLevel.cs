using Auctions.Bench.Peaks;
using Auctions.Bench.Peers;
using Auctions.Bench.Reporting;
using Auctions.Bench.Spikes;
using Auctions.Measuring;

namespace Auctions.Bench;

/// <summary>The level of the engine in this process, and its peers.</summary>
internal sealed class EngineLevel(BenchOptions options)
{
    private readonly PeakTiming _searching = options.PeakTiming(withHalf: true);

    /// <summary>How long it is expected to take.</summary>
    public TimeSpan Expected => ExpectedOf(new Roster(options, note: ""));

    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    /// <exception cref="MeasurementException">Something cannot run.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (PeerSubjects.Lacks(options.Peers, options.Store) is { Count: > 0 } lacks)
        {
            throw new MeasurementException(string.Join('\n', lacks));
        }

        var roster = new Roster(options, await FsyncDelay.NoteAsync(options.Store, cancellation));
        var settings = await Settings.ReadAsync(options, cancellation);
        Console.WriteLine(settings.ToText());
        var agenda = new Agenda(ExpectedOf(roster), TimeProvider.System);
        Console.Error.WriteLine($"this is expected to take {Duration.ToText(agenda.Expected)}");

        await RehearsalOf(roster).PlayAsync(agenda, cancellation);
        var loaded = roster.Loaded();
        await new Turns(loaded, options.Runs).PlayAsync(agenda, cancellation);
        var peaks = new List<PeakFinding>();
        foreach (var contestant in roster.Searched())
        {
            peaks.Add(await new PeakRun(contestant, _searching).FindAsync(agenda, cancellation));
        }

        var spikes = await StageOf(roster).PlayAsync(peaks, agenda, cancellation);
        var findings = new Findings(settings, loaded) { Peaks = peaks, Spikes = spikes };
        return await new Publisher(options.Outputs).PublishAsync(findings, cancellation);
    }

    private TimeSpan ExpectedOf(Roster roster)
    {
        var searched = roster.Searched();
        var loaded = RehearsalOf(roster).Expected + new Turns(roster.Loaded(), options.Runs).Expected;
        return searched.Aggregate(
            loaded + StageOf(roster).ExpectedAfter(searched),
            (sum, contestant) => sum + _searching.ExpectedFor(contestant));
    }

    private Rehearsal RehearsalOf(Roster roster) => new(options.Warmup == TimeSpan.Zero
        ? []
        : [.. roster.Loaded(), .. roster.Searched(), .. roster.Spikes().Select(spike => spike.Calm)]);

    private SpikeStage StageOf(Roster roster) =>
        new(roster.Spikes(), options.Spike, options.PeakTiming(withHalf: false));
}
