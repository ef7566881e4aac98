namespace Auctions.Server.Tests.Monitoring;

/// <summary>What the check of names reads in an expression is what it asks for.</summary>
public sealed class PromQlTests
{
    [Theory]
    [InlineData("a", "a{}")]
    [InlineData("a > 5 and b unless c or 3e5", "a{} b{} c{}")]
    [InlineData("""rate(a{x="by (y)",z!~'{"}[5m] offset 1h)""", "a{x,z}")]
    [InlineData("histogram_quantile(0.99, sum by (job, le) (rate(a_bucket[$__rate_interval])))", "a_bucket{job,le}")]
    [InlineData("sum by (x) (a / sum by (y) (b)) - c", "a{x} b{x,y} c{}")]
    [InlineData("a / on (x) group_left (y) b{z=~\"$job\"}", "a{x,y} b{x,y,z}")]
    [InlineData("sum(a) # of b\n- max_over_time((count by (x) (c))[1h:1m])", "a{} c{x}")]
    public void It_finds_series_and_labels(string expression, string expected) => Assert.Equal(
        expected,
        string.Join(' ', PromQl.Read(expression).Select(one =>
            $"{one.Series}{{{string.Join(',', one.Labels.Order(StringComparer.Ordinal))}}}")));

    [Theory]
    [InlineData("sum(a) by (x)")]
    [InlineData("sum without (x) (a)")]
    [InlineData("a / ignoring (x) b")]
    [InlineData("""{__name__=~"a.*"}""")]
    [InlineData("""label_replace(a, "x", "$1", "y", "(.*)")""")]
    public void It_refuses_what_hides_them(string expression) =>
        Assert.Throws<FormatException>(() => PromQl.Read(expression));
}
