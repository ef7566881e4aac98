using System.Diagnostics;
using System.Runtime.CompilerServices;
using Auctions.Bench.Subjects;

namespace Auctions.Bench.Measuring;

/// <summary>Loads a subject for a while and measures the middle of it.</summary>
internal abstract class Load(ISubject subject, Ladder ladder)
{
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(60);

    private readonly Histogram _latency = new();
    private readonly Tally _tally = new();
    private volatile bool _isStopped;
    private volatile Exception? _failure;
    private long _from = long.MaxValue;
    private long _until = long.MaxValue;

    protected int Lots => ladder.Lots;

    protected bool IsStopped => _isStopped;

    public static Load Of(ISubject subject, Ladder ladder, LoadPlan plan) => plan.Rate is { } rate
        ? new OpenLoad(subject, ladder, rate, plan.Outstanding)
        : new ClosedLoad(subject, ladder, plan.Outstanding);

    /// <exception cref="BenchException">A bid broke, or bids were not answered in the end.</exception>
    public async Task<LoadResult> RunAsync(LoadPlan plan, CancellationToken cancellation)
    {
        var sending = Start();
        Mark begin, end;
        try
        {
            await Task.Delay(plan.Warmup, cancellation);
            begin = Now();
            Volatile.Write(ref _from, begin.Timestamp);
            await Task.Delay(plan.Measured, cancellation);
            end = Now();
            Volatile.Write(ref _until, end.Timestamp);
        }
        finally
        {
            _isStopped = true;
        }

        try
        {
            await sending.WaitAsync(DrainMax, cancellation);
        }
        catch (TimeoutException)
        {
            throw new BenchException($"Bids were not answered within {DrainMax.TotalSeconds:0} s.");
        }

        if (_failure is { } failure)
        {
            throw new BenchException($"A bid broke: {failure}");
        }

        return new LoadResult(
            Stopwatch.GetElapsedTime(begin.Timestamp, end.Timestamp).TotalSeconds,
            end.Answered - begin.Answered,
            end.AllocatedBytes - begin.AllocatedBytes,
            (end.Cpu - begin.Cpu).TotalSeconds,
            (end.CpuElsewhere - begin.CpuElsewhere).TotalSeconds,
            _latency,
            _tally.Read());
    }

    /// <summary>Starts to send; completes when everything sent is answered after the stop.</summary>
    protected abstract Task Start();

    /// <summary>Sends one bid and counts its answer.</summary>
    /// <param name="lot">On which lot.</param>
    /// <param name="since">From when its latency counts.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    protected async ValueTask BidAsync(int lot, long since)
    {
        var amount = ladder.Next(lot);
        try
        {
            var outcome = await subject.BidAsync(lot, amount);

            // Whatever was sent or due in the measured time counts, however late its answer came.
            var isMeasured = since >= Volatile.Read(ref _from) && since < Volatile.Read(ref _until);
            if (isMeasured && outcome.Kind == OutcomeKind.Accepted)
            {
                _latency.Record((long)Stopwatch.GetElapsedTime(since).TotalMicroseconds);
            }

            _tally.Add(lot, outcome);
            if (outcome.Kind is OutcomeKind.Unavailable or OutcomeKind.Unknown)
            {
                await Task.Yield();
            }
        }
        catch (Exception broken)
        {
            _failure = broken;
            _isStopped = true;
        }
    }

    /// <summary>Counts a bid that was due and could not be sent.</summary>
    protected void CountUnsent(int lot) => _tally.Add(lot, new Outcome(OutcomeKind.Unavailable));

    private Mark Now() => new(
        Stopwatch.GetTimestamp(),
        _tally.Read(),
        GC.GetTotalAllocatedBytes(precise: true),
        Environment.CpuUsage.TotalTime,
        subject.CpuElsewhere);

    private readonly record struct Mark(
        long Timestamp, Answered Answered, long AllocatedBytes, TimeSpan Cpu, TimeSpan CpuElsewhere);
}
