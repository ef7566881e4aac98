namespace Auctions.Cli.Demo.Bots;

/// <summary>Keeps still until the last seconds, then bids what the lot is worth to it, once.</summary>
/// <param name="name">Who it is.</param>
/// <param name="valuation">What it bids.</param>
/// <param name="arrivesAt">It does nothing before.</param>
/// <param name="before">How long before the end it bids.</param>
internal sealed class Sniper(string name, long valuation, DateTimeOffset arrivesAt, TimeSpan before)
    : Bot(name, valuation, arrivesAt)
{
    private bool _hasBid;

    protected override long? Choose(LotSight lot, DateTimeOffset now)
    {
        if (_hasBid || now < lot.ClosesAt - before)
        {
            return null;
        }

        _hasBid = true;
        return Valuation;
    }
}
