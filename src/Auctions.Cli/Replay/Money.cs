using System.Globalization;

namespace Auctions.Cli.Replay;

/// <summary>Amounts as people write them, and as integers in minor units; never a float in between.</summary>
internal static class Money
{
    private const int WholeDigitsMax = 13;

    /// <summary>Reads digits, and at most two after a point.</summary>
    /// <returns>Null if <paramref name="amount"/> is set, else a sentence that says what to do.</returns>
    public static string? TryRead(string text, out long amount)
    {
        amount = 0;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? "" : text[(point + 1)..];
        if (text.StartsWith('-')) return "is negative; amounts start at 0";
        if (!IsDigits(whole) || (point >= 0 && !IsDigits(fraction))) return "is not a number; write it like 17.50";
        if (fraction.Length > 2) return "has more than two decimals; write it in whole cents, like 17.50";
        if (whole.Length > WholeDigitsMax) return $"is too large; use at most {WholeDigitsMax} digits before the point";

        amount = long.Parse(whole + fraction.PadRight(2, '0'), NumberStyles.None, CultureInfo.InvariantCulture);
        return null;
    }

    /// <summary>With a point and two decimals, without digit grouping.</summary>
    public static string Write(long amount) =>
        string.Create(CultureInfo.InvariantCulture, $"{amount / 100}.{amount % 100:00}");

    private static bool IsDigits(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);
}
