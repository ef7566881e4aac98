using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Testing.Faults;

/// <summary>
/// A journal whose calls go wrong when told to. Faults are planned per call and strike in the order they were planned;
/// <see cref="Chance"/> adds faults of its own. A fault whose outcome is unknown is told at once, or, if silent, never:
/// then the caller's own deadline has to end the wait.
/// </summary>
public sealed class FaultyJournal(IJournal inner) : IJournal
{
    private readonly Lock _changing = new();
    private readonly List<(JournalCall Call, Fault Fault, bool Silently)> _planned = [];
    private readonly Dictionary<JournalCall, Gate> _gates = [];
    private readonly HashSet<AuctionId> _rejected = [];
    private readonly List<Func<Task<object?>>> _late = [];
    private readonly Dictionary<JournalCall, int> _calls = [];

    /// <summary>Asked at every call that no planned fault strikes; null: nothing goes wrong.</summary>
    public Func<JournalCall, Fault?>? Chance { get; set; }

    public int ShardCount => inner.ShardCount;

    /// <summary>Has the next call of this kind that no earlier plan strikes go wrong.</summary>
    public void Strike(JournalCall call, Fault fault, bool silently = false)
    {
        lock (_changing)
        {
            _planned.Add((call, fault, silently));
        }
    }

    /// <summary>Holds the next call of this kind back, before any fault strikes it.</summary>
    public Gate Hold(JournalCall call)
    {
        var gate = new Gate();
        lock (_changing)
        {
            _gates.Add(call, gate);
        }

        return gate;
    }

    /// <summary>Has every append that holds a segment of this auction rejected as a whole, from now on.</summary>
    public void Reject(AuctionId id)
    {
        lock (_changing)
        {
            _rejected.Add(id);
        }
    }

    /// <summary>Ends <see cref="Reject"/>.</summary>
    public void Accept(AuctionId id)
    {
        lock (_changing)
        {
            _rejected.Remove(id);
        }
    }

    /// <summary>How often a call was made, whatever became of it.</summary>
    public int CallsOf(JournalCall call)
    {
        lock (_changing)
        {
            return _calls.GetValueOrDefault(call);
        }
    }

    /// <summary>Lets every late request arrive, in the order they were sent; gives what each was answered.</summary>
    public async Task<IReadOnlyList<object?>> LandLateAsync()
    {
        Func<Task<object?>>[] late;
        lock (_changing)
        {
            late = [.. _late];
            _late.Clear();
        }

        var answers = new List<object?>();
        foreach (var request in late)
        {
            answers.Add(await request());
        }

        return answers;
    }

    public bool TryGetShard(AuctionId id, out int shard) => inner.TryGetShard(id, out shard);

    public Task<CreationKeyBinding?> BindCreationKeyAsync(CreationKeyClaim claim, CancellationToken cancellation) =>
        SendAsync(JournalCall.BindCreationKey, () => inner.BindCreationKeyAsync(claim, cancellation));

    public Task<IReadOnlyList<OpenedStream?>> OpenAsync(
        int shard, IReadOnlyList<OpenRequest> requests, CancellationToken cancellation) =>
        SendAsync(JournalCall.Open, () => inner.OpenAsync(shard, requests, cancellation));

    public Task<IReadOnlyList<AppendStatus>> AppendAsync(
        int shard, IReadOnlyList<Segment> segments, CancellationToken cancellation) =>
        SendAsync(JournalCall.Append, () => IsRejected(segments)
            ? throw new JournalException(JournalFault.Rejected, "Something in the batch is rejected.")
            : inner.AppendAsync(shard, segments, cancellation));

    public Task<IReadOnlyList<RaisedStream?>> RaiseEpochAsync(
        int shard, IReadOnlyList<StreamClaim> claims, CancellationToken cancellation) =>
        SendAsync(JournalCall.RaiseEpoch, () => inner.RaiseEpochAsync(shard, claims, cancellation));

    public Task ReleaseAsync(int shard, IReadOnlyList<StreamClaim> claims, CancellationToken cancellation) =>
        SendAsync(JournalCall.Release, async () =>
        {
            await inner.ReleaseAsync(shard, claims, cancellation);
            return true;
        });

    public Task<IReadOnlyList<DueAuction>> FindDueAsync(
        int shard, DateTimeOffset before, DueAuction? after, int limit, CancellationToken cancellation) =>
        SendAsync(JournalCall.FindDue, () => inner.FindDueAsync(shard, before, after, limit, cancellation));

    public Task<StoredStream?> ReadAsync(int shard, AuctionId id, bool withChunks, CancellationToken cancellation) =>
        SendAsync(JournalCall.Read, () => inner.ReadAsync(shard, id, withChunks, cancellation));

    public Task<bool> SaveSnapshotAsync(
        int shard, StoredSnapshot snapshot, StoredChunk chunk, long madeFrom, CancellationToken cancellation) =>
        SendAsync(
            JournalCall.SaveSnapshot, () => inner.SaveSnapshotAsync(shard, snapshot, chunk, madeFrom, cancellation));

    public Task<IReadOnlyList<Outage>> BeatAsync(
        int shard, TimeSpan outageMin, DateTimeOffset after, CancellationToken cancellation) =>
        SendAsync(JournalCall.Beat, () => inner.BeatAsync(shard, outageMin, after, cancellation));

    private async Task<T> SendAsync<T>(JournalCall call, Func<Task<T>> request)
    {
        var (gate, fault, silently) = Enter(call);
        if (gate is not null)
        {
            await gate.PassAsync();
        }

        switch (fault)
        {
            case null:
                return await request();
            case Fault.Unavailable:
                throw new JournalException(JournalFault.Unavailable, $"{call} is refused: the shard is down.");
            case Fault.LostReply:
                await request();
                break;
            case Fault.LateRequest:
                lock (_changing)
                {
                    _late.Add(async () => await request());
                }

                break;
            case Fault.LostRequest:
                break;
        }

        return silently
            ? await new TaskCompletionSource<T>().Task
            : throw new JournalException(JournalFault.Unknown, $"{call}: {fault}.");
    }

    private (Gate? Gate, Fault? Fault, bool Silently) Enter(JournalCall call)
    {
        lock (_changing)
        {
            _calls[call] = _calls.GetValueOrDefault(call) + 1;
            _gates.Remove(call, out var gate);
            var next = _planned.FindIndex(plan => plan.Call == call);
            if (next < 0)
            {
                return (gate, Chance?.Invoke(call), false);
            }

            var (_, fault, silently) = _planned[next];
            _planned.RemoveAt(next);
            return (gate, fault, silently);
        }
    }

    private bool IsRejected(IReadOnlyList<Segment> segments)
    {
        lock (_changing)
        {
            return segments.Any(segment => _rejected.Contains(segment.Claim.Id));
        }
    }
}
