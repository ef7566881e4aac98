using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Grains.Messages;

namespace Auctions.Grains.Tests.Support;

/// <summary>A call with bids that reached an auction, which the test answers.</summary>
/// <param name="Bids">The bids.</param>
/// <param name="Number">The front end's number; 0 for a call with one bid.</param>
/// <param name="Early">Where early replies go; null for a call with one bid.</param>
internal sealed record GrainCall(BidMessage[] Bids, long Number, IEarlyReplies? Early)
{
    // What follows from an answer has happened when the test goes on.
    private readonly TaskCompletionSource<BidReply[]> _answered = new();

    public Task<BidReply[]> Answered => _answered.Task;

    /// <summary>Accepts every bid.</summary>
    public void Accept() => Answer([.. Bids.Select(Accepted)]);

    public void Answer(params BidReply[] replies) => _answered.SetResult(replies);

    public void Answer(Answer answer) => Answer([.. Bids.Select(_ => BidReply.Of(answer))]);

    public void Fail(Exception failed) => _answered.SetException(failed);

    /// <summary>The reply to an accepted bid: its amount is its sequence, so that replies can be told apart.</summary>
    public static BidReply Accepted(BidMessage bid) => new()
    {
        Kind = BidReplyKind.Accepted,
        Sequence = bid.Amount,
        Amount = bid.Amount,
        Price = bid.Amount,
        Status = BidStatus.Leading,
    };
}

/// <summary>An auction whose answers the test gives.</summary>
internal sealed class ScriptedGrain : IAuctionGrain
{
    private readonly List<GrainCall> _calls = [];

    /// <summary>All calls so far, answered or not.</summary>
    public IReadOnlyList<GrainCall> Calls
    {
        get
        {
            lock (_calls)
            {
                return [.. _calls];
            }
        }
    }

    public async ValueTask<BidReply> BidAsync(BidMessage bid) => (await Receive([bid], 0, null))[0];

    public async ValueTask<BidReply[]> BidAllAsync(BidMessage[] bids, long call, IEarlyReplies early) =>
        await Receive(bids, call, early);

    public ValueTask<AnswerMessage> SubmitAsync(CommandMessage command) => throw new NotSupportedException();

    public ValueTask<AnswerMessage> ViewAsync() => throw new NotSupportedException();

    public ValueTask<AnswerMessage> WatchAsync() => throw new NotSupportedException();

    public ValueTask WakeAsync() => throw new NotSupportedException();

    private Task<BidReply[]> Receive(BidMessage[] bids, long number, IEarlyReplies? early)
    {
        var call = new GrainCall(bids, number, early);
        lock (_calls)
        {
            _calls.Add(call);
        }

        return call.Answered;
    }
}
