using Auctions.Core;

namespace Auctions.Engine.Actor;

/// <summary>When an answer may be given, and with which figures.</summary>
public sealed partial class AuctionActor
{
    /// <summary>How many tickets wait for something to become durable.</summary>
    public int Waiting => _tickets.Count;

    // A refusal that durable state gives as well needs no disk. Otherwise it waits for the state it was decided on.
    private long RefusalRestsOn(AuctionCommand command, Refusal refusal)
    {
        if (refusal == Refusal.IdempotencyKeyReused)
        {
            return _newest.Bids.TryFind(((KeyedCommand)command).Key, out var first) ? first.Sequence : 0;
        }

        if (_durable.Sequence == _newest.State.Sequence)
        {
            return _durable.Sequence;
        }

        var durably = !_durable.IsCreated ? null : command switch
        {
            PlaceBid bid => _durable.RefuseBid(bid.Bidder, bid.Amount, bid.Stamp, _limits.BidsPerAuctionMax),
            BuyNow buy => _durable.RefuseBuyNow(buy.Bidder, buy.Stamp, _limits.BidsPerAuctionMax),
            _ => (Refusal?)null,
        };
        return durably == refusal ? _durable.Sequence : _newest.State.Sequence;
    }

    private void AnswerAt(long sequence, Ticket ticket)
    {
        if (sequence <= _durable.Sequence)
        {
            _tickets.Release(ticket, AnswerNow(ticket));
            return;
        }

        _tickets.Wait(ticket, sequence);
    }

    private Answer AnswerNow(Ticket ticket) => ticket.DraftRefusal switch
    {
        { } refusal => Refused(refusal),
        null => ticket.Draft ?? new ViewAnswer(View!),
    };

    // Figures of a refusal are the durable view's, here as everywhere.
    private RefusedAnswer Refused(Refusal refusal) => refusal is Refusal.BelowMinimum && View is { } view
        ? new RefusedAnswer(refusal, view.Price, view.MinimumBid)
        : new RefusedAnswer(refusal);

    private BidAnswer ToAnswer(RememberedBid bid, bool replayed) => new(
        bid,
        bid.Status == BidStatus.Won ? null : bid.Price + _newest.State.Terms!.Increments.At(bid.Price),
        replayed);
}
