namespace Auctions.Cli.Demo.Bots;

/// <summary>
/// Somebody in front of one lot. A machine without clock or network: it is shown the lot and the time, says what it
/// bids, and is told what became of it before it is asked again.
/// </summary>
/// <param name="name">Who it is.</param>
/// <param name="valuation">The most it ever bids, in minor units.</param>
/// <param name="arrivesAt">It does nothing before.</param>
internal abstract class Bot(string name, long valuation, DateTimeOffset arrivesAt)
{
    private bool _isWaiting;
    private bool _toldLeading;
    private long _asked, _maximum;

    public string Name { get; } = name;

    public long Valuation { get; } = valuation;

    /// <summary>The amount that it bids now; null: none.</summary>
    public long? Act(LotSight lot, DateTimeOffset now)
    {
        if (_isWaiting || !lot.IsOpen || now < arrivesAt || now >= lot.ClosesAt || lot.MinimumBid > Valuation ||
            Leads(lot))
        {
            return null;
        }

        if (Choose(lot, now) is not { } amount)
        {
            return null;
        }

        _isWaiting = true;
        _asked = Math.Clamp(amount, lot.MinimumBid, Valuation);
        return _asked;
    }

    /// <summary>Tells it what became of its bid.</summary>
    public void Hear(BidReply reply)
    {
        _isWaiting = false;
        switch (reply)
        {
            case BidReply.Leading or BidReply.AlreadyLeading:
                _toldLeading = true;
                _maximum = _asked;
                break;
            case BidReply.Outbid:
                _toldLeading = false;
                break;
            case BidReply.TooLow or BidReply.Refused:
                break;
        }
    }

    /// <summary>The amount it wants to bid now that it may and does not lead; null: not now.</summary>
    protected abstract long? Choose(LotSight lot, DateTimeOffset now);

    // Whoever bids more than the leader's maximum moves the price above that maximum: so nobody has to be told.
    private bool Leads(LotSight lot) => _toldLeading && lot.Price <= _maximum;
}
