using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Ports;

namespace Auctions.Testing;

/// <summary>What one shard of a <see cref="MemoryJournal"/> stores. Every method is one transaction.</summary>
internal sealed class MemoryShard(AuctionClock clock)
{
    private readonly Lock _transaction = new();
    private readonly Dictionary<AuctionId, StreamStore> _streams = [];
    private readonly Dictionary<(PersonId Seller, UInt128 Key), CreationKeyBinding> _creationKeys = [];
    private readonly SortedSet<DueAuction> _due = new(Comparer<DueAuction>.Create(CompareDue));
    private readonly SortedDictionary<DateTimeOffset, Outage> _outages = [];
    private DateTimeOffset? _lastBeat;

    public IJournalWatcher? Watcher { get; set; }

    public DateTimeOffset? LastBeat
    {
        get
        {
            lock (_transaction)
            {
                return _lastBeat;
            }
        }
    }

    public StreamHead? HeadOf(AuctionId id)
    {
        lock (_transaction)
        {
            return _streams.GetValueOrDefault(id)?.Head;
        }
    }

    public IReadOnlyList<StoredSegment> SegmentsOf(AuctionId id)
    {
        lock (_transaction)
        {
            return _streams.TryGetValue(id, out var stream) ? [.. stream.Segments] : [];
        }
    }

    public CreationKeyBinding? Bind(CreationKeyClaim claim)
    {
        lock (_transaction)
        {
            if (_creationKeys.TryGetValue((claim.Seller, claim.Key), out var bound))
            {
                return bound;
            }

            if (claim.Proposed is not { } proposed)
            {
                return null;
            }

            var binding = new CreationKeyBinding(proposed, claim.BodyHash, IsNew: false);
            _creationKeys.Add((claim.Seller, claim.Key), binding);
            return binding with { IsNew = true };
        }
    }

    public IReadOnlyList<OpenedStream?> Open(IReadOnlyList<OpenRequest> requests)
    {
        lock (_transaction)
        {
            // Two passes: an auction named twice is owned by the last, and everyone reads after all took over.
            var owned = requests.Select(TakeOver).ToArray();
            return [.. requests.Select((request, i) => Read(request.Id, owned[i]))];
        }
    }

    public IReadOnlyList<AppendStatus> Append(IReadOnlyList<Segment> segments)
    {
        lock (_transaction)
        {
            return [.. segments.Select(Append)];
        }
    }

    public IReadOnlyList<RaisedStream?> RaiseEpoch(IReadOnlyList<StreamClaim> claims)
    {
        lock (_transaction)
        {
            return [.. claims.Select(RaiseEpoch)];
        }
    }

    public bool Release(IReadOnlyList<StreamClaim> claims)
    {
        lock (_transaction)
        {
            foreach (var claim in claims)
            {
                if (_streams.TryGetValue(claim.Id, out var stream) && stream.IsOwnedAtEpochOf(claim))
                {
                    stream.Owner = null;
                }
            }
        }

        return true;
    }

    public IReadOnlyList<DueAuction> FindDue(DateTimeOffset before, DueAuction? after, int limit)
    {
        lock (_transaction)
        {
            var found = new List<DueAuction>();
            foreach (var due in _due)
            {
                if (due.ClosesAt >= before || found.Count == limit)
                {
                    break;
                }

                if (after is not { } position || CompareDue(due, position) > 0)
                {
                    found.Add(due);
                }
            }

            return found;
        }
    }

    public StoredStream? Read(AuctionId id, bool withChunks)
    {
        lock (_transaction)
        {
            return _streams.GetValueOrDefault(id)?.Content(withChunks);
        }
    }

    public bool SaveSnapshot(StoredSnapshot snapshot, StoredChunk chunk, long madeFrom)
    {
        lock (_transaction)
        {
            if (!_streams.TryGetValue(snapshot.Id, out var stream) || (stream.Snapshot?.Sequence ?? 0) != madeFrom)
            {
                return false;
            }

            stream.Add(snapshot, chunk);
            return true;
        }
    }

    /// <summary>Every outage on record.</summary>
    public IReadOnlyList<Outage> Outages
    {
        get
        {
            lock (_transaction)
            {
                return [.. _outages.Values];
            }
        }
    }

    public IReadOnlyList<Outage> Beat(TimeSpan outageMin, DateTimeOffset after)
    {
        lock (_transaction)
        {
            var now = clock.Now;
            if (_lastBeat is { } last && now - last >= outageMin)
            {
                _outages.TryAdd(last, new Outage(last, now));
            }

            _lastBeat = now > _lastBeat || _lastBeat is null ? now : _lastBeat;
            return [.. _outages.Values.Where(outage => outage.To > after)];
        }
    }

    private static int CompareDue(DueAuction one, DueAuction other) =>
        one.ClosesAt != other.ClosesAt ? one.ClosesAt.CompareTo(other.ClosesAt) : one.Id.CompareTo(other.Id);

    private (long Epoch, bool WasOwned)? TakeOver(OpenRequest request)
    {
        if (!_streams.TryGetValue(request.Id, out var stream))
        {
            if (!request.Create)
            {
                return null;
            }

            _streams.Add(request.Id, stream = new StreamStore(request.Id));
        }

        var wasOwned = stream.Owner is not null;
        stream.Owner = request.Activation;
        stream.Epoch++;
        Watcher?.Opened(request.Id, stream.Epoch);
        return (stream.Epoch, wasOwned);
    }

    private OpenedStream? Read(AuctionId id, (long Epoch, bool WasOwned)? owned)
    {
        if (owned is not { } taken)
        {
            return null;
        }

        var stream = _streams[id];
        var covering = _outages.Values
            .Where(outage => stream.View is { } view && outage.Covers(view.ClosesAt))
            .ToArray();
        return new OpenedStream(
            taken.Epoch,
            taken.WasOwned,
            covering.Length > 0 ? covering.MaxBy(outage => outage.To) : null,
            stream.Content(withChunks: true));
    }

    private AppendStatus Append(Segment segment)
    {
        if (clock.Now < segment.NotBefore)
        {
            return AppendStatus.NotYet;
        }

        if (!_streams.TryGetValue(segment.Claim.Id, out var stream) || !stream.IsOwnedAtEpochOf(segment.Claim))
        {
            return AppendStatus.Fenced;
        }

        if (stream.LastSequence != segment.FirstSequence - 1)
        {
            Watcher?.Broken(segment);
            return AppendStatus.Broken;
        }

        if (stream.Due is { } before)
        {
            _due.Remove(before);
        }

        stream.Add(segment);
        Watcher?.Written(segment);
        if (stream.Due is { } now)
        {
            _due.Add(now);
        }

        return AppendStatus.Written;
    }

    // Whatever epoch the claim knows: an answer lost on the way back must not lock the owner out.
    private RaisedStream? RaiseEpoch(StreamClaim claim) =>
        _streams.TryGetValue(claim.Id, out var stream) && stream.Owner == claim.Activation
            ? new RaisedStream(++stream.Epoch, stream.LastSequence)
            : null;
}
