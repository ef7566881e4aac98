using Auctions.Bench.Presets;
using Auctions.Bench.Reporting;
using Auctions.Measuring;

namespace Auctions.Bench.Tests;

/// <summary>Figures are compared with those of another time, and what got worse shows in the exit code.</summary>
public sealed class ComparisonTests
{
    private const string Engine = "engine";
    private const string Peer = "rowlock";

    private static readonly Machine Here = new(2, ".NET 10.0.0", "Linux");

    [Fact]
    public void The_same_figures_are_no_regression() =>
        Assert.Equal(0, Publisher.Compare(Against(Report(1_000, ratio: 50)), Report(1_000, ratio: 50)));

    [Theory]
    [InlineData(40.1, 0)]
    [InlineData(39.9, ExitCodes.Regressed)]
    [InlineData(500, 0)]
    public void Where_peers_ran_the_ratio_counts(double ratio, int code) =>
        Assert.Equal(code, Publisher.Compare(Against(Report(1_000, ratio: 50)), Report(1_000, ratio)));

    [Fact]
    public void Where_peers_ran_throughput_and_latency_do_not_count()
    {
        var now = Report(bidsPerSecond: 1, ratio: 50, p99: 1e9);
        Assert.Equal(0, Publisher.Compare(Against(Report(1_000, ratio: 50)), now));
    }

    [Theory]
    [InlineData(801, 5_000, 0)]
    [InlineData(799, 5_000, ExitCodes.Regressed)]
    [InlineData(1_000, 5_999, 0)]
    [InlineData(1_000, 6_001, ExitCodes.Regressed)]
    [InlineData(9_999, 1, 0)]
    public void Without_peers_throughput_and_latency_count(double bidsPerSecond, double p99, int code) =>
        Assert.Equal(
            code,
            Publisher.Compare(Against(Report(1_000, ratio: null, p99: 5_000)), Report(bidsPerSecond, null, p99)));

    [Fact]
    public void A_peer_may_get_worse()
    {
        var then = Json(standings: [Of(Engine, 1_000), Of(Peer, 1_000)]);
        Assert.Equal(0, Publisher.Compare(Against(then), Json(standings: [Of(Engine, 1_000), Of(Peer, 1)])));
    }

    [Fact]
    public void More_may_be_allowed()
    {
        var options = Against(Report(1_000, ratio: 50)) with { RegressionPercentMax = 60 };
        Assert.Equal(0, Publisher.Compare(options, Report(1_000, ratio: 21)));
        Assert.Equal(ExitCodes.Regressed, Publisher.Compare(options, Report(1_000, ratio: 19)));
    }

    [Fact]
    public void Each_difference_is_told_and_what_counted()
    {
        var text = Text(Report(1_000, ratio: 50), Report(1_500, ratio: 30));
        Assert.Contains("+50.0 %", text);
        Assert.Contains("-40.0 %", text);
        Assert.Contains("REGRESSED", text);
        Assert.Contains("1 figures count, 1 regressed", text);
        Assert.Contains("20 % worse", text);
    }

    [Fact]
    public void Another_machine_is_a_warning()
    {
        Assert.DoesNotContain("WARNING", Text(Report(1_000), Report(1_000)));
        Assert.Contains("WARNING", Text(Json(Here with { Cores = 8 }, [Of(Engine, 1_000)]), Report(1_000)));
        Assert.Contains("WARNING", Text(Json(Here with { Runtime = ".NET 9" }, [Of(Engine, 1_000)]), Report(1_000)));
    }

    [Fact]
    public void What_only_one_of_them_has_is_named()
    {
        var text = Text(
            Json(standings: [Of(Engine, 1_000), Of("then", 1)]), Json(standings: [Of(Engine, 1_000), Of("now", 1)]));
        Assert.Contains("only in the baseline: hot: then", text);
        Assert.Contains("not in the baseline: hot: now", text);
    }

    [Fact]
    public void Figures_of_another_load_are_other_figures()
    {
        var now = Json(standings: [Of(Engine, 1_000) with { Outstanding = 64 }]);
        Assert.Throws<MeasurementException>(() => Publisher.Compare(Against(Report(1_000)), now));
    }

    [Fact]
    public void Peaks_and_spikes_are_compared()
    {
        PeakLine Peak(int rate) => new("spread", Engine, "one", rate, 100, 5_000, rate / 2, 1_000, [], [], []);
        SpikeLine Spike(double p99) => new(Engine, "one", 10, 8, 1, 500, 600, 1, 1, 1, p99, null!);
        string Of(int rate, double p99) => new ReportDocument(
            null, Here, true, null, null, [Peak(rate)], [Spike(p99)], null, null).ToJson();
        var then = Against(Of(1_000, 50_000));
        Assert.Equal(0, Publisher.Compare(then, Of(900, 55_000)));
        Assert.Equal(ExitCodes.Regressed, Publisher.Compare(then, Of(700, 50_000)));
        Assert.Equal(ExitCodes.Regressed, Publisher.Compare(then, Of(1_000, 70_000)));
    }

    [Fact]
    public void Steps_of_a_preset_are_compared_with_the_same_steps()
    {
        string Preset(params (string Title, string? Json)[] steps) => PresetDocument.Write("quick", steps);
        var then = Against(Preset(("a", Report(1_000)), ("b", Report(10)), ("c", null)));
        Assert.Equal(0, Publisher.Compare(then, Preset(("b", Report(10)), ("a", Report(1_000)))));
        Assert.Equal(
            ExitCodes.Regressed, Publisher.Compare(then, Preset(("a", Report(10)), ("b", Report(1_000)))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"standings": 5}""")]
    public async Task A_baseline_that_is_none_is_named(string? text)
    {
        var file = Path.Combine(Path.GetTempPath(), $"auctions-baseline-{Guid.NewGuid():N}");
        try
        {
            if (text is not null)
            {
                await File.WriteAllTextAsync(file, text);
            }

            var refused = await Assert.ThrowsAsync<MeasurementException>(() => Baseline.ReadAsync(file, default));
            Assert.Contains(file, refused.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Text(string then, string now) => Comparison.Of(Baseline.Parse(now), Against(then)).ToText();

    private static ComparisonOptions Against(string json) => new("before.json", Baseline.Parse(json), 20);

    private static string Report(double bidsPerSecond, double? ratio = null, double p99 = 5_000) => Json(
        standings: [Of(Engine, bidsPerSecond, p99)],
        ratios: ratio is { } value ? [new Ratio("hot", "sqlite", $"{Peer}, 4 connections", value, value, value)] : []);

    private static string Json(
        Machine? machine = null, IReadOnlyList<Standing>? standings = null, IReadOnlyList<Ratio>? ratios = null) =>
        new ReportDocument(null, machine ?? Here, true, standings, ratios, null, null, null, null).ToJson();

    private static Standing Of(string subject, double bidsPerSecond, double p99 = 5_000) => new(
        "hot", subject, "one", 4_096, null, bidsPerSecond, 0, 0, 1, p99, 1, 1, 100, 0, 0, 0, 0, 0);
}
