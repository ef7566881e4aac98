using Auctions.Measuring;

namespace Auctions.Bench.Peaks;

/// <summary>How long rates are offered.</summary>
/// <param name="Warmup">Before each full run.</param>
/// <param name="Measured">Of each full run.</param>
/// <param name="Runs">Full runs that confirm a rate.</param>
/// <param name="WithHalf">Whether half the peak is measured, too.</param>
internal sealed record PeakTiming(TimeSpan Warmup, TimeSpan Measured, int Runs, bool WithHalf)
{
    private static readonly TimeSpan WarmupOfTryMax = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan TryMax = TimeSpan.FromSeconds(1.5);

    public LoadPlan Try(int rate) => Plan(Least(Warmup, WarmupOfTryMax), Least(Measured, TryMax), rate);

    /// <summary>Before the first try: what has just started would show a lower peak than it has.</summary>
    public LoadPlan First() => new(Warmup, TimeSpan.Zero, BenchOptions.OutstandingLeast);

    public LoadPlan Full(int rate) => Plan(Warmup, Measured, rate);

    /// <summary>How long a search is expected to take.</summary>
    public TimeSpan ExpectedFor(Contestant contestant)
    {
        var stores = Scenarios.LotsOf(contestant.Scenario) == 1 ? PeakSearch.TriesExpected : 1;
        var full = contestant.Under(Full(PeakSearch.RateFirst)).Expected;
        return Warmup + (PeakSearch.TriesExpected * Try(PeakSearch.RateFirst).Length) +
            (stores * contestant.Overhead) +
            (Runs * (WithHalf ? 2 : 1) * full);
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    // What half a second brings: a subject that is behind by more fails anyway, and has to work it off afterwards.
    private static LoadPlan Plan(TimeSpan warmup, TimeSpan measured, int rate) => new(
        warmup, measured, Math.Clamp(rate / 2, BenchOptions.OutstandingLeast, BenchOptions.OutstandingAtRateMax), rate);
}

/// <summary>
/// Finds the peak of one contestant. Short tries share a store, except on one auction, which would grow beyond all
/// measure; full runs have a store each.
/// </summary>
internal sealed class PeakRun(Contestant contestant, PeakTiming timing) : IRates
{
    private readonly LotChooser _chooser = Scenarios.ChooserOf(contestant.Scenario);
    private readonly List<Offering> _tries = [];
    private ISubject? _tried;
    private Ladder? _ladder;
    private Answered _answered;
    private Contestant? _confirmed;

    /// <exception cref="MeasurementException">It has none, or cannot run.</exception>
    public async Task<PeakFinding> FindAsync(CancellationToken cancellation)
    {
        try
        {
            var peak = await new PeakSearch(this).FindAsync(cancellation);
            var half = timing.WithHalf ? await RunAsync(Math.Max(1, peak.Rate / 2), cancellation) : null;
            return new PeakFinding(contestant, peak, _confirmed!, half, _tries);
        }
        finally
        {
            await DisposeOfTriedAsync();
        }
    }

    /// <summary>The same as a part of more; says what came of it.</summary>
    public async Task<PeakFinding> FindAsync(Agenda agenda, CancellationToken cancellation)
    {
        var peak = await FindAsync(cancellation);
        agenda.Done(timing.ExpectedFor(contestant));
        Console.Error.WriteLine($"peak of {contestant.Subject}, {contestant.Setup}: {peak.Peak.Rate:N0}/s; {agenda}");
        return peak;
    }

    public async Task<Offering> TryAsync(int rate, CancellationToken cancellation)
    {
        _tried ??= await contestant.StartAsync(cancellation);
        _ladder ??= new Ladder(_chooser.Lots);
        if (_tries.Count == 0)
        {
            await LoadAsync(_tried, _ladder, timing.First(), cancellation);
        }

        var result = await LoadAsync(_tried, _ladder, timing.Try(rate), cancellation);
        var offering = Offering.Of(rate, result);
        _tries.Add(offering);
        Tell("tried", offering);
        if (_chooser.Lots == 1)
        {
            await EndTriesAsync(cancellation);
        }

        return offering;
    }

    public async Task<Offering> ConfirmAsync(int rate, CancellationToken cancellation)
    {
        await EndTriesAsync(cancellation);
        _confirmed = await RunAsync(rate, cancellation);
        return Offering.Of(rate, _confirmed.Results);
    }

    private async Task<LoadResult> LoadAsync(
        ISubject subject, Ladder ladder, LoadPlan plan, CancellationToken cancellation)
    {
        var result = await Load.Of(subject, ladder, plan, _chooser).RunAsync(plan, cancellation);
        _answered += result.Total;
        return result;
    }

    private async Task<Contestant> RunAsync(int rate, CancellationToken cancellation)
    {
        var full = contestant.Under(timing.Full(rate));
        for (var run = 0; run < timing.Runs; run++)
        {
            var result = await Turns.PlayOnceAsync(full, cancellation);
            Tell($"run {run + 1} of {timing.Runs}", Offering.Of(rate, result));
        }

        contestant.Problems.AddRange(full.Problems);
        return full;
    }

    private async Task EndTriesAsync(CancellationToken cancellation)
    {
        if (_tried is { } tried)
        {
            await Turns.CheckAsync(contestant, tried, _answered, cancellation);
            await DisposeOfTriedAsync();
        }
    }

    private async Task DisposeOfTriedAsync()
    {
        if (_tried is { } tried)
        {
            (_tried, _ladder, _answered) = (null, null, default);
            await tried.DisposeAsync();
        }
    }

    private void Tell(string what, Offering offering)
    {
        var whose = $"{Scenarios.NameOf(contestant.Scenario)}, {contestant.Subject}, {contestant.Setup}";
        Console.Error.WriteLine($"peak of {whose}: {what}: {offering}");
    }
}
