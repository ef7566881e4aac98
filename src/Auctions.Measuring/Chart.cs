using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Auctions.Measuring;

/// <summary>
/// Panels above one axis, as an SVG file that needs nothing else and follows the reader's choice of light or dark.
/// </summary>
/// <param name="Title">What is shown.</param>
/// <param name="XUnit">What the axis counts.</param>
/// <param name="Panels">From top to bottom.</param>
/// <param name="Marks">Moments worth a line.</param>
internal sealed record Chart(
    string Title, string XUnit, IReadOnlyList<ChartPanel> Panels, params IReadOnlyList<ChartMark> Marks)
{
    private const int Width = 960;
    private const int Left = 72;
    private const int Right = 24;
    private const int Top = 48;
    private const int PanelHeight = 190;
    private const int PanelGap = 44;
    private const int Bottom = 52;
    private const int Inner = Width - Left - Right;
    private const int LegendEntry = 110;
    private const int LegendLine = 18;

    private const string Style = """
        svg { background: #fff; font: 12px system-ui, sans-serif; --ink: #24292f; --faint: #d8dee4; --mark: #8250df;
          --c0: #0969da; --c1: #1a7f37; --c2: #bc4c00; --c3: #cf222e; --c4: #6e7781; }
        @media (prefers-color-scheme: dark) {
          svg { background: #0d1117; --ink: #d1d7e0; --faint: #30363d; --mark: #bc8cff;
            --c0: #58a6ff; --c1: #3fb950; --c2: #f0883e; --c3: #ff7b72; --c4: #9198a1; } }
        text { fill: var(--ink); } .title { font-size: 15px; font-weight: 600; } .grid { stroke: var(--faint); }
        .mark { stroke: var(--mark); stroke-dasharray: 4 3; } .marked { fill: var(--mark); } path { fill: none; }
        .s { stroke-width: 1.5; stroke-linejoin: round; } .s0 { stroke: var(--c0); } .s1 { stroke: var(--c1); }
        .s2 { stroke: var(--c2); } .s3 { stroke: var(--c3); } .s4 { stroke: var(--c4); }
        """;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>The chart as a document of its own.</summary>
    public string ToSvg()
    {
        var height = Top + (Panels.Count * (PanelHeight + PanelGap)) - PanelGap + Bottom;
        var across = Across();
        var root = new XElement(
            Svg + "svg",
            new XAttribute("viewBox", $"0 0 {Width} {height}"),
            new XAttribute("width", Width),
            new XAttribute("height", height),
            new XAttribute("role", "img"),
            new XElement(Svg + "title", Title),
            new XElement(Svg + "style", Style),
            Text(Left, LegendLine + 6, "start", Title, "title"));
        foreach (var (at, panel) in Panels.Index())
        {
            root.Add(Draw(panel, across, Top + (at * (PanelHeight + PanelGap))));
        }

        root.Add(Below(across, height - Bottom));
        root.Add(Marks.Select(mark => Draw(mark, across, height - Bottom)));
        return root.ToString() + '\n';
    }

    private ChartScale Across()
    {
        double[] times = [.. Panels.SelectMany(panel => panel.Series).SelectMany(series => series.Points)
            .Select(point => point.X)];
        return ChartScale.Linear(times.DefaultIfEmpty(0).Min(), times.DefaultIfEmpty(1).Max());
    }

    private static IEnumerable<XElement> Draw(ChartPanel panel, ChartScale across, int top)
    {
        var up = panel.Scale();
        yield return Text(Left, top - 8, "start", panel.Unit);
        foreach (var tick in up.Ticks)
        {
            var y = top + (PanelHeight * (1 - up.At(tick)!.Value));
            yield return Line(Left, y, Left + Inner, y, "grid");
            yield return Text(Left - 8, y + 4, "end", ChartScale.Text(tick));
        }

        foreach (var (at, series) in panel.Series.Index())
        {
            var x = Left + Inner - ((panel.Series.Count - at) * LegendEntry);
            yield return Line(x, top - 12, x + LegendLine, top - 12, $"s s{at}");
            yield return Text(x + LegendLine + 6, top - 8, "start", series.Name);
            yield return new XElement(
                Svg + "path",
                new XAttribute("class", $"s s{at}"),
                new XAttribute("d", Path(series, across, up, top)));
        }
    }

    private IEnumerable<XElement> Below(ChartScale across, int y)
    {
        foreach (var tick in across.Ticks)
        {
            var x = Left + (Inner * across.At(tick)!.Value);
            yield return Line(x, y, x, y + 5, "grid");
            yield return Text(x, y + 20, "middle", ChartScale.Text(tick));
        }

        yield return Text(Left + (Inner / 2.0), y + 40, "middle", XUnit);
    }

    private static IEnumerable<XElement> Draw(ChartMark mark, ChartScale across, int bottom)
    {
        var x = Left + (Inner * across.At(mark.X)!.Value);
        yield return Line(x, Top, x, bottom, "mark");
        yield return Text(x - 6, Top + 12, "end", mark.Text, "marked");
    }

    private static string Path(ChartSeries series, ChartScale across, ChartScale up, int top)
    {
        var path = new StringBuilder();
        var isPenDown = false;
        foreach (var (x, y) in series.Points)
        {
            if (across.At(x) is { } right && up.At(y) is { } above)
            {
                path.Append(isPenDown ? 'L' : 'M')
                    .Append(Number(Left + (Inner * right)))
                    .Append(' ')
                    .Append(Number(top + (PanelHeight * (1 - above))));
                isPenDown = true;
            }
            else
            {
                isPenDown = false;
            }
        }

        return path.ToString();
    }

    private static XElement Line(double x1, double y1, double x2, double y2, string style) => new(
        Svg + "line",
        new XAttribute("x1", Number(x1)),
        new XAttribute("y1", Number(y1)),
        new XAttribute("x2", Number(x2)),
        new XAttribute("y2", Number(y2)),
        new XAttribute("class", style));

    private static XElement Text(double x, double y, string anchor, string text, string? style = null) => new(
        Svg + "text",
        new XAttribute("x", Number(x)),
        new XAttribute("y", Number(y)),
        new XAttribute("text-anchor", anchor),
        style is null ? null : new XAttribute("class", style),
        text);

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
