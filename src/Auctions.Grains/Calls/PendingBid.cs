using System.Diagnostics;
using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Grains.Messages;

namespace Auctions.Grains.Calls;

/// <summary>A bid at a front end, until it is answered.</summary>
/// <param name="command">The bid, with the stamp it got when it arrived.</param>
/// <param name="deadline">Monotonic timestamp after which it is not sent again.</param>
/// <param name="trace">The activity of its way to the auction, if it has one.</param>
internal sealed class PendingBid(KeyedCommand command, long deadline, Activity? trace = null)
{
    private readonly TaskCompletionSource<Answer> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BidMessage Message { get; } = BidMessage.Of(command, trace);

    public long Deadline => deadline;

    /// <summary>Whether a call with it was lost, so that it may have been placed.</summary>
    public bool MayBePlaced { get; set; }

    public bool IsAnswered => _answered.Task.IsCompleted;

    public Task<Answer> Answered => _answered.Task;

    /// <summary>Takes a reply; false: it says nothing final, and the bid is to be sent again.</summary>
    public bool TryTake(BidReply reply)
    {
        if (reply.Kind == BidReplyKind.Unavailable && reply.Reason == Unavailability.Moving)
        {
            return false;
        }

        Answer(reply.ToAnswer(command.Key));
        return true;
    }

    /// <summary>No reply will come any more.</summary>
    /// <param name="reason">Why, if it was certainly not placed.</param>
    public void GiveUp(Unavailability reason) => Answer(new UnavailableAnswer(reason));

    private void Answer(Answer answer) =>
        _answered.TrySetResult(MayBePlaced && !IsFinal(answer) ? Unknown : answer);

    private static UnavailableAnswer Unknown { get; } = new(Unavailability.OutcomeUnknown);

    // A copy that was lost may still arrive and be decided anew. So after it a refusal is the end only if no later
    // state of the auction can turn it into an acceptance.
    private static bool IsFinal(Answer answer) => answer switch
    {
        BidAnswer => true,
        RefusedAnswer { Refusal: not (Refusal.NotOpen or Refusal.Paused or Refusal.UnknownAuction) } => true,
        _ => false,
    };
}
