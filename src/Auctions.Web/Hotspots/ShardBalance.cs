using Auctions.Engine.Heat;

namespace Auctions.Web.Hotspots;

/// <summary>Whether the shards have their shares of the last minute.</summary>
/// <param name="Imbalance">The busiest shard's bids over the mean; null: one shard only, or no bid.</param>
/// <param name="IsImbalanced">Whether to do something about it.</param>
internal readonly record struct ShardBalance(double? Imbalance, bool IsImbalanced)
{
    /// <summary>Over so many seconds it is looked at.</summary>
    public const int Seconds = 60;

    /// <summary>All through the minute: in each of its pieces of so many seconds.</summary>
    private const int Piece = 10;

    /// <summary>Times its share that a shard has for an alarm, if there are enough bids to speak of.</summary>
    private const double ImbalanceMax = 2;

    private const double BidsPerSecondLeast = 100;

    /// <param name="minute">The frames of the minute, of whatever length; fewer give no alarm.</param>
    /// <param name="end">When the minute ended, in Unix seconds.</param>
    public static ShardBalance Of(IReadOnlyCollection<HeatFrame> minute, long end)
    {
        var (imbalance, _, _) = Busiest(minute);
        var pieces = minute
            .GroupBy(frame => (end - 1 - frame.Start) / Piece)
            .Select(piece => Busiest([.. piece]))
            .ToList();
        var isWhole = minute.Sum(frame => frame.Seconds) >= Seconds;
        var isImbalanced = isWhole &&
            pieces.TrueForAll(piece => piece.Imbalance > ImbalanceMax && piece.PerSecond > BidsPerSecondLeast) &&
            pieces.DistinctBy(piece => piece.Shard).Count() == 1;
        return new ShardBalance(imbalance is { } times ? Math.Round(times, 2) : null, isImbalanced);
    }

    private static (double? Imbalance, int Shard, double PerSecond) Busiest(IReadOnlyCollection<HeatFrame> frames)
    {
        var shards = frames.SelectMany(frame => frame.Shards)
            .GroupBy(shard => shard.Shard, shard => shard.Bids)
            .Select(shard => (Shard: shard.Key, Bids: shard.Sum()))
            .ToList();
        var sum = shards.Sum(shard => shard.Bids);
        if (shards.Count < 2 || sum == 0)
        {
            return (null, 0, 0);
        }

        var busiest = shards.MaxBy(shard => shard.Bids);
        var seconds = Math.Max(1, frames.Sum(frame => frame.Seconds));
        return (busiest.Bids * (double)shards.Count / sum, busiest.Shard, sum / (double)seconds);
    }
}
