using Auctions.Core;
using Auctions.Engine.Actor;

namespace Auctions.Engine.Hosting;

/// <summary>A ticket somebody awaits. Continuations run elsewhere, never in the turn that answers.</summary>
internal sealed class HostTicket(AuctionCommand command) : Ticket(command)
{
    private readonly TaskCompletionSource<Answer> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Answer> Answered => _answered.Task;

    /// <summary>Wakes those who await tickets that are answered by now.</summary>
    public static void Publish(IReadOnlyList<Ticket> released)
    {
        foreach (var ticket in released)
        {
            ((HostTicket)ticket)._answered.TrySetResult(ticket.Answer!);
        }
    }
}
