using System.Diagnostics;
using Auctions.Bench.Checking;
using Auctions.Bench.Reporting;
using Auctions.Bench.Subjects;
using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Hosting;
using Auctions.Measuring;

namespace Auctions.Bench.Soaking;

/// <summary>Keeps one engine at work for very many bids and watches what its process takes.</summary>
internal sealed class SoakRun(SoakOptions options)
{
    // Filled auctions leave memory soon, so that it does not take five minutes until nothing grows any more.
    private const int IdleSeconds = 5;
    private const int TellEverySamples = 10;
    private const int ProblemsShown = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswersMax = TimeSpan.FromSeconds(60);

    private readonly Tally _tally = new();
    private readonly List<Sample> _samples = [];
    private volatile bool _isEnough;

    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    /// <exception cref="MeasurementException">It cannot run, or was too short to tell.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var settings = new Settings(
        [
            .. Settings.Machine(options.Store),
            new("soak", $"{options.Bids:N0} bids on {options.Auctions:N0} auctions at a time, " +
                $"{options.BidsPerAuction:N0} bids each, {options.Outstanding:N0} under way; every other filled " +
                $"auction is closed, the rest leave memory after {IdleSeconds} s"),
            new("store", $"{options.Store.Kind.ToString().ToLowerInvariant()}, {options.Shards} shards"),
        ]);
        Console.WriteLine(settings.ToText());
        var problems = await PlayAsync(cancellation);
        var report = new SoakReport(
            settings, _samples, Flatness.Of(_samples, options.GrowthPercentMax), _tally.Read(), problems);
        Console.WriteLine(report.ToText());
        if (options.Outputs.Json is { } json)
        {
            await File.WriteAllTextAsync(json, report.ToJson(), cancellation);
        }

        if (options.Outputs.Chart is { } chart)
        {
            await ChartFiles.WriteAsync(chart, [report.ToChart()], cancellation);
        }

        return problems.Count > 0 ? ExitCodes.StoredWrongly : report.Grew ? ExitCodes.Grew : 0;
    }

    private async Task<IReadOnlyList<string>> PlayAsync(CancellationToken cancellation)
    {
        await using var store = await BenchStore.MakeAsync(options.Store, options.Shards, cancellation);
        AuctionId[] all;
        await using (var engine = await BenchEngine.StartAsync(store, Options(), cancellation))
        {
            var auctions = await SoakAuctions.OpenAsync(
                engine, options.Auctions, options.BidsPerAuction, cancellation);
            await LoadAsync(engine, auctions, cancellation);
            all = auctions.All;
        }

        Console.Error.WriteLine($"reading {_tally.Read().Accepted:N0} bids on {all.Length:N0} auctions back ...");
        var problems = await ReadBack.CheckAsync(
            _tally.Read(), StoredLots.ReadAsync(store.Journal, all, cancellation), cancellation);
        foreach (var problem in problems.Take(ProblemsShown))
        {
            Console.Error.WriteLine($"STORED WRONGLY: {problem}");
        }

        return problems;
    }

    private static EngineOptions Options() => new()
    {
        IdleSeconds = IdleSeconds,
        BidsPerAuctionMax = BenchEngine.BidsPerAuctionMax,
    };

    private async Task LoadAsync(LocalAuctions engine, SoakAuctions auctions, CancellationToken cancellation)
    {
        var callers = Task.WhenAll(Enumerable.Range(0, options.Outstanding)
            .Select(caller => Task.Run(() => KeepCallingAsync(engine, auctions, caller), cancellation)));
        try
        {
            await SampleAsync(callers, cancellation);
        }
        finally
        {
            _isEnough = true;
        }

        try
        {
            await callers.WaitAsync(AnswersMax, cancellation);
        }
        catch (TimeoutException)
        {
            throw new MeasurementException($"Bids were not answered within {AnswersMax.TotalSeconds:0} s.");
        }
    }

    private async Task KeepCallingAsync(LocalAuctions engine, SoakAuctions auctions, int caller)
    {
        try
        {
            await CallAsync(engine, auctions, caller % auctions.Places);
        }
        catch (Exception broken) when (broken is not MeasurementException)
        {
            throw new MeasurementException($"A bid broke: {broken}");
        }
        finally
        {
            // All of them end with the first.
            _isEnough = true;
        }
    }

    private async Task CallAsync(LocalAuctions engine, SoakAuctions auctions, int place)
    {
        for (; !_isEnough; place = (place + 1) % auctions.Places)
        {
            if (await auctions.TakeAsync(place) is not { } bid)
            {
                continue;
            }

            var (auction, amount) = bid;
            var command = BenchEngine.Bid(auction.Number, amount, engine.Now);
            var answer = await engine.SubmitAsync(auction.Id, command, CancellationToken.None);
            var outcome = Outcome.Of(answer, amount);
            _tally.Add(auction.Number, amount, outcome);
            if (outcome.Kind is OutcomeKind.Unavailable or OutcomeKind.Unknown)
            {
                await Task.Yield();
            }
        }
    }

    // Until there are enough, or the callers broke.
    private async Task SampleAsync(Task callers, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Interval);
        while (!callers.IsCompleted && _tally.Read().Accepted < options.Bids)
        {
            await timer.WaitForNextTickAsync(cancellation);
            var sample = Sample.Take(Stopwatch.GetElapsedTime(start).TotalSeconds, _tally.Read().Accepted);
            _samples.Add(sample);
            if (_samples.Count % TellEverySamples == 0)
            {
                Tell(sample);
            }
        }
    }

    private void Tell(Sample sample)
    {
        var left = sample.Accepted == 0
            ? TimeSpan.Zero
            : TimeSpan.FromSeconds(sample.Seconds * Math.Max(0, options.Bids - sample.Accepted) / sample.Accepted);
        Console.Error.WriteLine(
            $"{sample.Accepted:N0} of {options.Bids:N0} bids, {sample.ResidentBytes >> 20:N0} MB resident, " +
            $"{sample.Handles} handles, {sample.Threads} threads; about {Duration.ToText(left)} left");
    }
}
