namespace Auctions.Cli.Demo;

/// <summary>Amounts as people name them.</summary>
internal static class RoundSums
{
    /// <summary>An amount cut to its first digits, never above it and at least 1.</summary>
    /// <param name="amount">In minor units, at least 1.</param>
    /// <param name="digits">How many digits stay.</param>
    public static long Below(double amount, int digits)
    {
        var whole = Math.Max(1, (long)amount);
        var unit = 1L;
        for (var rest = whole; rest >= Math.Pow(10, digits); rest /= 10)
        {
            unit *= 10;
        }

        return whole / unit * unit;
    }
}
