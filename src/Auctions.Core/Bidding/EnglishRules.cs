namespace Auctions.Core;

/// <summary>Who leads at which price after a bid; see docs/rules.md, "English auction".</summary>
public static class EnglishRules
{
    /// <summary>What an accepted bid changes.</summary>
    /// <param name="Leads">Whether the bidder leads afterwards.</param>
    /// <param name="Price">Public price afterwards, in minor units.</param>
    /// <param name="ReserveMet">Whether the reserve is met afterwards.</param>
    public readonly record struct Outcome(bool Leads, long Price, bool ReserveMet);

    /// <summary>
    /// Price = min(leader's maximum, underbidder's maximum + increment there). That is never below the price so far:
    /// both maxima are above or at it. Of equal maxima the earlier leads. The increment is read at the underbidder's
    /// maximum, which is visible by then, never at the leader's hidden one.
    /// </summary>
    /// <param name="state">Before the bid.</param>
    /// <param name="bidder">Who bids.</param>
    /// <param name="amount">The maximum, which the rules accept.</param>
    public static Outcome AfterBid(AuctionState state, PersonId bidder, long amount)
    {
        if (state.BidCount == 0)
        {
            return MeetReserve(state, leads: true, leaderMaximum: amount, state.Terms!.OpeningPrice);
        }

        if (bidder == state.Leader)
        {
            return MeetReserve(state, leads: true, leaderMaximum: amount, state.Price);
        }

        var leads = amount > state.LeaderMaximum;
        var leaderMaximum = leads ? amount : state.LeaderMaximum;
        var underbid = leads ? state.LeaderMaximum : amount;
        var price = Math.Min(leaderMaximum, underbid + state.Terms!.Increments.At(underbid));
        return MeetReserve(state, leads, leaderMaximum, price);
    }

    private static Outcome MeetReserve(AuctionState state, bool leads, long leaderMaximum, long price)
    {
        // Once met it stays met and lifts nothing more: the price was lifted to it, and it is only ever lowered.
        var reserve = state.Reserve ?? 0;
        return leaderMaximum >= reserve
            ? new Outcome(leads, Math.Max(price, reserve), ReserveMet: true)
            : new Outcome(leads, price, ReserveMet: false);
    }
}
