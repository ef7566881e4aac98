namespace Auctions.Cli.Demo.Bots;

/// <summary>
/// Comes for the end and does not give in: in the last seconds, and again in each extension, it answers whoever leads
/// within seconds, with some steps above the least: who bids the least in a rush comes too late.
/// </summary>
/// <param name="name">Who it is.</param>
/// <param name="valuation">Where it does give in.</param>
/// <param name="arrivesAt">It does nothing before.</param>
/// <param name="reaction">How long it usually takes to answer.</param>
/// <param name="ends">How long before the end the end begins.</param>
/// <param name="steps">It bids fewer than these above the least.</param>
/// <param name="dice">Its moods.</param>
internal sealed class LateFighter(
    string name, long valuation, DateTimeOffset arrivesAt, TimeSpan reaction, TimeSpan ends, int steps, Dice dice)
    : Bot(name, valuation, arrivesAt)
{
    private const double ReactionSpread = 0.5;

    private DateTimeOffset? _bidsAt;

    protected override long? Choose(LotSight lot, DateTimeOffset now)
    {
        var begins = lot.ClosesAt - (ends > lot.Window ? ends : lot.Window);
        if (now < begins)
        {
            _bidsAt = null;
            return null;
        }

        _bidsAt ??= now + TimeSpan.FromSeconds(dice.LogNormal(reaction.TotalSeconds, ReactionSpread));
        if (now < _bidsAt)
        {
            return null;
        }

        _bidsAt = null;
        var step = lot.Price > 0 ? lot.MinimumBid - lot.Price : 0;
        return lot.MinimumBid + (dice.Below(steps) * step);
    }
}
