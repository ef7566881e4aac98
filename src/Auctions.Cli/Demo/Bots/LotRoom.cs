namespace Auctions.Cli.Demo.Bots;

/// <summary>A bid that a bot wants to place now.</summary>
internal readonly record struct DueBid(Bot Bot, long Amount);

/// <summary>
/// Everybody in front of one lot, and what they see of it. What one of them learns from an answer all see, as they
/// would on the lot's live page. Calls one after another only.
/// </summary>
internal sealed class LotRoom(IReadOnlyList<Bot> bots, LotSight sight)
{
    private int _first;

    public LotSight Sight { get; private set; } = sight;

    /// <summary>Whoever bids now; each bot has one bid under way at a time.</summary>
    public List<DueBid> Due(DateTimeOffset now)
    {
        var due = new List<DueBid>();
        if (!Sight.IsOpen || now >= Sight.ClosesAt)
        {
            return due;
        }

        // Nobody is always the first to be asked.
        _first = bots.Count == 0 ? 0 : (_first + 1) % bots.Count;
        for (var at = 0; at < bots.Count; at++)
        {
            var bot = bots[(_first + at) % bots.Count];
            if (bot.Act(Sight, now) is { } amount)
            {
                due.Add(new DueBid(bot, amount));
            }
        }

        return due;
    }

    /// <summary>Shows the lot as of some event of it; what is older than what is known changes nothing.</summary>
    public void See(LotSight seen)
    {
        if (seen.Sequence >= Sight.Sequence)
        {
            Sight = seen;
        }
    }

    /// <summary>Shows the price of an accepted bid.</summary>
    public void SeeBid(long sequence, long price, long minimumBid, DateTimeOffset closesAt)
    {
        if (sequence > Sight.Sequence)
        {
            Sight = Sight with
            {
                Sequence = sequence,
                Price = price,
                MinimumBid = minimumBid,
                ClosesAt = closesAt,
                Extensions = Sight.Extensions + (closesAt > Sight.ClosesAt ? 1 : 0),
            };
        }
    }

    /// <summary>Shows the price that a refusal names.</summary>
    public void SeePrice(long price, long minimumBid)
    {
        if (minimumBid > Sight.MinimumBid)
        {
            Sight = Sight with { Price = price, MinimumBid = minimumBid };
        }
    }

    /// <summary>Nobody may bid until the lot is seen open again.</summary>
    public void SeeShut() => Sight = Sight with { IsOpen = false };
}
