using Auctions.Cli.Top;

namespace Auctions.Cli.Tests.Top;

/// <summary>A terminal of any width shows every figure as long as there is room for it.</summary>
public sealed class TopGridTests
{
    private static readonly string[] Row =
    [
        "1", "Chair from 1825 0198c0de-0000-7000-8000-000000000001", "1023", "03", "front-end host-12:3456-7890",
        "1,400.5", "80.0", "1,500", "31.3", "8,000", "queue",
    ];

    [Theory]
    [InlineData(200)]
    [InlineData(120)]
    [InlineData(90)]
    public void Names_are_cut_and_figures_stay(int width)
    {
        var lines = TopGrid.Lines([Row], width).ToArray();

        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 85, width));
        Assert.Equal(lines[0].Length, lines[1].Length);
        Assert.Contains("1023", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("8,000 queue", lines[1].TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("Chair from 1825", lines[1], StringComparison.Ordinal);
        Assert.Equal(width < 200, lines[1].Contains('…', StringComparison.Ordinal));
    }

    [Fact]
    public void Too_narrow_a_terminal_leaves_the_names_some_room() =>
        Assert.All(TopGrid.Lines([Row], 10), line => Assert.Equal(86, line.Length));
}
