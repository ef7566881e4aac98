using System.Text.Json;
using System.Text.RegularExpressions;
using Auctions.Processes;

namespace Auctions.Server.Tests.Monitoring;

/// <summary>The dashboard, as Grafana reads it.</summary>
internal sealed partial class Dashboard
{
    private readonly JsonElement _json;

    private Dashboard(JsonElement json) => _json = json;

    /// <summary>Where it is.</summary>
    public static string Path => System.IO.Path.Combine(RepositoryRoot.Path, "k8s/monitoring/dashboard.json");

    /// <summary>All panels, rows included, whether these are folded or not.</summary>
    public IReadOnlyList<Panel> Panels =>
        [.. Items(_json, "panels").SelectMany(panel => Items(panel, "panels").Prepend(panel)).Select(Read)];

    /// <summary>Variables whose values are asked for: of a series, a label.</summary>
    public IEnumerable<Mention> Variables =>
        from variable in Items(_json.GetProperty("templating"), "list")
        where Text(variable, "type") == "query"
        let asked = LabelValues().Match(Text(variable, "definition"))
        let place = $"dashboard.json, variable {Text(variable, "name")}"
        select asked.Success
            ? new Mention(place, asked.Groups["series"].Value, asked.Groups["label"].Value)
            : new Mention($"{place} has to be label_values(SERIES, LABEL)", "");

    public static Dashboard Read() => new(JsonDocument.Parse(File.ReadAllBytes(Path)).RootElement);

    private static Panel Read(JsonElement panel) => new(
        panel.GetProperty("id").GetInt32(),
        Text(panel, "type"),
        Text(panel, "title"),
        Text(panel, "description"),
        panel.TryGetProperty("fieldConfig", out var fields) &&
        fields.GetProperty("defaults").TryGetProperty("unit", out var unit)
            ? unit.GetString()!
            : "",
        [.. Items(panel, "targets").Prepend(panel)
            .Select(one => one.TryGetProperty("datasource", out var source) ? Text(source, "uid") : "")],
        [.. Items(panel, "targets").Select(target => new Mention(
            $"dashboard.json, {Text(panel, "title")}",
            Text(target, "expr"),
            [.. ShownLabel().Matches(Text(target, "legendFormat")).Select(label => label.Groups[1].Value)]))]);

    private static JsonElement.ArrayEnumerator Items(JsonElement of, string name) =>
        of.TryGetProperty(name, out var list) ? list.EnumerateArray() : default;

    private static string Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";

    [GeneratedRegex(@"^label_values\((?<series>.+), *(?<label>\w+)\)$")]
    private static partial Regex LabelValues();

    [GeneratedRegex(@"\{\{ *(\w+) *\}\}")]
    private static partial Regex ShownLabel();

    /// <summary>A panel.</summary>
    /// <param name="Id">Its number on the dashboard.</param>
    /// <param name="Type">Such as <c>timeseries</c>, or <c>row</c>.</param>
    /// <param name="Title">What stands above it.</param>
    /// <param name="Description">What it means.</param>
    /// <param name="Unit">Grafana's name of its unit.</param>
    /// <param name="Sources">Where its data come from, its own and its queries' words.</param>
    /// <param name="Queries">What it asks.</param>
    public sealed record Panel(
        int Id,
        string Type,
        string Title,
        string Description,
        string Unit,
        IReadOnlyList<string> Sources,
        IReadOnlyList<Mention> Queries);
}
