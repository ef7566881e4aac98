using System.Text.Json;
using Auctions.Bench.Reporting;
using Auctions.Measuring;

namespace Auctions.Bench.Soaking;

/// <summary>What a soak came to.</summary>
/// <param name="Settings">Under what conditions.</param>
/// <param name="Samples">What the process took, every second.</param>
/// <param name="Flatness">Whether that stopped growing.</param>
/// <param name="Answered">How bids were answered.</param>
/// <param name="Problems">What is stored wrongly.</param>
internal sealed record SoakReport(
    Settings Settings,
    IReadOnlyList<Sample> Samples,
    IReadOnlyList<Flatness> Flatness,
    Answered Answered,
    IReadOnlyList<string> Problems)
{
    private const double Megabyte = 1 << 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Whether something grew by more than it may.</summary>
    public bool Grew => Flatness.Any(one => one.Grew);

    public string ToText()
    {
        var table = new Table("after the first quarter", "at first", "at last", "growth", "in %", "allowed", "result");
        foreach (var one in Flatness)
        {
            var unit = one.Unit.Length > 0 ? $" {one.Unit}" : "";
            table.Add(
                one.What,
                $"{one.Trend.First:N1}{unit}",
                $"{one.Trend.Last:N1}{unit}",
                $"{one.Trend.Growth:+0.0;-0.0;0.0}{unit}",
                $"{one.Trend.GrowthPercent:+0.0;-0.0;0.0} %",
                one.GrowthMax is { } most ? $"{most:0.#}{(one.IsPercent ? " %" : "")}" : "-",
                one.Grew ? "GREW" : "flat");
        }

        var last = Samples[^1];
        return string.Join(
            '\n',
            table.ToText(),
            $"{Answered.Accepted:N0} bids accepted in {Duration.ToText(TimeSpan.FromSeconds(last.Seconds))}, " +
                $"{Answered.Accepted / last.Seconds:N0} per second; {Answered.Refused:N0} overtaken, " +
                $"{Answered.Late:N0} after the closing, {Answered.Unavailable:N0} turned away, " +
                $"{Answered.Unknown:N0} of unknown outcome",
            $"{last.Collections:N0} garbage collections, {last.FullCollections:N0} of them full",
            Problems.Count == 0
                ? "read back: the store holds exactly the bids that were acknowledged"
                : "read back: STORED WRONGLY, see above");
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            settings = Settings.Lines.ToDictionary(),
            machine = Machine.Here,
            storedRight = Problems.Count == 0,
            Answered,
            flatness = Flatness.Select(one => new
            {
                one.What,
                one.Unit,
                one.Trend.First,
                one.Trend.Last,
                one.Trend.Growth,
                one.Trend.GrowthPercent,
                one.GrowthMax,
                one.Grew,
            }),
            Samples,
        },
        Json);

    public Chart ToChart()
    {
        ChartSeries Line(string name, Func<Sample, double> value) =>
            new(name, [.. Samples.Select(sample => (sample.Seconds, value(sample)))]);
        var rates = Samples.Zip(Samples.Skip(1), (one, next) =>
            (next.Seconds, (next.Accepted - one.Accepted) / (next.Seconds - one.Seconds)));
        return new Chart(
            $"soak: {Answered.Accepted:N0} bids in one process",
            "seconds",
            [
                new ChartPanel("bids per second", IsLogarithmic: false, new ChartSeries("accepted", [.. rates])),
                new ChartPanel(
                    "MB",
                    IsLogarithmic: false,
                    Line("resident", sample => sample.ResidentBytes / Megabyte),
                    Line("managed heap", sample => sample.HeapBytes / Megabyte)),
                new ChartPanel(
                    "handles and threads",
                    IsLogarithmic: false,
                    Line("handles", sample => sample.Handles),
                    Line("threads", sample => sample.Threads)),
            ],
            new ChartMark(Samples[Samples.Count / 4].Seconds, "warm"));
    }
}
