using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Auctions.Measuring;

/// <summary>Loads a subject for a while and measures the middle of it.</summary>
internal abstract class Load(ISubject subject, Ladder ladder, LotChooser chooser)
{
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(60);

    // A sender that fell behind has this long to catch up.
    private static readonly TimeSpan BehindMax = TimeSpan.FromSeconds(1);

    private readonly Histogram _latency = new();
    private readonly Tally _tally = new();
    private volatile bool _isStopped;
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Exception? _failure;
    private Timeline _timeline = new(0, TimeSpan.Zero);
    private long _from = long.MaxValue;
    private long _until = long.MaxValue;

    protected LotChooser Lots => chooser;

    protected bool IsStopped => _isStopped;

    /// <summary>Completes when there is nothing more to send, stop or no stop.</summary>
    protected virtual Task Sent => Task.CompletedTask;

    /// <summary>When the load started.</summary>
    protected long StartedAt { get; private set; }

    /// <param name="subject">What is loaded.</param>
    /// <param name="ladder">The amounts; it goes on where a load before it ended.</param>
    /// <param name="plan">How it is loaded.</param>
    /// <param name="chooser">On which lots; null: on one after the other.</param>
    public static Load Of(ISubject subject, Ladder ladder, LoadPlan plan, LotChooser? chooser = null)
    {
        chooser ??= new RoundRobin(ladder.Lots);
        return plan.Schedule is { } schedule
            ? new OpenLoad(subject, ladder, chooser, schedule, plan.Outstanding)
            : new ClosedLoad(subject, ladder, chooser, plan.Outstanding);
    }

    /// <exception cref="MeasurementException">A bid broke, or bids were not answered in the end.</exception>
    public async Task<LoadResult> RunAsync(LoadPlan plan, CancellationToken cancellation)
    {
        StartedAt = Stopwatch.GetTimestamp();
        _timeline = new Timeline(StartedAt, plan.Length);
        Volatile.Write(ref _from, StartedAt + Timestamps.Of(plan.Warmup));
        Volatile.Write(ref _until, StartedAt + Timestamps.Of(plan.Warmup + plan.Measured));
        var sending = Start();
        Mark begin, end;
        try
        {
            await UntilAsync(plan.Warmup, cancellation);
            begin = Now();
            await UntilAsync(plan.Warmup + plan.Measured, cancellation);
            end = Now();
            await UntilAsync(plan.Length, cancellation);
            await Task.WhenAny(Sent, _failed.Task, Task.Delay(BehindMax, cancellation));
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
            throw new MeasurementException($"Bids were not answered within {DrainMax.TotalSeconds:0} s.");
        }

        if (_failure is { } failure)
        {
            throw failure as MeasurementException ?? new MeasurementException($"A bid broke: {failure}");
        }

        return new LoadResult(
            Stopwatch.GetElapsedTime(begin.Timestamp, end.Timestamp).TotalSeconds,
            plan.Schedule is { } due ? due.DueBefore(plan.Warmup + plan.Measured) - due.DueBefore(plan.Warmup) : null,
            end.Answered - begin.Answered,
            end.AllocatedBytes - begin.AllocatedBytes,
            (end.Cpu - begin.Cpu).TotalSeconds,
            (end.CpuElsewhere - begin.CpuElsewhere).TotalSeconds,
            _latency,
            _tally.Read(),
            _timeline.Read());
    }

    /// <summary>Starts to send; completes when everything sent is answered after the stop.</summary>
    protected abstract Task Start();

    /// <summary>Sends one bid and counts its answer.</summary>
    /// <param name="lot">On which lot.</param>
    /// <param name="since">From when its latency counts.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    protected async ValueTask BidAsync(int lot, long since)
    {
        _timeline.Offer(since);
        var amount = ladder.Next(lot);
        try
        {
            var outcome = await subject.BidAsync(lot, amount);
            if (outcome.Kind == OutcomeKind.Accepted)
            {
                var answered = Stopwatch.GetTimestamp();
                _timeline.Accept(since, answered);

                // Whatever was sent or due in the measured time counts, however late its answer came.
                if (since >= Volatile.Read(ref _from) && since < Volatile.Read(ref _until))
                {
                    _latency.Record((long)Stopwatch.GetElapsedTime(since, answered).TotalMicroseconds);
                }
            }

            _tally.Add(lot, amount, outcome);
            if (outcome.Kind is OutcomeKind.Unavailable or OutcomeKind.Unknown)
            {
                await Task.Yield();
            }
        }
        catch (Exception broken)
        {
            _failure = broken;
            _isStopped = true;
            _failed.TrySetResult();
        }
    }

    /// <summary>Counts a bid that was due and could not be sent.</summary>
    protected void CountUnsent(long due)
    {
        _timeline.Offer(due);
        _tally.AddUnsent(1);
    }

    private async Task UntilAsync(TimeSpan time, CancellationToken cancellation)
    {
        if (time - Stopwatch.GetElapsedTime(StartedAt) is var left && left > TimeSpan.Zero)
        {
            // A bid that broke ends it at once.
            var length = TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(_failed.Task, Task.Delay(length, over.Token));
            await over.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private Mark Now() => new(
        Stopwatch.GetTimestamp(),
        _tally.Read(),
        GC.GetTotalAllocatedBytes(precise: true),
        Environment.CpuUsage.TotalTime,
        subject.CpuElsewhere);

    private readonly record struct Mark(
        long Timestamp, Answered Answered, long AllocatedBytes, TimeSpan Cpu, TimeSpan CpuElsewhere);
}
