namespace Auctions.Cli;

/// <summary>Makes text of others fit for a terminal.</summary>
internal static class OneLine
{
    private const int LengthMax = 1_000;

    /// <summary>
    /// The text on one line without control characters: what a file or a server says must neither break a message in
    /// two nor steer the terminal.
    /// </summary>
    public static string Of(string text)
    {
        var bounded = text.Length > LengthMax ? text[..LengthMax] + "..." : text;
        return string.Create(bounded.Length, bounded, static (line, source) =>
        {
            for (var at = 0; at < source.Length; at++)
            {
                line[at] = char.IsControl(source[at]) ? ' ' : source[at];
            }
        });
    }
}
