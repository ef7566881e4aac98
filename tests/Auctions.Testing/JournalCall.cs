using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Testing;

/// <summary>
/// A request on its way to a <see cref="MemoryJournal"/>. Whoever holds it decides when it is carried out, and when and
/// how it is answered, one apart from the other. Answering runs whoever waits for it, right there.
/// </summary>
/// <remarks>
/// Done: <see cref="Answer"/>. Lost request: <see cref="Fail"/>. Lost reply: <see cref="CarryOut"/>, then
/// <see cref="Fail"/>. Late request: <see cref="Fail"/>, later <see cref="CarryOut"/>. Frozen: nothing.
/// </remarks>
public abstract class JournalCall
{
    private protected JournalCall(
        JournalOperation operation, int shard, IReadOnlyList<AuctionId> auctions, IReadOnlyList<Segment> segments)
    {
        Operation = operation;
        Shard = shard;
        Auctions = auctions;
        Segments = segments;
    }

    public JournalOperation Operation { get; }

    public int Shard { get; }

    /// <summary>The auctions it names; none for what concerns a whole shard.</summary>
    public IReadOnlyList<AuctionId> Auctions { get; }

    /// <summary>What an append writes; else none.</summary>
    public IReadOnlyList<Segment> Segments { get; }

    /// <summary>Whether the caller knows what came of it, or gave it up.</summary>
    public abstract bool IsAnswered { get; }

    /// <summary>Has the journal do it, at this time by its clock. A second time changes nothing.</summary>
    public abstract void CarryOut();

    /// <summary>Carries it out, if that was not done, and tells the caller the truth.</summary>
    public abstract void Answer();

    /// <summary>Tells the caller that it failed, whatever is the truth.</summary>
    public abstract void Fail(JournalFault fault);
}

/// <summary>A request with its result.</summary>
internal sealed class JournalCall<T> : JournalCall
{
    // Continuations run in Answer and Fail, not on the thread pool: one thread stays one thread.
    private readonly TaskCompletionSource<T> _answer = new();
    private readonly Lazy<T> _result;

    public JournalCall(
        JournalOperation operation,
        int shard,
        IReadOnlyList<AuctionId> auctions,
        IReadOnlyList<Segment> segments,
        Func<T> work,
        CancellationToken cancellation)
        : base(operation, shard, auctions, segments)
    {
        _result = new Lazy<T>(work);
        if (cancellation.CanBeCanceled)
        {
            var registration = cancellation.Register(() => _answer.TrySetCanceled(cancellation));
            _answer.Task.ContinueWith(
                _ => registration.Dispose(),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    public Task<T> Task => _answer.Task;

    public override bool IsAnswered => _answer.Task.IsCompleted;

    public override void CarryOut() => _ = _result.Value;

    public override void Answer() => _answer.TrySetResult(_result.Value);

    public override void Fail(JournalFault fault) => _answer.TrySetException(
        new JournalException(fault, $"{Operation} on shard {Shard} failed, as the test wants."));
}
