using System.Runtime.CompilerServices;
using Auctions.Measuring;

namespace Auctions.Bench.Spikes;

/// <summary>
/// Bids few, then a hundred times as many until all auctions end together, then few again while the hammers fall; then
/// reads the journal.
/// </summary>
internal sealed class SpikeRun(Contestant contestant, SpikeOptions options)
{
    // What is not closed by then is not going to be.
    private static readonly TimeSpan ClosingPatience = TimeSpan.FromMinutes(1);

    /// <param name="peak">The peak of the subject.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="MeasurementException">It cannot run.</exception>
    public async Task<SpikeFinding> RunAsync(int peak, CancellationToken cancellation)
    {
        var plan = options.Plan(SpikeOptions.RateOf(peak));
        var spiked = contestant.Under(plan);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        await using var started = await contestant.StartAsync(cancellation);
        if (started is not IClosingSubject subject)
        {
            throw new MeasurementException($"{contestant.Subject} has no auctions that end; leave spike out.");
        }

        await UntilAsync(subject, subject.ClosesAt - options.Lull - options.Burst, cancellation);
        var startsAt = subject.Now;
        var (result, seen) = await LoadAndWatchAsync(subject, plan, cancellation);
        spiked.Results.Add(result);
        var hammers = new List<double>();
        await Turns.CheckAsync(
            spiked, result.Total, Noting(subject.ReadBackAsync(cancellation), hammers, cancellation), cancellation);
        contestant.Problems.AddRange(spiked.Problems);
        return new SpikeFinding(
            spiked,
            peak,
            subject.ClosesAt - startsAt,
            hammers,
            [.. seen.Select(time => (time - subject.ClosesAt).TotalMilliseconds)]);
    }

    private static async Task<(LoadResult Result, IReadOnlyList<DateTimeOffset> Seen)> LoadAndWatchAsync(
        IClosingSubject subject, LoadPlan plan, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watching = WatchAsync(subject, patience.Token);
        try
        {
            var chooser = Scenarios.ChooserOf(Scenario.Spike);
            var load = Load.Of(subject, new Ladder(chooser.Lots), plan, chooser);
            var result = await load.RunAsync(plan, cancellation);
            patience.CancelAfter(ClosingPatience);
            return (result, await watching);
        }
        finally
        {
            await patience.CancelAsync();
        }
    }

    private static async Task<IReadOnlyList<DateTimeOffset>> WatchAsync(
        IClosingSubject subject, CancellationToken cancellation)
    {
        // Before the end pages would only be one more load.
        await Task.Delay(Left(subject, subject.ClosesAt), cancellation);
        return await subject.WatchClosingsAsync(cancellation);
    }

    private static async Task UntilAsync(
        IClosingSubject subject, DateTimeOffset time, CancellationToken cancellation)
    {
        if (subject.Now > time)
        {
            throw new MeasurementException(
                "Creating the auctions took until bids were due. Look at the store's log, or give it a faster disk.");
        }

        await Task.Delay(Left(subject, time), cancellation);
    }

    private static TimeSpan Left(IClosingSubject subject, DateTimeOffset time) =>
        time - subject.Now is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private static async IAsyncEnumerable<StoredLot> Noting(
        IAsyncEnumerable<StoredLot> lots,
        List<double> hammers,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var lot in lots.WithCancellation(cancellation))
        {
            if (lot.Ending is { Closings: [var closing, ..] } ending)
            {
                hammers.Add((closing.At - ending.End).TotalMilliseconds);
            }

            yield return lot;
        }
    }
}
