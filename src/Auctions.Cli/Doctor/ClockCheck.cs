namespace Auctions.Cli.Doctor;

/// <summary>How far a clock is ahead of this machine's.</summary>
/// <param name="Whose">Whose clock.</param>
/// <param name="Ahead">How far; negative: behind.</param>
/// <param name="Uncertainty">How far that may be wrong, either way.</param>
internal sealed record ClockReading(string Whose, TimeSpan Ahead, TimeSpan Uncertainty);

/// <summary>
/// Whether clocks agree to 50 ms, the bound at which a process is not ready. Bids are stamped by the shards' clocks, so
/// those have to agree with each other; this machine's is that of logs and tokens.
/// </summary>
internal static class ClockCheck
{
    /// <summary>How far two clocks may be apart.</summary>
    public static readonly TimeSpan ApartMax = TimeSpan.FromMilliseconds(50);

    private const string Area = "clocks";
    private const string Fix = "Have both machines follow NTP or PTP (chronyc tracking), slewing only.";

    public static IEnumerable<Finding> Of(IReadOnlyList<ClockReading> clocks)
    {
        if (clocks.Count == 0)
        {
            yield break;
        }

        var (first, last) = (clocks.MinBy(clock => clock.Ahead)!, clocks.MaxBy(clock => clock.Ahead)!);
        var apart = last.Ahead - first.Ahead;
        var doubt = first.Uncertainty + last.Uncertainty;
        if (apart - doubt > ApartMax)
        {
            yield return Finding.Fault(
                Area, $"{last.Whose}'s clock is {Ms(apart)} ahead of {first.Whose}'s.", Fix);
        }

        var furthest = clocks.MaxBy(clock => clock.Ahead.Duration())!;
        if (furthest.Ahead.Duration() - furthest.Uncertainty > ApartMax)
        {
            yield return Finding.Warning(
                Area,
                $"this machine's clock is {Ms(furthest.Ahead.Duration())} " +
                $"{(furthest.Ahead > TimeSpan.Zero ? "behind" : "ahead of")} {furthest.Whose}'s.",
                Fix);
        }
        else if (apart - doubt <= ApartMax)
        {
            yield return Finding.Ok(
                Area,
                $"this machine and {string.Join(", ", clocks.Select(clock => clock.Whose))} agree to " +
                $"{Ms(furthest.Ahead.Duration() + furthest.Uncertainty)}.");
        }
    }

    private static string Ms(TimeSpan time) => $"{time.TotalMilliseconds:0.0} ms";
}
