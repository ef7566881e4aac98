using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Grains.Messages;

namespace Auctions.Grains.Calls;

/// <summary>
/// The bids of one auction on their way from this front end. While few calls are under way a bid leaves at once; then
/// bids wait and leave together when a call comes back; no timer keeps a bid waiting. A bid whose call was lost or
/// shows no life, or that met an auction on its way to another silo, is sent again with the same key until its
/// deadline.
/// </summary>
internal sealed class BidLane(AuctionId id, Func<IAuctionGrain> findGrain, LaneServices services)
{
    private readonly Lock _changing = new();
    private readonly Queue<PendingBid> _waiting = new();
    private int _calls;
    private bool _isClosed;

    /// <summary>Whether it took the bid; false: this lane is closed, another one is to be made.</summary>
    public bool TrySend(PendingBid bid)
    {
        lock (_changing)
        {
            if (_isClosed)
            {
                return false;
            }

            if (_calls == services.Options.CallsPerAuctionMax)
            {
                if (_waiting.Count < services.Options.WaitingBidsMax)
                {
                    _waiting.Enqueue(bid);
                }
                else
                {
                    bid.GiveUp(Unavailability.Busy);
                }

                return true;
            }

            _calls++;
        }

        _ = RunAsync([bid]);
        return true;
    }

    /// <summary>Gives up what waited too long for a call; it was never sent, or is not sent again.</summary>
    public void Expire(long now)
    {
        lock (_changing)
        {
            ExpireWaiting(now);
        }
    }

    private void ExpireWaiting(long now)
    {
        while (_waiting.TryPeek(out var first) && first.Deadline <= now)
        {
            _waiting.Dequeue().GiveUp(Unavailability.Busy);
        }
    }

    // One of the calls under way: goes on as long as there is something to send.
    private async Task RunAsync(List<PendingBid> bids)
    {
        var pause = Backoff.FirstMs;
        while (bids.Count > 0)
        {
            await SendAsync(bids);
            bids.RemoveAll(bid => bid.IsAnswered);
            if (bids.Count == 0)
            {
                pause = Backoff.FirstMs;
            }
            else
            {
                await Task.Delay(TimeSpan.FromMilliseconds(pause), services.Time);
                pause = Backoff.After(pause);
                GiveUpLate(bids);
            }

            Fill(bids);
        }
    }

    // A call that shows no life is given up, and its bids are sent again; if it comes back later, it still counts.
    private async Task SendAsync(List<PendingBid> bids)
    {
        if (!services.IsConnected())
        {
            return;
        }

        // The first one is the oldest.
        var sent = bids.ToArray();
        if (!await services.EndsAsync(CallAsync(sent), sent[0].Deadline))
        {
            MayBePlaced(sent);
        }
    }

    private async Task CallAsync(PendingBid[] bids)
    {
        var (asked, losses) = (services.Time.GetTimestamp(), services.Patience.Losses);
        try
        {
            var grain = findGrain();
            if (bids.Length == 1)
            {
                bids[0].TryTake(await grain.BidAsync(bids[0].Message));
            }
            else
            {
                await CallAsync(grain, bids);
            }

            services.Patience.Took(services.Time.GetElapsedTime(asked), losses);
        }
        catch (Exception failed)
        {
            if (!GrainFaults.IsExpected(failed))
            {
                Log.CallBroken(services.Logger, id, failed);
            }

            if (!GrainFaults.IsTurnedAway(failed))
            {
                MayBePlaced(bids);
            }
        }
    }

    private async Task CallAsync(IAuctionGrain grain, PendingBid[] bids)
    {
        var call = services.Early.Expect(bids);
        try
        {
            Take(bids, await grain.BidAllAsync(
                Array.ConvertAll(bids, bid => bid.Message), call, services.Early.Ear));
        }
        finally
        {
            services.Early.Forget(call);
        }
    }

    private static void MayBePlaced(PendingBid[] bids) => Array.ForEach(bids, static bid => bid.MayBePlaced = true);

    /// <summary>Hands replies to their bids; those of kind None are still to come.</summary>
    public static void Take(PendingBid[] bids, BidReply[] replies)
    {
        for (var i = 0; i < bids.Length; i++)
        {
            if (replies[i].Kind != BidReplyKind.None)
            {
                bids[i].TryTake(replies[i]);
            }
        }
    }

    private void GiveUpLate(List<PendingBid> bids)
    {
        var now = services.Time.GetTimestamp();
        foreach (var bid in bids.Where(bid => bid.Deadline <= now))
        {
            bid.GiveUp(Unavailability.Moving);
        }

        bids.RemoveAll(bid => bid.IsAnswered);
    }

    private void Fill(List<PendingBid> bids)
    {
        lock (_changing)
        {
            ExpireWaiting(services.Time.GetTimestamp());
            while (bids.Count < services.Options.BidsPerCallMax && _waiting.TryDequeue(out var next))
            {
                bids.Add(next);
            }

            if (bids.Count == 0 && --_calls == 0)
            {
                _isClosed = true;
            }
            else
            {
                return;
            }
        }

        services.Closed(id, this);
    }
}
