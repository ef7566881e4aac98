using Auctions.Bench.Reporting;
using Auctions.Bench.Subjects;
using Auctions.Measuring;

namespace Auctions.Bench.Heating;

/// <summary>
/// Measures throughput and processor time with and without knowing what is hot: one engine, switched on and off in
/// turns, so that both meet the same machine. Turns come in mirrored order (with, without, without, with), which takes
/// a steady drift out; whichever comes first in a pair comes second in the next.
/// </summary>
internal sealed class HeatRun(HeatOptions options)
{
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(0.5);

    private readonly Table _table = new(
        "scenario", "bids/s with", "without", "with / without", "95 % interval",
        "CPU us/bid with", "without", "with / without", "95 % interval", "B/bid");

    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        Console.WriteLine(new Settings(
        [
            .. Settings.Machine(options.Store),
            new("pairs", $"{options.Pairs} of {options.Turns} turns with and {options.Turns} without, each of " +
                $"{options.Seconds.TotalSeconds} s after {Warmup.TotalSeconds} s that are not counted; ratios are " +
                "medians of the pairs"),
            new("load", new LoadPlan(Warmup, options.Seconds, options.Outstanding, options.Rate).LoadText),
            new("CPU us/bid", "what this process computes for a bid, the load and the gathering included"),
            new("B/bid", "what the process allocates for a bid with, less what it does without, median of the pairs"),
        ]).ToText());
        var isRight = true;
        foreach (var scenario in options.Scenarios)
        {
            isRight &= await RunAsync(scenario, cancellation);
        }

        Console.WriteLine(_table.ToText());
        return isRight ? 0 : ExitCodes.StoredWrongly;
    }

    private async Task<bool> RunAsync(Scenario scenario, CancellationToken cancellation)
    {
        // What was bid in one turn would be taken in during another.
        var store = await BenchStore.MakeAsync(options.Store, shards: 1, cancellation, projects: false);
        var lots = Scenarios.LotsOf(scenario);
        await using var subject = await EngineSubject.StartAsync(store, lots, cancellation);
        await using var heat = new HeatSwitch(subject.Auctions, store);
        var ladder = new Ladder(lots);
        var total = default(Answered);
        long counted = 0;
        var pairs = new List<(HeatSide With, HeatSide Without)>();
        await LoadAsync(isOn: false);
        for (var pair = 0; pair < options.Pairs; pair++)
        {
            var sides = (With: new HeatSide(), Without: new HeatSide());
            for (var turn = 0; turn < 2 * options.Turns; turn++)
            {
                // On, off, off, on, on, off, ...; every other pair the other way round.
                var isOn = ((turn + 1) / 2 + pair) % 2 == 0;
                (isOn ? sides.With : sides.Without).Add(await LoadAsync(isOn));
            }

            pairs.Add(sides);
            Console.Error.WriteLine(
                $"{Scenarios.NameOf(scenario)}, pair {pair + 1} of {options.Pairs}: " +
                $"{sides.With.BidsPerSecond:N0} with, {sides.Without.BidsPerSecond:N0} bids/s without");
        }

        Tell(scenario, pairs);
        return await CheckAsync();

        async Task<LoadResult> LoadAsync(bool isOn)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            if (isOn)
            {
                heat.On();
            }

            var plan = new LoadPlan(Warmup, options.Seconds, options.Outstanding, options.Rate);
            var load = Load.Of(subject, ladder, plan, Scenarios.ChooserOf(scenario));
            var result = await load.RunAsync(plan, cancellation);
            await heat.OffAsync();
            total += result.Total;
            counted += isOn ? result.Total.Accepted : 0;
            return result;
        }

        async Task<bool> CheckAsync()
        {
            var stored = subject.ReadBackAsync(cancellation);
            var problems = (await ReadBack.CheckAsync(total, stored, cancellation)).ToList();
            if (heat.Bids != counted)
            {
                problems.Add($"{counted:N0} bids were accepted while it was on, {heat.Bids:N0} were counted");
            }

            problems.ForEach(problem => Console.Error.WriteLine($"WRONG: {problem}"));
            return problems.Count == 0;
        }
    }

    private void Tell(Scenario scenario, IReadOnlyList<(HeatSide With, HeatSide Without)> pairs)
    {
        string[] Compared(Func<HeatSide, double> of, string format)
        {
            var ratios = pairs.Select(pair => of(pair.With) / of(pair.Without)).ToArray();
            var (least, most) = Statistics.MedianInterval(ratios);
            return
            [
                Statistics.Median(pairs.Select(pair => of(pair.With))).ToString(format),
                Statistics.Median(pairs.Select(pair => of(pair.Without))).ToString(format),
                $"{Statistics.Median(ratios):0.000}",
                $"{least:0.000} to {most:0.000}",
            ];
        }

        _table.Add(
        [
            Scenarios.NameOf(scenario),
            .. Compared(side => side.BidsPerSecond, "N0"),
            .. Compared(side => side.MicrosecondsPerBid, "0.00"),
            $"{Statistics.Median(pairs.Select(pair => pair.With.BytesPerBid - pair.Without.BytesPerBid)):0.0}",
        ]);
    }
}
