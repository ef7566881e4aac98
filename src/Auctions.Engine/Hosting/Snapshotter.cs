using System.Collections.Concurrent;
using System.Threading.Channels;
using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Auctions.Engine.Hosting;

/// <summary>
/// Makes snapshots in the background by folding durable segments read from the journal, never from an actor's memory: a
/// bug there cannot reach a snapshot. Each adds one chunk of remembered bids, so its cost follows what is new.
/// </summary>
internal sealed class Snapshotter(IJournal journal, AuctionClock clock, ILogger logger)
{
    private const int RequestsMax = 1_024;

    // Nobody waits for a snapshot, and a long tail takes its time to read.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Whose snapshot is asked for, and whether it was asked for again since.
    private readonly ConcurrentDictionary<AuctionId, bool> _requested = new();
    private readonly Channel<AuctionHost> _queue = Channel.CreateBounded<AuctionHost>(
        new BoundedChannelOptions(RequestsMax) { SingleReader = true });

    /// <summary>Asks for a snapshot. Where too many are asked for, this one is made after a later commit.</summary>
    public void Request(AuctionHost host)
    {
        if (!_requested.TryAdd(host.Id, false))
        {
            _requested.TryUpdate(host.Id, true, false);
        }
        else if (!_queue.Writer.TryWrite(host))
        {
            _requested.TryRemove(host.Id, out _);
        }
    }

    public void Complete() => _queue.Writer.TryComplete();

    public async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (_queue.Reader.TryRead(out var host))
            {
                await TakeForAsync(host);
            }
        }
    }

    private async Task TakeForAsync(AuctionHost host)
    {
        long? taken = null;
        try
        {
            taken = await TakeAsync(host.Shard, host.Id);
        }
        catch (Exception failed)
        {
            Log.SnapshotFailed(logger, host.Id, failed);
        }

        _requested.TryRemove(host.Id, out var wasAskedMeanwhile);
        if (taken is { } sequence)
        {
            host.SnapshotTaken(sequence);
        }
        else if (wasAskedMeanwhile)
        {
            Request(host);
        }
    }

    private async Task<long?> TakeAsync(int shard, AuctionId id)
    {
        var stream = await Deadline.KeepAsync(
            token => journal.ReadAsync(shard, id, withChunks: false, token), Patience, clock, CancellationToken.None);
        if (stream is null)
        {
            return null;
        }

        var made = Fold(stream);
        var madeFrom = stream.Snapshot?.Sequence ?? 0;
        if (made is not { } snapshot)
        {
            return null;
        }

        var isSaved = await Deadline.KeepAsync(
            token => journal.SaveSnapshotAsync(shard, snapshot.Snapshot, snapshot.Chunk, madeFrom, token),
            Patience,
            clock,
            CancellationToken.None);
        return isSaved ? snapshot.Snapshot.Sequence : null;
    }

    private static (StoredSnapshot Snapshot, StoredChunk Chunk)? Fold(StoredStream stream)
    {
        if (stream.Segments.Count == 0)
        {
            return null;
        }

        var state = stream.Snapshot is { } old
            ? SnapshotCodec.Decode(stream.Id, old.CodecVersion, old.Payload)
            : new AuctionState(stream.Id);
        var chain = stream.Snapshot?.ChainHash ?? SegmentChain.Start;
        var bids = new List<RememberedBid>();
        var newBidders = new List<PersonId>();
        foreach (var segment in stream.Segments)
        {
            chain = StreamFold.Follow(stream.Id, segment, chain);
            var events = StreamFold.EventsOf(stream.Id, segment, state.Sequence);
            bids.EnsureCapacity(bids.Count + events.Count);
            foreach (var happened in events)
            {
                var biddersBefore = state.BidderCount;
                state.Evolve(happened);
                if (RememberedBid.TryOf(happened, state, out var bidder, out var bid))
                {
                    bids.Add(bid);
                    if (state.BidderCount > biddersBefore)
                    {
                        newBidders.Add(bidder);
                    }
                }
            }
        }

        return (
            new StoredSnapshot(
                stream.Id, state.Sequence, EventCodec.Version, chain.ToArray(), SnapshotCodec.Encode(state)),
            new StoredChunk(
                state.Sequence, EventCodec.Version, SnapshotCodec.EncodeChunk(bids, newBidders)));
    }
}
