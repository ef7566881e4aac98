namespace Auctions.Bench.Scaling;

/// <summary>
/// When the bids of an auction's last quarter of an hour come, as 479 auctions of eBay had them (Jank and Shmueli,
/// Modeling Online Auctions; 722 bids): no formula, and not the forecast's.
/// </summary>
internal static class LastMinutes
{
    // Bids on all of them within so many seconds of the end.
    private static readonly (double Seconds, int Bids)[] Counted =
    [
        (0, 0), (5, 25), (15, 71), (30, 136), (60, 213), (120, 333), (300, 492), (600, 624), (900, 722),
    ];

    private static readonly double[] Steepness = Rates();

    /// <summary>Bids a second at a time before the end, relative to those of the last moment.</summary>
    public static double At(double beforeEnd) =>
        beforeEnd < 0 || beforeEnd >= Steepness.Length ? 0 : Steepness[(int)beforeEnd];

    private static double[] Rates()
    {
        var rates = new double[(int)Counted[^1].Seconds];
        for (var step = 1; step < Counted.Length; step++)
        {
            var (from, until) = (Counted[step - 1], Counted[step]);
            var rate = (until.Bids - from.Bids) / (until.Seconds - from.Seconds);
            Array.Fill(rates, rate, (int)from.Seconds, (int)(until.Seconds - from.Seconds));
        }

        var last = rates[0];
        return Array.ConvertAll(rates, rate => rate / last);
    }
}
