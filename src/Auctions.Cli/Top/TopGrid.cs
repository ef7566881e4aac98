namespace Auctions.Cli.Top;

/// <summary>A table as lines that fit a width: what is too long of names is cut, so that the figures stay.</summary>
internal static class TopGrid
{
    private const int Name = 1, Process = 4;
    private const int NameMin = 16, ProcessMin = 8;

    /// <summary>The heads' line, then one of each row.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<string[]> rows, int width)
    {
        var heads = TopText.Heads;
        var widths = heads.Select((head, at) => rows.Select(row => row[at].Length).Append(head.Length).Max()).ToArray();
        Shrink(widths, Process, ProcessMin, width);
        Shrink(widths, Name, NameMin, width);
        return rows.Prepend(heads).Select(cells => string.Join(' ', cells.Select((cell, at) =>
            TopText.IsWord(heads[at]) ? Cut(cell, widths[at]).PadRight(widths[at]) : cell.PadLeft(widths[at]))));
    }

    private static void Shrink(int[] widths, int column, int least, int width)
    {
        var excess = widths.Sum() + widths.Length - 1 - width;
        widths[column] -= Math.Clamp(excess, 0, Math.Max(0, widths[column] - least));
    }

    private static string Cut(string cell, int width) => cell.Length > width ? $"{cell[..(width - 1)]}…" : cell;
}
