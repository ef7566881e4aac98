namespace Auctions.Cli.Demo.Bots;

/// <summary>Bids what the lot is worth to it, once, and leaves the rest to the rules.</summary>
internal sealed class Proxy(string name, long valuation, DateTimeOffset arrivesAt) : Bot(name, valuation, arrivesAt)
{
    private bool _hasBid;

    protected override long? Choose(LotSight lot, DateTimeOffset now)
    {
        if (_hasBid)
        {
            return null;
        }

        _hasBid = true;
        return Valuation;
    }
}
