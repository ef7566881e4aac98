using Auctions.Engine.Heat;

namespace Auctions.Bench.Scaling;

/// <summary>
/// The bids of an evening, second by second, and what processes would know of them: what frames name, which is the
/// hottest and the most watched, and of all others no more than sums.
/// </summary>
internal sealed class Demand
{
    /// <summary>Counts of a minute: two halves make a slope.</summary>
    private const int Kept = 2 * ClosingForecast.SlopeSeconds;

    private readonly Evening _evening;
    private readonly Dice _dice;
    private readonly List<int[]> _counts;
    private readonly Queue<double> _totals = new();
    private int _second;

    public Demand(Evening evening, Dice dice)
    {
        (_evening, _dice) = (evening, dice);
        _counts = [.. evening.Lots.Select(_ => new int[Kept])];
    }

    /// <summary>The bids of the next second.</summary>
    public int Next()
    {
        // What is usual goes up and down over the hours and from one second to the next.
        var usual = _evening.Background * (1 + (0.15 * Math.Sin(_second / 1_200.0)));
        var bids = _dice.Poisson(usual * _dice.LogNormal(1, 0.05));
        for (var at = 0; at < _counts.Count; at++)
        {
            var lot = _evening.Lots[at];
            var count = _second >= lot.From && _second < lot.EndsAt ? _dice.Poisson(lot.BidsAt(_second)) : 0;
            _counts[at][_second % Kept] = count;
            bids += count;
        }

        _totals.Enqueue(bids);
        if (_totals.Count > ClosingForecast.SlopeSeconds)
        {
            _totals.Dequeue();
        }

        _second++;
        return bids;
    }

    /// <summary>What is expected now, by the product's forecast from what is known: the highest of it.</summary>
    public double Expected(ClosingAssumptions assumptions)
    {
        var now = _second;
        var running = Enumerable.Range(0, _counts.Count)
            .Where(at => _evening.Lots[at].From <= now && _evening.Lots[at].EndsAt > now)
            .Select(at => new Seen(
                _evening.Lots[at], Sum(_counts[at], 0), Sum(_counts[at], 1), (int)_evening.Lots[at].WatchersAt(now)))
            .OrderByDescending(seen => seen.Late)
            .ToList();
        var room = HeatFrame.TopMax - HeatFrame.MostWatched;
        var named = running.Take(room)
            .Concat(running.Skip(room).OrderByDescending(seen => seen.Watchers).Take(HeatFrame.MostWatched))
            .ToHashSet();
        var closing = running
            .Where(seen => seen.Lot.KnownEnd(now) > now &&
                seen.Lot.KnownEnd(now) <= now + ClosingForecast.HorizonSeconds)
            .ToList();
        var others = ClosingSoon.WatchersOfOthers(
            _evening.BackgroundWatchers + running.Sum(seen => seen.Watchers),
            [.. named.Select(seen => seen.Watchers).Where(watchers => watchers > 0)],
            closing.Count(seen => !named.Contains(seen)));
        return SiloPlan.PeakOf(ClosingForecast.Expected(
            [.. closing.Select(seen => Closing(seen, named.Contains(seen), now, others))],
            _totals.DefaultIfEmpty().Average(),
            now,
            assumptions));
    }

    private static ClosingAuction Closing(Seen seen, bool isNamed, double now, double others) => new(
        default,
        seen.Lot.KnownEnd(now),
        isNamed ? seen.Watchers : others,
        isNamed ? seen.Late / (double)ClosingForecast.SlopeSeconds : 0,
        isNamed ? seen.Before / (double)ClosingForecast.SlopeSeconds : 0);

    // Of the last half minute, or of the one before it.
    private int Sum(int[] counts, int half)
    {
        var sum = 0;
        for (var ago = 1; ago <= ClosingForecast.SlopeSeconds; ago++)
        {
            var second = _second - ago - (half * ClosingForecast.SlopeSeconds);
            sum += second < 0 ? 0 : counts[second % Kept];
        }

        return sum;
    }

    private sealed record Seen(Lot Lot, int Late, int Before, int Watchers);
}
