using System.Diagnostics;
using System.Threading.Tasks.Sources;
using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Heat;

namespace Auctions.Engine.Hosting;

/// <summary>A ticket somebody awaits. Continuations run elsewhere, never in the turn that answers.</summary>
/// <param name="command">What is to be decided.</param>
/// <param name="watch">Follows it; null: nobody does.</param>
internal sealed class HostTicket(AuctionCommand command, BidWatch? watch) : Ticket(command), IValueTaskSource<Answer>
{
    private ManualResetValueTaskSourceCore<Answer> _answered = new() { RunContinuationsAsynchronously = true };

    public BidWatch? Watch => watch;

    /// <summary>
    /// The answer, if the turn itself gave it; null: it comes by <see cref="Answered"/>, once whoever follows it knows.
    /// </summary>
    public Answer? AtOnce { get; set; }

    /// <summary>The answer, once it is durable; to be awaited once.</summary>
    public ValueTask<Answer> Answered => new(this, _answered.Version);

    Answer IValueTaskSource<Answer>.GetResult(short token)
    {
        // Here whoever waited goes on.
        (watch as BidTiming)?.Conclude();
        return _answered.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<Answer>.GetStatus(short token) => _answered.GetStatus(token);

    void IValueTaskSource<Answer>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answered.OnCompleted(continuation, state, token, flags);

    /// <summary>Tells those who follow tickets that they are durable by now.</summary>
    /// <param name="released">The tickets.</param>
    /// <param name="at">Since when, a monotonic timestamp.</param>
    public static void Durable(IReadOnlyList<Ticket> released, long at)
    {
        var write = Activity.Current?.Context ?? default;
        foreach (var ticket in released)
        {
            ((HostTicket)ticket).Watch?.IsDurable(at, write);
        }
    }

    /// <summary>Wakes those who await tickets that are answered by now.</summary>
    public static void Publish(IReadOnlyList<Ticket> released)
    {
        foreach (var ticket in released)
        {
            ((HostTicket)ticket)._answered.SetResult(ticket.Answer!);
        }
    }
}
