namespace Auctions.Measuring;

/// <summary>A Markdown table whose columns are aligned; numbers to the right.</summary>
internal sealed class Table(params string[] heads)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public string ToText()
    {
        var widths = heads.Select((head, at) => _rows.Select(row => row[at].Length).Append(head.Length).Max())
            .ToArray();
        var isNumber = heads.Select((_, at) => _rows.TrueForAll(row => char.IsAsciiDigit(row[at][^1]))).ToArray();
        string Line(string[] cells) => "| " + string.Join(" | ", cells.Select((cell, at) =>
            isNumber[at] ? cell.PadLeft(widths[at]) : cell.PadRight(widths[at]))) + " |";
        var rule = "|" + string.Join('|', widths.Select((width, at) =>
            new string('-', width + 1) + (isNumber[at] ? ':' : '-'))) + "|";
        return string.Join('\n', [Line(heads), rule, .. _rows.Select(Line)]) + '\n';
    }
}
