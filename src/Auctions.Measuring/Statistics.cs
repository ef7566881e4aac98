namespace Auctions.Measuring;

/// <summary>What several runs come to.</summary>
internal static class Statistics
{
    /// <summary>The middle value, or the mean of the two middle ones.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>
    /// Between which of the values the true median lies with at least 95 %, whatever the distribution: by the binomial
    /// distribution of how many lie below it. Of fewer than six values the least and the largest, which say less.
    /// </summary>
    public static (double Least, double Most) MedianInterval(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var (left, below, ways) = (0, 0.0, Math.Pow(0.5, sorted.Length));
        for (var rank = 0; rank < sorted.Length / 2; rank++)
        {
            // So likely at most rank values lie below the median.
            below += ways;
            if (below > 0.025)
            {
                break;
            }

            left = rank + 1;
            ways *= (double)(sorted.Length - rank) / (rank + 1);
        }

        left = Math.Max(0, left - 1);
        return (sorted[left], sorted[^(left + 1)]);
    }
}
