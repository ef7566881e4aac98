using System.Globalization;
using System.Xml.Linq;
using Auctions.Bench.Reporting;
using Auctions.Measuring;

namespace Auctions.Bench.Tests;

/// <summary>A chart is a file that needs nothing else, with all that one needs to read it.</summary>
public sealed class ChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly Chart Two = new(
        "Bids < & > over time",
        "seconds",
        [
            new ChartPanel("bids per second", false, Line("offered", 0, 50, 100), Line("accepted", 0, 20)),
            new ChartPanel("milliseconds", true, Line("p99", 0.5, double.NaN, 200, 0, 3)),
        ],
        new ChartMark(2, "the end"));

    [Fact]
    public void It_is_well_formed_and_fetches_nothing()
    {
        var svg = Draw(Two);
        Assert.Equal(Svg + "svg", svg.Name);
        var elsewhere = svg.DescendantsAndSelf().Attributes()
            .Where(attribute => !attribute.IsNamespaceDeclaration && attribute.Value.Contains("://"))
            .Concat(svg.DescendantsAndSelf().Attributes().Where(attribute => attribute.Name.LocalName == "href"));
        Assert.Empty(elsewhere);
        Assert.DoesNotContain("@import", svg.Value);
    }

    [Theory]
    [InlineData("Bids < & > over time")]
    [InlineData("seconds")]
    [InlineData("bids per second")]
    [InlineData("milliseconds")]
    [InlineData("offered")]
    [InlineData("accepted")]
    [InlineData("p99")]
    [InlineData("the end")]
    [InlineData("100")]
    [InlineData("0.1")]
    public void It_says_what_there_is_to_see(string text) =>
        Assert.Contains(text, Draw(Two).Descendants(Svg + "text").Select(element => element.Value));

    [Fact]
    public void It_can_be_read_by_day_and_by_night() =>
        Assert.Contains("prefers-color-scheme: dark", Draw(Two).Element(Svg + "style")!.Value);

    [Fact]
    public void Each_series_is_a_line_through_its_points_with_gaps_where_there_is_nothing()
    {
        var paths = Draw(Two).Descendants(Svg + "path").Select(path => path.Attribute("d")!.Value).ToArray();
        Assert.Equal(3, paths.Length);
        Assert.Equal((1, 2), (paths[0].Count('M'.Equals), paths[0].Count('L'.Equals)));
        Assert.Equal((3, 0), (paths[2].Count('M'.Equals), paths[2].Count('L'.Equals)));
    }

    [Fact]
    public void More_is_higher_and_later_is_further_right()
    {
        var points = Points(Draw(Two).Descendants(Svg + "path").First());
        Assert.Equal(points.OrderBy(point => point.X), points);
        Assert.Equal(points.OrderByDescending(point => point.Y), points);
    }

    [Fact]
    public void A_mark_stands_where_its_moment_is()
    {
        var svg = Draw(Two);
        var last = Points(svg.Descendants(Svg + "path").First())[^1];
        var mark = svg.Descendants(Svg + "line").Single(line => line.Attribute("class")!.Value == "mark");
        Assert.Equal(last.X, Number(mark.Attribute("x1")!.Value));
    }

    [Fact]
    public void Lines_stay_within_the_picture()
    {
        var svg = Draw(Two);
        var (width, height) = (Number(svg.Attribute("width")!.Value), Number(svg.Attribute("height")!.Value));
        Assert.All(svg.Descendants(Svg + "path").SelectMany(Points), point =>
        {
            Assert.InRange(point.X, 0, width);
            Assert.InRange(point.Y, 0, height);
        });
    }

    [Fact]
    public void Nothing_to_show_is_a_chart_all_the_same() => Draw(new Chart(
        "empty", "seconds", [new ChartPanel("bids", false, Line("none")), new ChartPanel("ms", true, Line("none"))]));

    [Fact]
    public void A_value_that_never_changes_is_shown() => Draw(new Chart(
        "level",
        "seconds",
        [new ChartPanel("bids", false, Line("none", 0, 0)), new ChartPanel("ms", true, Line("one", 1))]));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.25, "0.25")]
    [InlineData(999, "999")]
    [InlineData(1_000, "1 k")]
    [InlineData(250_000, "250 k")]
    [InlineData(1_500_000, "1.5 M")]
    public void Numbers_are_short(double value, string text) => Assert.Equal(text, ChartScale.Text(value));

    [Fact]
    public void A_burst_of_bids_is_seen_in_the_chart_of_a_run()
    {
        TimelineSlot Slot(int at, long bids) => new(at / 10.0, bids, bids, 1_000, 2_000, 3_000);
        TimelineSlot[] slots = [.. Enumerable.Range(0, 150).Select(at => Slot(at, at < 50 ? 1 : 100))];
        var chart = LoadCharts.Of("a burst", new Course(TimeSpan.FromSeconds(0.1), slots), new ChartMark(15, "end"));
        var offered = Points(Draw(chart).Descendants(Svg + "path").First());
        Assert.Equal(150, offered.Length);
        var (before, within) = (offered[..50].Min(point => point.Y), offered[50..].Max(point => point.Y));
        Assert.True(before > within + 100, $"No burst is seen: {before}, {within}");
    }

    private static XElement Draw(Chart chart) => XElement.Parse(chart.ToSvg());

    private static ChartSeries Line(string name, params double[] values) =>
        new(name, [.. values.Index().Select(value => ((double)value.Index, value.Item))]);

    private static (double X, double Y)[] Points(XElement path) =>
    [
        .. path.Attribute("d")!.Value.Split('M', 'L')
            .Where(part => part.Length > 0)
            .Select(part => part.Split(' '))
            .Select(part => (Number(part[0]), Number(part[1]))),
    ];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
