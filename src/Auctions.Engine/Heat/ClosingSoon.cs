using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Engine.Heat;

/// <summary>
/// What closes in the next quarter of an hour, with what frames say of it. Frames name the hottest and the most
/// watched; of all others, in memory or not, they tell how many watchers there are in all, and that none of them has
/// more than the least of those named.
/// </summary>
/// <param name="Auctions">What closes, in the order it was given.</param>
/// <param name="BidsPerSecond">Turns of bids a second of late, on all auctions.</param>
public sealed record ClosingSoon(IReadOnlyList<ClosingAuction> Auctions, double BidsPerSecond)
{
    /// <summary>So many seconds of frames it is made of, until the newest.</summary>
    public const int Seconds = 2 * ClosingForecast.SlopeSeconds;

    /// <summary>Expected bids a second, see <see cref="ClosingForecast.Expected"/>.</summary>
    /// <param name="now">Unix seconds.</param>
    public IReadOnlyList<double> Expected(double now) => ClosingForecast.Expected(Auctions, BidsPerSecond, now);

    /// <param name="range">Frames of <see cref="Seconds"/>, or more.</param>
    /// <param name="end">Until when they are looked at, in Unix seconds.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="open">Open auctions and their ends; those that end at another time are left out.</param>
    public static ClosingSoon Of(
        HeatRange range, long end, double now, IEnumerable<(AuctionId Id, DateTimeOffset ClosesAt)> open)
    {
        var late = Between(range, end - ClosingForecast.SlopeSeconds, end);
        var before = Between(
            range, end - (2 * ClosingForecast.SlopeSeconds), end - ClosingForecast.SlopeSeconds);
        var closing = open
            .Select(one => (one.Id, ClosesAt: one.ClosesAt.ToUnixTimeMilliseconds() / 1_000.0))
            .Where(one => one.ClosesAt > now && one.ClosesAt <= now + ClosingForecast.HorizonSeconds)
            .ToList();
        var others = WatchersOfOthers(
            late.Sum.Processes.Sum(process => process.Watchers),
            [.. late.Sum.Top.Select(heat => heat.Watchers).Where(watchers => watchers > 0)],
            closing.Count(one => late.WatchersOf(one.Id) is null));
        return new ClosingSoon(
            [
                .. closing.Select(one => new ClosingAuction(
                    one.Id,
                    one.ClosesAt,
                    late.WatchersOf(one.Id) ?? others,
                    late.RateOf(one.Id),
                    before.RateOf(one.Id))),
            ],
            late.Rate);
    }

    /// <summary>How many watchers each auction may have that frames do not name.</summary>
    /// <param name="all">Watchers of all auctions.</param>
    /// <param name="named">Watchers of each auction that is named.</param>
    /// <param name="others">How many close that are not named.</param>
    public static double WatchersOfOthers(int all, IReadOnlyCollection<int> named, int others)
    {
        var rest = Math.Max(0, all - named.Sum());
        return others == 0 ? 0 : Math.Min(rest / (double)others, MostOfOthers(named));
    }

    // So many of the most watched are named, bids or not. Where several processes have watchers it is no strict bound,
    // for each names its own.
    private static int MostOfOthers(IReadOnlyCollection<int> named) => named.Count < HeatFrame.MostWatched
        ? 0
        : named.OrderDescending().ElementAt(HeatFrame.MostWatched - 1);

    private static Span Between(HeatRange range, long from, long until)
    {
        var frames = range.Frames.Where(frame => frame.Start >= from && frame.End <= until).ToList();
        var sum = HeatMerge.Merge(frames, from, (int)(until - from));
        return new Span(
            sum,
            sum.Top.ToDictionary(heat => heat.Auction),
            Math.Max(1, frames.DistinctBy(frame => frame.Start).Sum(frame => frame.Seconds)));
    }

    private sealed record Span(HeatFrame Sum, Dictionary<Guid, AuctionHeat> Auctions, int Seconds)
    {
        public double Rate => Sum.Turns / (double)Seconds;

        // Watchers are those of the last second, and whoever it did not name has 0 here.
        public int? WatchersOf(AuctionId id) => Of(id) is { Watchers: > 0 and var watchers } ? watchers : null;

        public double RateOf(AuctionId id) => (Of(id)?.Turns ?? 0) / (double)Seconds;

        private AuctionHeat? Of(AuctionId id) => Auctions.GetValueOrDefault(id.Value);
    }
}
