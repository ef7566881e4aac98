using System.Globalization;
using System.Text.RegularExpressions;

namespace Auctions.Server.Tests.Monitoring;

/// <summary>Alerts, their tests, their runbook and the dashboard are whole.</summary>
public sealed partial class MonitoringFileTests
{
    private static readonly string[] Severities = ["critical", "warning"];
    private static readonly string[] Questions = ["Means", "Bidders", "Look", "Do", "Over"];

    private static readonly IReadOnlyList<AlertFile.Rule> Alerts = AlertFile.Read().Alerts;
    private static readonly IReadOnlyList<AlertTestFile.Case> Cases = AlertTestFile.Read().Tests;

    [Fact]
    public void Every_alert_says_how_bad_it_is_what_it_is_about_and_where_to_read_on()
    {
        Assert.NotEmpty(Alerts);
        Assert.Equal(Alerts.Count, Alerts.DistinctBy(alert => alert.Alert).Count());
        Assert.All(Alerts, alert =>
        {
            Assert.Contains(alert.Labels.GetValueOrDefault("severity"), Severities);
            Assert.False(string.IsNullOrWhiteSpace(alert.Annotations.GetValueOrDefault("summary")), alert.Alert);
            Assert.False(string.IsNullOrWhiteSpace(alert.Annotations.GetValueOrDefault("description")), alert.Alert);
            Assert.Equal(
                $"docs/alerts.md#{alert.Alert.ToLowerInvariant()}", alert.Annotations.GetValueOrDefault("runbook_url"));
        });
    }

    [Fact]
    public void Every_alert_has_a_section_of_the_runbook_and_every_section_an_alert() => Assert.Equal(
        Alerts.Select(alert => alert.Alert).Order(StringComparer.Ordinal),
        Sections().Select(section => section.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_section_of_the_runbook_answers_the_same_questions() => Assert.All(Sections(), section =>
        Assert.All(Questions, question => Assert.Matches($@"(?m)^- \*\*{question}\*\*: \S", section.Text)));

    [Fact]
    public void Every_alert_is_shown_firing_and_then_resolved() => Assert.All(Alerts, alert =>
        Assert.True(
            Cases.Select(test => Looks(test, alert.Alert)).Any(looks => looks.Any(fires =>
                fires.ExpAlerts.Count > 0 &&
                looks.Any(later => later.ExpAlerts.Count == 0 && Time(later) > Time(fires)))),
            $"alerts.test.yaml has no case in which {alert.Alert} fires and later does not."));

    [Fact]
    public void Every_alert_is_shown_silent_while_all_is_well() => Assert.All(Alerts, alert =>
        Assert.True(
            Cases.Select(test => Looks(test, alert.Alert))
                .Any(looks => looks.Length > 0 && looks.All(look => look.ExpAlerts.Count == 0)),
            $"alerts.test.yaml has no case in which {alert.Alert} never fires."));

    // promtool finds nothing wrong with an alert that does not fire because there is none of its name.
    [Fact]
    public void Every_alert_that_is_tested_exists() => Assert.Empty(
        Cases.SelectMany(test => test.AlertRuleTest).Select(look => look.Alertname)
            .Except(Alerts.Select(alert => alert.Alert)));

    [Fact]
    public void Every_panel_has_a_number_of_its_own_a_title_a_description_a_unit_and_queries()
    {
        var panels = Dashboard.Read().Panels;
        Assert.Equal(panels.Count, panels.DistinctBy(panel => panel.Id).Count());
        Assert.All(panels, panel => Assert.False(string.IsNullOrWhiteSpace(panel.Title), $"panel {panel.Id}"));
        var shown = panels.Where(panel => panel.Type != "row").ToArray();
        Assert.NotEmpty(shown);
        Assert.Equal(shown.Length, shown.DistinctBy(panel => panel.Title).Count());
        Assert.All(shown, panel =>
        {
            Assert.False(string.IsNullOrWhiteSpace(panel.Description), panel.Title);
            Assert.False(string.IsNullOrWhiteSpace(panel.Unit), panel.Title);
            Assert.NotEmpty(panel.Queries);
            Assert.All(panel.Sources, source => Assert.Equal("${datasource}", source));
        });
    }

    // A mean of percentiles, or of means, is the percentile of nothing.
    [Fact]
    public void No_query_averages_what_is_an_average_already() => Assert.All(
        Dashboard.Read().Panels.SelectMany(panel => panel.Queries), query =>
        {
            Assert.DoesNotMatch(@"(avg|sum|min) *(by *\([^)]*\) *)?\( *histogram_quantile", query.Expression);
            Assert.DoesNotMatch(@"_sum\b.*/.*_count\b", query.Expression);
        });

    private static AlertTestFile.Look[] Looks(AlertTestFile.Case test, string alert) =>
        [.. test.AlertRuleTest.Where(look => look.Alertname == alert)];

    private static TimeSpan Time(AlertTestFile.Look look) => Part().Matches(look.EvalTime)
        .Select(part => int.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture) * part.Groups[2].Value switch
        {
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            var other => throw new FormatException($"{look.EvalTime}: use s, m and h, not {other}."),
        })
        .Aggregate(TimeSpan.Zero, (sum, part) => sum + part);

    // A heading of one word is an alert's.
    private static (string Name, string Text)[] Sections() =>
    [
        .. Documents.Runbook
            .Select(section => (Name: section.Split('\n')[0].Trim(), Text: section))
            .Where(section => !section.Name.Contains(' ')),
    ];

    [GeneratedRegex("([0-9]+)([a-z]+)")]
    private static partial Regex Part();
}
