using System.Text.Json;
using Auctions.Processes;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests.Monitoring;

/// <summary>What Prometheus itself says of the alert rules and of queries.</summary>
[Trait("Category", "Long")]
public sealed class PromtoolTests
{
    [PromtoolFact]
    public Task The_alert_rules_are_rules() => AgreesAsync("check", AlertFile.Path);

    [PromtoolFact]
    public Task The_alerts_fire_and_resolve_as_their_tests_say() => AgreesAsync("test", AlertTestFile.Path);

    [PromtoolFact]
    public async Task Queries_of_the_dashboard_and_of_documents_are_of_its_language()
    {
        using var directory = new DataDirectory();
        var file = Path.Combine(directory.Path, "queries.yaml");

        // A file of rules can be JSON; each query is a rule by its place.
        var rules = Dashboard.Read().Panels.SelectMany(panel => panel.Queries).Concat(Documents.Expressions())
            .Select((query, index) => new
            {
                record = $"query_{index}",
                labels = new { place = query.Place },
                expr = query.Expression.Replace("$__rate_interval", "1m", StringComparison.Ordinal),
            })
            .ToArray();
        await File.WriteAllTextAsync(
            file, JsonSerializer.Serialize(new { groups = new[] { new { name = "queries", rules } } }));

        Assert.NotEmpty(rules);
        await AgreesAsync("check", file);
    }

    private static async Task AgreesAsync(string what, string file)
    {
        var failure = await Command.FailureAsync("promtool", what, "rules", file);
        Assert.True(failure.Length == 0, failure);
    }
}
