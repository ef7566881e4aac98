using System.Diagnostics;
using System.Runtime.CompilerServices;
using Auctions.Bench.Http;
using Auctions.Measuring;
using Auctions.Measuring.Http;
using Auctions.Scenarios.Support;

namespace Auctions.Bench.Watching;

/// <summary>One server, one auction, bids until it ends, and so many who watch from before the first bid on.</summary>
/// <param name="options">How it is loaded.</param>
/// <param name="watchers">How many watch; 0: nobody.</param>
/// <param name="authority">Whose tokens the server trusts.</param>
/// <param name="callers">Who sells and bids.</param>
internal sealed class WatchStage(
    WatchOptions options, int watchers, TokenAuthority authority, HttpCallers callers)
{
    // Until a server that has just started has shown an auction to so many.
    private const double JoiningPerSecond = 400;

    private static readonly TimeSpan Creation = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BeforeFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterFor = TimeSpan.FromSeconds(3);

    /// <summary>A watcher who hears nothing for so long is sent a sign of life.</summary>
    private static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(6);

    // The hammer falls half a second after the end.
    private static readonly TimeSpan ClosingPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>From the creation of the auction to its end.</summary>
    public TimeSpan ClosesIn => Creation + BeforeFor + TimeSpan.FromSeconds(watchers / JoiningPerSecond) + IdleFor +
        options.Plan.Length;

    /// <exception cref="MeasurementException">It cannot run.</exception>
    public async Task<WatchFinding> RunAsync(CancellationToken cancellation)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var server = await BenchServer.StartAsync(options.Store, options.Shards, authority, cancellation);
        await using var subject = await ServerSubject.StartAsync(
            server, callers, authority.Issuer, lots: 1, options.Connections, ClosesIn, cancellation);
        await using var samples = new ServerSamples(server);
        await Task.Delay(BeforeFor, cancellation);
        samples.Enter(Phase.Joining);
        await using var crowd = watchers > 0 ? CrowdProcess.Start(CrowdOf(server, subject.Ids[0])) : null;
        var joined = crowd is null ? null : await crowd.JoinedAsync(cancellation);
        samples.Enter(Phase.Idle);
        var timed = new TimedSubject(subject);
        var result = await LoadAsync(subject, timed, crowd, samples, cancellation);
        var end = Stopwatch.GetTimestamp() + Timestamps.Of(subject.ClosesAt - subject.Now);
        var truth = await EndAsync(subject, cancellation);
        var report = crowd is null ? null : await crowd.EndAsync(Counted(timed.Told, end), end, cancellation);
        await Task.Delay(AfterFor, cancellation);
        var taken = await samples.EndAsync();
        List<string> problems = [.. report?.ProblemsBy(truth) ?? []];
        await using var others = crowd is null ? null : await WatchOpenAsync(server, cancellation);
        var hammer = await ReadBackAsync(subject, result, truth, problems, cancellation);
        var leave = others is null ? null : await LeaveAsync(server, others, cancellation);
        return new WatchFinding(watchers, result, taken, truth, hammer, joined, report, leave, problems);
    }

    private CrowdOptions CrowdOf(BenchServer server, string auction) =>
        new(server.Url, auction, watchers, options.Slow, ComeBack: true);

    private async Task<LoadResult> LoadAsync(
        ServerSubject subject,
        TimedSubject timed,
        CrowdProcess? crowd,
        ServerSamples samples,
        CancellationToken cancellation)
    {
        var left = subject.ClosesAt - options.Plan.Length - subject.Now;
        if (left < TimeSpan.Zero)
        {
            throw new MeasurementException(
                $"Until {watchers:N0} watchers were there bids were due. Ask for fewer --watchers.");
        }

        await Task.Delay(left, cancellation);
        samples.Enter(Phase.WarmUp);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var counted = AfterAsync(options.Warmup, () => samples.Enter(Phase.Bids), over.Token);
        var paused = crowd is null || options.Slow == 0
            ? Task.CompletedTask
            : PauseAsync(crowd, over.Token);
        var load = Load.Of(timed, new Ladder(lots: 1), options.Plan);
        var result = await load.RunAsync(options.Plan, cancellation);
        samples.Enter(Phase.After);
        await over.CancelAsync();
        await Task.WhenAll(counted, paused);
        return result;
    }

    private async Task PauseAsync(CrowdProcess crowd, CancellationToken cancellation)
    {
        await Task.Delay(options.PauseAfter, cancellation);
        await crowd.PauseAsync(options.Pause, cancellation);
    }

    private static async Task AfterAsync(TimeSpan time, Action then, CancellationToken cancellation)
    {
        await Task.Delay(time, cancellation);
        then();
    }

    // Those that were told while bids were counted.
    private IEnumerable<(long Sequence, long At)> Counted(IEnumerable<(long Sequence, long At)> told, long end)
    {
        var from = end - Timestamps.Of(options.Measured);
        return told.Where(bid => bid.At >= from);
    }

    private static async Task<FinalView> EndAsync(ServerSubject subject, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < ClosingPatience)
        {
            if (await subject.ViewAsync(lot: 0, cancellation) is { Status: "sold" or "unsold" } view)
            {
                return new FinalView(view.Sequence, view.Status, view.Price);
            }

            await Task.Delay(Pause, cancellation);
        }

        throw new MeasurementException(
            $"The auction was not closed within {ClosingPatience.TotalSeconds:0} s of its end.");
    }

    // Ends the server; answers how long after the end the hammer fell.
    private static async Task<double?> ReadBackAsync(
        ServerSubject subject,
        LoadResult result,
        FinalView truth,
        List<string> problems,
        CancellationToken cancellation)
    {
        double? hammer = null;
        async IAsyncEnumerable<StoredLot> ComparingAsync([EnumeratorCancellation] CancellationToken token)
        {
            await foreach (var lot in subject.ReadBackAsync(token))
            {
                if (lot.Ending is { Closings: [var closing, ..] } ending)
                {
                    hammer = (closing.At - ending.End).TotalMilliseconds;
                    if (closing.Price != (truth.Price ?? 0))
                    {
                        problems.Add($"the server shows {truth} as the end, its journal the price {closing.Price}");
                    }
                }

                yield return lot;
            }
        }

        problems.AddRange(await ReadBack.CheckAsync(result.Total, ComparingAsync(cancellation), cancellation));
        return hammer;
    }

    private static async Task<LeaveFinding> LeaveAsync(
        BenchServer server, CrowdProcess crowd, CancellationToken cancellation)
    {
        var left = await crowd.EndAsync([], 0, cancellation);
        return new LeaveFinding(server.StopTook.TotalSeconds, left.Returns);
    }

    // An auction that stays open while the server ends.
    private async Task<CrowdProcess> WatchOpenAsync(BenchServer server, CancellationToken cancellation)
    {
        await using var open = await HttpSubject.StartAsync(
            server.Url, callers, lots: 1, connections: 1, cancellation);
        var crowd = CrowdProcess.Start(CrowdOf(server, open.Ids[0]) with { Slow = 0, ComeBack = false });
        try
        {
            await crowd.JoinedAsync(cancellation);
            return crowd;
        }
        catch
        {
            await crowd.DisposeAsync();
            throw;
        }
    }
}
