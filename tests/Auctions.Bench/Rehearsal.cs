using System.Runtime;
using Auctions.Measuring;

namespace Auctions.Bench;

/// <summary>
/// Loads whatever runs in this process until the runtime has compiled it to the end, before anything is measured. In a
/// process that has just started, a bid costs twice the processor time, and on two busy cores compiling takes seconds.
/// </summary>
/// <param name="contestants">Who is to be measured.</param>
internal sealed class Rehearsal(IReadOnlyList<Contestant> contestants)
{
    /// <summary>Compiling is over where a second brings fewer methods.</summary>
    private const int MethodsOfQuiet = 10;

    private const int SlicesMax = 10;

    // Bids at a rate may be more; here each waits for the one before.
    private const int OutstandingMax = 4_096;

    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1);

    // Expected: a peer computes little here.
    private static readonly TimeSpan OfEngine = SlicesMax * Slice, OfPeer = 2 * Slice;

    // Of this process, in which the steps of a preset follow one another.
    private static readonly HashSet<string> Rehearsed = [];

    // The engine goes other ways on one auction than on many, and on another kind of store; a peer does not.
    private IReadOnlyList<Contestant> Parts => [.. contestants
        .DistinctBy(PartOf)
        .Where(contestant => !Rehearsed.Contains(PartOf(contestant)))];

    /// <summary>How long it is expected to take.</summary>
    public TimeSpan Expected => Parts.Aggregate(TimeSpan.Zero, (sum, part) => sum + ExpectedOf(part));

    /// <summary>Does it, once per process.</summary>
    /// <exception cref="MeasurementException">Something cannot run.</exception>
    public async Task PlayAsync(Agenda agenda, CancellationToken cancellation)
    {
        foreach (var part in Parts)
        {
            var (seconds, methods) = await PlayAsync(part, cancellation);
            Rehearsed.Add(PartOf(part));
            agenda.Done(ExpectedOf(part));
            Console.Error.WriteLine(
                $"rehearsed: {PartOf(part)}, {methods:N0} methods compiled in {seconds} s; {agenda}");
        }
    }

    private static async Task<(int Seconds, long Methods)> PlayAsync(
        Contestant contestant, CancellationToken cancellation)
    {
        await using var subject = await contestant.StartAsync(cancellation);
        var chooser = Scenarios.ChooserOf(contestant.Scenario);
        var ladder = new Ladder(chooser.Lots);
        var plan = new LoadPlan(Slice, TimeSpan.Zero, Math.Min(OutstandingMax, contestant.Plan.Outstanding));
        var methods = 0L;
        for (var slice = 1; ; slice++)
        {
            var before = JitInfo.GetCompiledMethodCount();
            await Load.Of(subject, ladder, plan, chooser).RunAsync(plan, cancellation);
            var compiled = JitInfo.GetCompiledMethodCount() - before;
            methods += compiled;
            if (compiled < MethodsOfQuiet || slice == SlicesMax)
            {
                return (slice, methods);
            }
        }
    }

    private static TimeSpan ExpectedOf(Contestant contestant) =>
        (contestant.IsEngine ? OfEngine : OfPeer) + contestant.Overhead;

    private static string PartOf(Contestant contestant) => contestant.IsEngine
        ? $"{contestant.Subject}, {contestant.Setup.Split(',')[0]}, {Scenarios.NameOf(contestant.Scenario)}"
        : contestant.Subject;
}
