namespace Auctions.Core.Tests;

/// <summary>Who leads and who is next, told a second time and naively: from the list of all accepted amounts.</summary>
internal sealed class Standing
{
    private readonly List<(PersonId Bidder, long Amount, int Order)> _bids = [];

    public PersonId Leader => Ranked.FirstOrDefault().Bidder;

    public long LeaderMaximum => Ranked.FirstOrDefault().Amount;

    public PersonId Underbidder => Ranked.ElementAtOrDefault(1).Bidder;

    public long UnderbidderMaximum => Ranked.ElementAtOrDefault(1).Amount;

    private IEnumerable<(PersonId Bidder, long Amount, int Order)> Ranked => _bids
        .GroupBy(bid => bid.Bidder)
        .Select(own => own.MaxBy(bid => bid.Amount))
        .OrderByDescending(bid => bid.Amount)
        .ThenBy(bid => bid.Order);

    public void Take(Move move)
    {
        switch (move.Decision.Event)
        {
            case BidPlaced bid:
                _bids.Add((bid.Bidder, bid.Amount, _bids.Count));
                break;
            case LotBoughtNow bought:
                _bids.Add((bought.Bidder, bought.Price, _bids.Count));
                break;
        }
    }
}
