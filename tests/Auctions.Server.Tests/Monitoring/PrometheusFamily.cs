using System.Text;

namespace Auctions.Server.Tests.Monitoring;

/// <summary>
/// What becomes of a metric in Prometheus, as the OpenTelemetry specification of the compatibility with Prometheus and
/// both its implementations (Collector, and Prometheus' own receiver of OTLP) have it.
/// </summary>
internal sealed record PrometheusFamily(string Name, bool IsHistogram, IReadOnlySet<string> Labels)
{
    private static readonly Dictionary<string, string> Units = Pairs(
        "d days, h hours, min minutes, s seconds, ms milliseconds, us microseconds, ns nanoseconds, By bytes, " +
        "KiBy kibibytes, MiBy mebibytes, GiBy gibibytes, TiBy tibibytes, KBy kilobytes, MBy megabytes, " +
        "GBy gigabytes, TBy terabytes, m meters, V volts, A amperes, J joules, W watts, g grams, Cel celsius, " +
        "Hz hertz, % percent, 1 ");

    private static readonly Dictionary<string, string> PerUnits =
        Pairs("s second, m minute, h hour, d day, w week, mo month, y year");

    public static PrometheusFamily Of(EmittedMetric metric)
    {
        var words = Words(metric.Name);
        var parts = metric.Unit.Split('/', 2);
        Add(words, Unit(parts[0], Units));
        if (parts.Length > 1 && Unit(parts[1], PerUnits) is { Length: > 0 } per)
        {
            Add(words, $"per_{per}");
        }

        if (metric is { Kind: MetricKind.Sum, IsMonotonic: true })
        {
            words.RemoveAll(word => word == "total");
            words.Add("total");
        }

        if (metric is { Kind: MetricKind.Gauge, Unit: "1" })
        {
            words.RemoveAll(word => word == "ratio");
            words.Add("ratio");
        }

        return new PrometheusFamily(
            string.Join('_', words),
            metric.Kind == MetricKind.Histogram,
            metric.Attributes.Select(Label).ToHashSet());
    }

    /// <summary>What of it can be asked for, each with its labels.</summary>
    public IEnumerable<(string Series, IReadOnlySet<string> Labels)> Series() => IsHistogram
        ? [($"{Name}_bucket", Labels.Append("le").ToHashSet()), ($"{Name}_sum", Labels), ($"{Name}_count", Labels)]
        : [(Name, Labels)];

    /// <summary>Whether it has all that another has.</summary>
    public bool Covers(PrometheusFamily other) =>
        (Name, IsHistogram) == (other.Name, other.IsHistogram) && other.Labels.IsSubsetOf(Labels);

    public override string ToString() =>
        $"{Name}{(IsHistogram ? " (histogram)" : "")}{{{string.Join(',', Labels.Order(StringComparer.Ordinal))}}}";

    private static Dictionary<string, string> Pairs(string units) =>
        units.Split(", ").Select(pair => pair.Split(' ')).ToDictionary(pair => pair[0], pair => pair[1]);

    private static void Add(List<string> words, string word)
    {
        if (word.Length > 0 && !words.Contains(word))
        {
            words.Add(word);
        }
    }

    // What stands in braces says what is counted, and is no unit.
    private static string Unit(string unit, Dictionary<string, string> names) =>
        unit.Contains('{') || unit.Contains('}')
            ? ""
            : string.Join('_', Words(names.GetValueOrDefault(unit.Trim(), unit.Trim())));

    private static string Label(string attribute) => string.Join('_', Words(attribute));

    // Whatever Prometheus does not know in a name separates, and several such characters do so once.
    private static List<string> Words(string name)
    {
        var known = new StringBuilder(name);
        for (var at = 0; at < known.Length; at++)
        {
            if (!char.IsAsciiLetterOrDigit(known[at]) && known[at] != ':')
            {
                known[at] = ' ';
            }
        }

        return [.. known.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }
}
