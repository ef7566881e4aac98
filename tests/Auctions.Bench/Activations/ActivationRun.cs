using System.Diagnostics;
using Auctions.Bench.Reporting;
using Auctions.Bench.Subjects;
using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Codec;
using Auctions.Engine.Hosting;
using Auctions.Measuring;

namespace Auctions.Bench.Activations;

/// <summary>Opens auctions in engines that have just started, and weighs them once they are open.</summary>
internal sealed class ActivationRun(ActivationOptions options)
{
    private const int Ordinary = 50;
    private const int OrdinaryBids = 50;
    private const int BidsOfIdle = 10;
    private const int OpensAtOnce = 64;

    // An auction gives back the room of a burst a few seconds after it.
    private static readonly TimeSpan UntilIdle = TimeSpan.FromSeconds(8);

    private readonly Table _table = new("what", "measured", "goal", "where it goes");

    public async Task RunAsync(CancellationToken cancellation)
    {
        Console.WriteLine(new Settings([.. Settings.Machine(options.Store)]).ToText());
        await using (var store = await BenchStore.MakeAsync(options.Store, shards: 1, cancellation))
        {
            await OpenAsync(store, cancellation);
        }

        await using (var store = await BenchStore.MakeAsync(options.Store, shards: 1, cancellation))
        {
            await HoldAsync(store, cancellation);
        }

        Console.WriteLine(_table.ToText());
    }

    private async Task OpenAsync(BenchStore store, CancellationToken cancellation)
    {
        Console.Error.WriteLine($"writing {options.Bids:N0} bids ...");
        AuctionId large;
        AuctionId[] ordinary;
        long tail;
        await using (var engine = await BenchEngine.StartAsync(store, cancellation))
        {
            var ids = await BenchEngine.CreateAsync(engine, Ordinary + 1, cancellation);
            (large, ordinary) = (ids[0], ids[1..]);
            await Filler.BidAsync(engine, [large], options.Bids, cancellation);
            await Filler.BidAsync(engine, ordinary, OrdinaryBids, cancellation);
            tail = await Filler.TailAsync(store.Journal, large, cancellation);
        }

        if (await store.Journal.StoredAsync(large, cancellation) is var stored && stored != options.Bids)
        {
            throw new MeasurementException($"{options.Bids} bids were accepted, {stored} are stored.");
        }

        var openings = new List<Opening>();
        for (var run = 0; run <= options.Runs; run++)
        {
            Console.Error.WriteLine($"opening, {run} of {options.Runs} ...");
            openings.Add(await OpenOnceAsync(store, large, ordinary, cancellation));
        }

        // The first one compiled the code.
        Tell(openings[1..], tail);
        await HistoryTimes.TellAsync(_table, store.ReadModels, large, options.Bids, options.Runs, cancellation);
    }

    private static async Task<Opening> OpenOnceAsync(
        BenchStore store, AuctionId large, AuctionId[] ordinary, CancellationToken cancellation)
    {
        var before = Heap();
        var (read, stream) = await TimeAsync(() => store.Journal.StreamAsync(large, withChunks: true, cancellation));
        var (fold, _) = await TimeAsync(() => Task.FromResult(StreamFold.Of(stream).Auction.State.Sequence));
        stream = null;
        GC.Collect();
        await using var engine = await BenchEngine.StartAsync(store, cancellation);
        var small = new List<double>();
        foreach (var id in ordinary)
        {
            small.Add((await TimeAsync(() => ViewAsync(engine, id, cancellation))).Milliseconds);
        }

        var (open, _) = await TimeAsync(() => ViewAsync(engine, large, cancellation));
        return new Opening(open, read, fold, Statistics.Median(small), small.Max(), Heap() - before);
    }

    private void Tell(IReadOnlyList<Opening> openings, long tail)
    {
        double Median(Func<Opening, double> value) => Statistics.Median(openings.Select(value));
        _table.Add(
            $"open an auction of {options.Bids:N0} bids",
            $"{Median(opening => opening.Milliseconds):N0} ms",
            "1,000 ms",
            $"reading {Median(opening => opening.ReadMilliseconds):N0} ms, folding " +
            $"{Median(opening => opening.FoldMilliseconds):N0} ms, each done alone; {tail:N0} events after " +
            "the snapshot");
        _table.Add(
            $"open an auction of {OrdinaryBids} bids",
            $"{Median(opening => opening.SmallMilliseconds):N2} ms",
            "5 ms",
            $"the slowest of {Ordinary}: {Median(opening => opening.SmallMaxMilliseconds):N2} ms");
        _table.Add(
            "hold a remembered bid",
            $"{Median(opening => opening.HeapBytes) / options.Bids:N0} B",
            "100 B",
            $"heap of an open auction of {options.Bids:N0} bids by {Measuring.Bids.Bidders:N0} bidders, per bid");
    }

    private async Task HoldAsync(BenchStore store, CancellationToken cancellation)
    {
        Console.Error.WriteLine($"creating {options.Auctions:N0} auctions ...");
        AuctionId[] ids;
        await using (var engine = await BenchEngine.StartAsync(store, cancellation))
        {
            ids = await BenchEngine.CreateAsync(engine, options.Auctions, cancellation);
        }

        Console.Error.WriteLine("opening them ...");
        var before = Heap();
        await using var opened = await BenchEngine.StartAsync(store, cancellation);
        var (milliseconds, _) = await TimeAsync(async () =>
        {
            var parallel = new ParallelOptions
            {
                MaxDegreeOfParallelism = OpensAtOnce,
                CancellationToken = cancellation,
            };
            await Parallel.ForEachAsync(ids, parallel, async (id, token) => await ViewAsync(opened, id, token));
            return opened.ActiveCount;
        });
        if (opened.ActiveCount != ids.Length)
        {
            throw new MeasurementException($"{opened.ActiveCount} of {ids.Length} auctions are in memory.");
        }

        await Task.Delay(UntilIdle, cancellation);
        var idle = (double)(Heap() - before) / ids.Length;
        await Filler.BidAsync(opened, ids, BidsOfIdle, cancellation);
        await Task.Delay(UntilIdle, cancellation);
        var withBids = (double)(Heap() - before) / ids.Length;
        _table.Add(
            "hold an open auction without bids",
            $"{idle:N0} B",
            "2,048 B",
            $"heap of {ids.Length:N0}, per auction; opened at {ids.Length / milliseconds * 1e3:N0} per second");
        _table.Add(
            $"hold an open auction of {BidsOfIdle} bids",
            $"{withBids:N0} B",
            $"{2_048 + (BidsOfIdle * 100):N0} B",
            $"the same after {BidsOfIdle} bids each, by as many bidders");
        GC.KeepAlive(ids);
    }

    private static async Task<AuctionView> ViewAsync(
        LocalAuctions engine, AuctionId id, CancellationToken cancellation) =>
        await engine.ViewAsync(id, 0, cancellation) switch
        {
            ViewAnswer answer => answer.View,
            var other => throw new MeasurementException($"Auction {id} could not be opened: {other}."),
        };

    private static async Task<(double Milliseconds, T Value)> TimeAsync<T>(Func<Task<T>> work)
    {
        var start = Stopwatch.GetTimestamp();
        var value = await work();
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, value);
    }

    // What is reachable, and nothing else.
    private static long Heap()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>One opening of everything, in a fresh engine.</summary>
    private sealed record Opening(
        double Milliseconds,
        double ReadMilliseconds,
        double FoldMilliseconds,
        double SmallMilliseconds,
        double SmallMaxMilliseconds,
        double HeapBytes);
}
