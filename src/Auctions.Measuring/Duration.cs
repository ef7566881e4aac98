namespace Auctions.Measuring;

/// <summary>How long something takes, for people.</summary>
internal static class Duration
{
    /// <summary>As "45 s", "3 min 20 s" or "1 h 5 min".</summary>
    public static string ToText(TimeSpan time)
    {
        var seconds = (long)Math.Round(time.TotalSeconds);
        return seconds < 60 ? $"{seconds} s"
            : seconds < 3_600 ? $"{seconds / 60} min {seconds % 60} s"
            : $"{seconds / 3_600} h {seconds / 60 % 60} min";
    }
}
