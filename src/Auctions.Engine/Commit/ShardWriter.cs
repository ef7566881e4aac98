using System.Diagnostics;
using System.Threading.Channels;
using Auctions.Engine.Heat;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Auctions.Engine.Commit;

/// <summary>
/// Group commit for one shard: one loop that writes whatever waits, together, and starts again. No timer. The queue
/// holds hosts, each at most once, so its bound is the number of auctions in memory.
/// </summary>
internal sealed class ShardWriter(
    int shard,
    IJournal journal,
    EngineOptions options,
    TimeProvider time,
    Quarantine quarantine,
    EngineMeter meter,
    ShardTally heat,
    ILogger logger)
{
    private static readonly TimeSpan DeferralPause = TimeSpan.FromMilliseconds(20);

    private readonly Channel<AuctionHost> _queue = Channel.CreateBounded<AuctionHost>(
        new BoundedChannelOptions(checked(options.ActiveAuctionsMax * 2)) { SingleReader = true });

    private readonly List<(AuctionHost Host, Segment Segment)> _batch = [];
    private readonly Pace _telling = new(time);
    private readonly WriteWatch _watch = new(shard, meter, heat, time);

    /// <summary>Has a host's decided events written. The host must not be queued already.</summary>
    public void Enqueue(AuctionHost host)
    {
        if (!_queue.Writer.TryWrite(host))
        {
            host.Failed(outcomeUnknown: false);
        }
    }

    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Writes until <see cref="Complete"/> and the queue is empty.</summary>
    public async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            Collect();
            try
            {
                if (_batch.Count > 0)
                {
                    await WriteAsync(_batch);
                }
            }
            catch (Exception bug)
            {
                // Nobody may be left waiting for an answer: the auctions reopen from the journal.
                Log.LoopFailed(logger, shard, bug);
                FailAll(_batch, outcomeUnknown: true);
            }
        }
    }

    private void Collect()
    {
        _batch.Clear();
        var bytes = 0;
        while (bytes + options.SegmentBytesMax <= options.BatchBytesMax && _queue.Reader.TryRead(out var host))
        {
            if (TakeSegment(host) is { } segment)
            {
                _batch.Add((host, segment));
                bytes += segment.Payload.Length;
            }
        }
    }

    private Segment? TakeSegment(AuctionHost host)
    {
        try
        {
            return host.TakeSegment();
        }
        catch (Exception bug)
        {
            SetApart(host, bug, outcomeUnknown: false);
            return null;
        }
    }

    private async Task WriteAsync(List<(AuctionHost Host, Segment Segment)> batch)
    {
        IReadOnlyList<AppendStatus> statuses;
        using var activity = WriteWatch.Begin(batch);
        try
        {
            statuses = await AppendAsync(batch, activity);
        }
        catch (JournalException rejected) when (rejected.Fault == JournalFault.Rejected)
        {
            await HalveAsync(batch, rejected);
            return;
        }
        catch (JournalException unavailable) when (unavailable.Fault == JournalFault.Unavailable)
        {
            if (_telling.IsDue())
            {
                Log.ShardUnavailable(logger, shard, unavailable);
            }

            FailAll(batch, outcomeUnknown: false);
            return;
        }
        catch (Exception unknown)
        {
            // A lost connection, a time-out, a bug: whatever is not a definite no may have been written.
            Log.OutcomeUnknown(logger, shard, unknown);
            await SettleAsync(batch);
            return;
        }

        for (var i = 0; i < batch.Count; i++)
        {
            Conclude(batch[i].Host, batch[i].Segment, statuses[i]);
        }
    }

    private async Task<IReadOnlyList<AppendStatus>> AppendAsync(
        List<(AuctionHost Host, Segment Segment)> batch, Activity? activity)
    {
        var began = time.GetTimestamp();
        try
        {
            var statuses = await journal
                .AppendAsync(shard, [.. batch.Select(entry => entry.Segment)], CancellationToken.None)
                .WaitAsync(TimeSpan.FromMilliseconds(options.AppendDeadlineMs), time);
            _watch.Ended(activity, began, batch, failure: null);
            return statuses;
        }
        catch (Exception failure)
        {
            _watch.Ended(activity, began, batch, failure);
            throw;
        }
    }

    private void Conclude(AuctionHost host, Segment segment, AppendStatus status)
    {
        switch (status)
        {
            case AppendStatus.Written:
                host.Committed(segment);
                break;
            case AppendStatus.Fenced:
                host.Fenced(outcomeUnknown: false);
                break;
            case AppendStatus.NotYet when host.Defer():
                _ = EnqueueLaterAsync(host);
                break;
            case AppendStatus.NotYet:
                host.Failed(outcomeUnknown: false);
                break;
            case AppendStatus.Broken:
                SetApart(host, null, outcomeUnknown: false);
                break;
        }
    }

    // Something in the batch is rejected: halve until it stands alone, so that nobody else suffers for it.
    private async Task HalveAsync(List<(AuctionHost Host, Segment Segment)> batch, JournalException rejected)
    {
        if (batch.Count == 1)
        {
            SetApart(batch[0].Host, rejected, outcomeUnknown: false);
            return;
        }

        var half = batch.Count / 2;
        await WriteAsync(batch.GetRange(0, half));
        await WriteAsync(batch.GetRange(half, batch.Count - half));
    }

    // Never guess and never just look: a late write can still arrive. Raising the epoch first makes the look final.
    private async Task SettleAsync(List<(AuctionHost Host, Segment Segment)> batch)
    {
        IReadOnlyList<RaisedStream?> raised;
        try
        {
            raised = await journal
                .RaiseEpochAsync(shard, [.. batch.Select(entry => entry.Segment.Claim)], CancellationToken.None)
                .WaitAsync(TimeSpan.FromMilliseconds(options.EpochRaiseDeadlineMs), time);
        }
        catch (Exception unsettled)
        {
            Log.OutcomeUnsettled(logger, shard, batch.Count, unsettled);
            FailAll(batch, outcomeUnknown: true);
            return;
        }

        for (var i = 0; i < batch.Count; i++)
        {
            Settle(batch[i].Host, batch[i].Segment, raised[i]);
        }
    }

    private void Settle(AuctionHost host, Segment segment, RaisedStream? raised)
    {
        if (raised is not { } stream)
        {
            // It may have been written before somebody else took over.
            host.Fenced(outcomeUnknown: true);
        }
        else if (stream.LastSequence == segment.LastSequence)
        {
            host.EpochRaised(stream.Epoch);
            host.Committed(segment);
        }
        else if (stream.LastSequence == segment.FirstSequence - 1)
        {
            host.EpochRaised(stream.Epoch);
            Enqueue(host);
        }
        else
        {
            SetApart(host, null, outcomeUnknown: true);
        }
    }

    private void SetApart(AuctionHost host, Exception? reason, bool outcomeUnknown)
    {
        Log.Quarantined(logger, host.Id, reason);
        quarantine.Add(host.Id);
        host.Failed(outcomeUnknown);
    }

    private async Task EnqueueLaterAsync(AuctionHost host)
    {
        await Task.Delay(DeferralPause, time);
        Enqueue(host);
    }

    private static void FailAll(List<(AuctionHost Host, Segment Segment)> batch, bool outcomeUnknown)
    {
        foreach (var (host, _) in batch)
        {
            host.Failed(outcomeUnknown);
        }
    }
}
