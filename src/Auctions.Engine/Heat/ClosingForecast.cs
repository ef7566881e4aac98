namespace Auctions.Engine.Heat;

/// <summary>
/// How many bids a second are to be expected in the next quarter of an hour, from what closes in it. A rule of thumb
/// with its assumptions in the open, for capacity has to be there before the bids are:
/// <code>
/// base   = max(bids/s of late, watchers x BidsPerWatcherAtEnd, BidsAtAnyEnd)
/// growth = clamp((bids/s of late + Least) / (bids/s before + Least), 1, GrowthMax)
/// end    = base x growth                                     bids/s in the last moment
/// at t   = late + (end - late) x exp(-(closing - t) / RampSeconds)    until the closing; 0 after it
/// </code>
/// Bids on whatever does not close meanwhile go on as they are. What is assumed is in <see cref="ClosingAssumptions"/>.
/// </summary>
public static class ClosingForecast
{
    /// <summary>How far it looks, in seconds.</summary>
    public const int HorizonSeconds = 900;

    /// <summary>Length of a step of <see cref="Expected"/>, in seconds.</summary>
    public const int StepSeconds = 10;

    /// <summary>Over so many seconds each the two rates are taken whose ratio is the slope.</summary>
    public const int SlopeSeconds = 30;

    /// <summary>A rate below this tells nothing about a slope, in bids/s: a first bid is no endless growth.</summary>
    public const double Least = 0.5;

    /// <summary>Bids a second that are expected on an auction in the last moment before it closes.</summary>
    public static double AtEnd(ClosingAuction auction, ClosingAssumptions? assumptions = null)
    {
        var assumed = assumptions ?? ClosingAssumptions.Default;
        var watching = Math.Max(auction.Watchers * assumed.BidsPerWatcherAtEnd, assumed.BidsAtAnyEnd);
        var growth = (auction.BidsPerSecond + Least) / (auction.BidsPerSecondBefore + Least);
        return Math.Max(auction.BidsPerSecond, watching) * Math.Clamp(growth, 1, assumed.GrowthMax);
    }

    /// <summary>
    /// Expected bids a second on all auctions together: the mean of each step of ten seconds of the next quarter of
    /// an hour.
    /// </summary>
    /// <param name="closing">What closes in that time; others may be among them, and count as going on.</param>
    /// <param name="bidsPerSecond">Bids a second of late on all auctions, those that close included.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="assumptions">Null: the usual ones.</param>
    public static IReadOnlyList<double> Expected(
        IReadOnlyCollection<ClosingAuction> closing,
        double bidsPerSecond,
        double now,
        ClosingAssumptions? assumptions = null)
    {
        var assumed = assumptions ?? ClosingAssumptions.Default;
        var expected = new double[HorizonSeconds / StepSeconds];
        var rest = Math.Max(0, bidsPerSecond - closing.Sum(auction => auction.BidsPerSecond));
        Array.Fill(expected, rest);
        foreach (var auction in closing)
        {
            Add(expected, auction, now, assumed);
        }

        return expected;
    }

    // How many bids in each step: the integral of the formula above. The ramp is as much steeper from one step to the
    // next in each of them, so that thousands of auctions take no time.
    private static void Add(double[] expected, ClosingAuction auction, double now, ClosingAssumptions assumed)
    {
        var above = (AtEnd(auction, assumed) - auction.BidsPerSecond) * assumed.RampSeconds;
        var steeper = Math.Exp(StepSeconds / assumed.RampSeconds);
        var ramp = Math.Exp((now - auction.ClosesAt) / assumed.RampSeconds);
        for (var step = 0; step < expected.Length; step++)
        {
            var left = auction.ClosesAt - now - (step * StepSeconds);
            if (left <= 0)
            {
                return;
            }

            var next = left <= StepSeconds ? 1 : ramp * steeper;
            var bids = (auction.BidsPerSecond * Math.Min(left, StepSeconds)) + (above * (next - ramp));
            expected[step] += bids / StepSeconds;
            ramp = next;
        }
    }
}
