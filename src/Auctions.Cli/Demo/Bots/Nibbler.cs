namespace Auctions.Cli.Demo.Bots;

/// <summary>
/// Bids the least that is possible each time somebody else leads, some time after it was outbid: seconds in a lot of
/// minutes, minutes in a lot of hours. Now and then it skips a step to make an impression.
/// </summary>
internal sealed class Nibbler(string name, long valuation, DateTimeOffset arrivesAt, Dice dice, Pace pace)
    : Bot(name, valuation, arrivesAt)
{
    private const double DelayMin = 2, DelayMax = 240, DelayShare = 0.08, DelaySpread = 0.7;
    private const double SkipsOneStep = 0.2;

    private DateTimeOffset? _bidsAt;

    protected override long? Choose(LotSight lot, DateTimeOffset now)
    {
        _bidsAt ??= now + Delay(lot.ClosesAt - now);
        if (now < _bidsAt)
        {
            return null;
        }

        _bidsAt = null;
        var step = lot.Price > 0 ? lot.MinimumBid - lot.Price : 0;
        return dice.Happens(SkipsOneStep) ? lot.MinimumBid + step : lot.MinimumBid;
    }

    private TimeSpan Delay(TimeSpan left)
    {
        var median = Math.Clamp(pace.Seconds(left) * DelayShare, DelayMin, DelayMax);
        return pace.Of(dice.LogNormal(median, DelaySpread));
    }
}
