using Auctions.Measuring;

namespace Auctions.Bench.Reporting;

/// <summary>How often a contestant had to try a bid once more.</summary>
/// <param name="Contestant">Who.</param>
/// <param name="PerBid">Further tries per accepted bid, the warm-up included; the median of its runs.</param>
internal sealed record RetryRate(string Contestant, double PerBid)
{
    /// <summary>Of those that had to.</summary>
    public static IEnumerable<RetryRate> Of(IEnumerable<Contestant> contestants) =>
        from contestant in contestants
        where contestant.Retries.Any(retries => retries > 0)
        select new RetryRate(
            contestant.ToString(),
            Statistics.Median(contestant.Results.Zip(
                contestant.Retries, (result, retries) => (double)retries / Math.Max(1, result.Total.Accepted))));

    public string ToText() => $"{Contestant}: {PerBid:N2} further tries per accepted bid";
}
