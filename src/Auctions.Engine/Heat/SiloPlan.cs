namespace Auctions.Engine.Heat;

/// <summary>How many silos bear a number of bids a second.</summary>
/// <param name="BidsPerSecondPerSilo">What one silo bears.</param>
/// <param name="Headroom">The part of that which is planned with.</param>
/// <param name="Min">Fewest silos.</param>
/// <param name="Max">Most silos.</param>
public sealed record SiloPlan(double BidsPerSecondPerSilo, double Headroom, int Min, int Max)
{
    /// <summary>
    /// Steps of a forecast that are looked at together: a peak of one step alone is within the error of when it comes.
    /// </summary>
    public const int SmoothedSteps = 2;

    /// <summary>Silos for so many bids a second, within the bounds.</summary>
    public int SilosFor(double bidsPerSecond) => (int)Math.Clamp(
        Math.Ceiling(bidsPerSecond / (BidsPerSecondPerSilo * Headroom)), Min, Max);

    /// <summary>The highest mean of steps that follow each other.</summary>
    /// <param name="steps">A forecast, see <see cref="ClosingForecast.Expected"/>.</param>
    public static double PeakOf(IReadOnlyList<double> steps) => Enumerable
        .Range(0, Math.Max(1, steps.Count - SmoothedSteps + 1))
        .Max(from => steps.Skip(from).Take(SmoothedSteps).DefaultIfEmpty().Average());
}
