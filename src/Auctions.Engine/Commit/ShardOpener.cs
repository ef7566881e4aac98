using System.Threading.Channels;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Auctions.Engine.Commit;

/// <summary>Opens the streams of one shard, whatever waits together.</summary>
internal sealed class ShardOpener(
    int shard, IJournal journal, EngineOptions options, AuctionClock clock, ILogger logger)
{
    /// <summary>Most streams opened together: what they hold is in memory at once.</summary>
    private const int StreamsMax = 128;

    private readonly Channel<AuctionHost> _queue = Channel.CreateBounded<AuctionHost>(
        new BoundedChannelOptions(checked(options.ActiveAuctionsMax * 2)) { SingleReader = true });

    private readonly Pace _telling = new(clock.Time);

    // Halves when opening takes too long, doubles when it does not.
    private int _together = StreamsMax;

    public void Enqueue(AuctionHost host)
    {
        if (!_queue.Writer.TryWrite(host))
        {
            host.OpenFailed();
        }
    }

    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Opens until <see cref="Complete"/> and the queue is empty.</summary>
    public async Task RunAsync()
    {
        var hosts = new List<AuctionHost>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            hosts.Clear();
            while (hosts.Count < _together && _queue.Reader.TryRead(out var host))
            {
                hosts.Add(host);
            }

            await OpenAsync(hosts);
        }
    }

    private async Task OpenAsync(List<AuctionHost> hosts)
    {
        IReadOnlyList<OpenedStream?> streams;
        try
        {
            streams = await Deadline.KeepAsync(
                token => journal.OpenAsync(shard, [.. hosts.Select(host => host.Request)], token),
                TimeSpan.FromMilliseconds(options.EpochRaiseDeadlineMs),
                clock,
                CancellationToken.None);
        }
        catch (Exception failed)
        {
            // Perhaps it was too much to read together in time: who asks again is opened among fewer.
            _together = failed is TimeoutException ? Math.Max(1, _together / 2) : _together;

            // Opening again is harmless, so it does not matter whether this one happened.
            if (_telling.IsDue())
            {
                Log.OpenFailed(logger, shard, failed);
            }

            hosts.ForEach(host => host.OpenFailed());
            return;
        }

        _together = Math.Min(StreamsMax, _together * 2);
        for (var i = 0; i < hosts.Count; i++)
        {
            hosts[i].Opened(streams[i]);
        }
    }
}
