using System.Diagnostics;
using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Actor;
using Auctions.Engine.Hosting;
using Auctions.Grains.Live;
using Auctions.Grains.Messages;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Auctions.Grains;

/// <summary>
/// The shell of one <see cref="AuctionActivation"/>: placement, messages and lifetime are Orleans', everything else is
/// the engine's. Reentrant, since the engine takes turns by itself; holds no state and calls no grain.
/// </summary>
[Reentrant, ActivationCountBasedPlacement]
internal sealed class AuctionGrain(PlacedAuctions auctions, LivePublisher live) : Grain, IAuctionGrain
{
    private AuctionActivation? _auction;

    public async ValueTask<BidReply> BidAsync(BidMessage bid) =>
        BidReply.Of(await SubmitAsync(Auction(), bid));

    public async ValueTask<BidReply[]> BidAllAsync(BidMessage[] bids, long call, IEarlyReplies early)
    {
        var auction = Auction();
        var asked = Array.ConvertAll(bids, bid => SubmitAsync(auction, bid));
        var replies = new BidReply[bids.Length];
        var answered = 0;
        for (var i = 0; i < asked.Length; i++)
        {
            if (asked[i].IsCompletedSuccessfully)
            {
                replies[i] = BidReply.Of(asked[i].Result);
                answered++;
            }
        }

        if (answered > 0 && answered < bids.Length)
        {
            early.Answered(call, [.. replies]);
        }

        for (var i = 0; i < asked.Length; i++)
        {
            if (replies[i].Kind == BidReplyKind.None)
            {
                replies[i] = BidReply.Of(await asked[i]);
            }
        }

        return replies;
    }

    public async ValueTask<AnswerMessage> SubmitAsync(CommandMessage command) => AnswerMessage.Of(
        await Auction(create: command.Kind == CommandKind.Create).SubmitAsync(command.ToCommand()));

    public async ValueTask<AnswerMessage> ViewAsync() => AnswerMessage.Of(await Auction().ViewAsync());

    public async ValueTask<AnswerMessage> WatchAsync()
    {
        var auction = Auction();
        var answer = await auction.ViewAsync();
        live.Publish(Id, auction);
        return AnswerMessage.Of(answer);
    }

    public async ValueTask WakeAsync() => await Auction().ViewAsync();

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        (_auction?.DeactivateAsync() ?? Task.CompletedTask).WaitAsync(cancellationToken);

    private static ValueTask<Answer> SubmitAsync(AuctionActivation auction, BidMessage bid) => bid.Trace is null
        ? auction.SubmitAsync(bid.ToCommand())
        : SubmitTracedAsync(auction, bid);

    // Each bid of a call has come a way of its own, so the activity that a call may have is no parent of theirs.
    private static async ValueTask<Answer> SubmitTracedAsync(AuctionActivation auction, BidMessage bid)
    {
        using var activity = Instruments.Activities.StartActivity("auction.take", ActivityKind.Server, bid.Trace);
        return await auction.SubmitAsync(bid.ToCommand());
    }

    private AuctionId Id => new(this.GetPrimaryKey());

    private AuctionActivation Auction(bool create = false)
    {
        if (_auction is null)
        {
            _auction = auctions.Activate(Id, create);
            _ = LeaveWithItAsync(_auction);
        }

        return _auction;
    }

    // An activation never opens twice, so neither does this one: the next call makes placement choose anew.
    private async Task LeaveWithItAsync(AuctionActivation auction)
    {
        await auction.Ended;
        DeactivateOnIdle();
    }
}
