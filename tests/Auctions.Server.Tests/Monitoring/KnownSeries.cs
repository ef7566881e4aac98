namespace Auctions.Server.Tests.Monitoring;

/// <summary>The series that there are in Prometheus, and what in an expression asks for others.</summary>
internal sealed class KnownSeries
{
    // Of which process: the receivers make them of service.name and service.instance.id.
    private static readonly string[] OfEach = ["job", "instance"];

    private readonly Dictionary<string, HashSet<string>> _labels = [];

    public KnownSeries(IEnumerable<PrometheusFamily> families)
    {
        foreach (var (series, labels) in families.SelectMany(family => family.Series()))
        {
            if (!_labels.TryGetValue(series, out var known))
            {
                _labels.Add(series, known = [.. OfEach]);
            }

            known.UnionWith(labels);
        }
    }

    /// <summary>What in it is unknown, a line each.</summary>
    public IEnumerable<string> Unknown(Mention mention)
    {
        IReadOnlyList<(string Series, IReadOnlySet<string> Labels)> read;
        try
        {
            read = PromQl.Read(mention.Expression);
        }
        catch (FormatException unread)
        {
            return [$"{mention.Place}: {unread.Message}"];
        }

        // What is shown of a result can be a label of any series in it.
        var ofAny = read.SelectMany(one => _labels.GetValueOrDefault(one.Series) ?? []).ToHashSet();
        return
        [
            .. read.SelectMany(one => _labels.TryGetValue(one.Series, out var known)
                ? one.Labels.Except(known).Select(label => $"{mention.Place}: {one.Series} has no label {label}")
                : [$"{mention.Place}: no process exports {one.Series}"]),
            .. mention.ShownLabels.Except(ofAny).Select(label => $"{mention.Place}: shows {label}, which is no label"),
        ];
    }
}
