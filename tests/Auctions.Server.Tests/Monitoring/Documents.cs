using System.Text.RegularExpressions;
using Auctions.Processes;

namespace Auctions.Server.Tests.Monitoring;

/// <summary>README.md and the documents, and what they say of metrics.</summary>
internal static partial class Documents
{
    // How the names of what our processes export begin.
    private const string Beginnings = "auction|dotnet|db_client|http_server|kestrel|orleans";

    // What looks like a name of theirs and is none.
    private const string TokenCookie = "auction_token";

    /// <summary>The runbook, a section for each alert.</summary>
    public static IEnumerable<string> Runbook => RepositoryRoot.Sections("docs/alerts.md");

    private static IEnumerable<(string Name, string[] Lines)> All =>
        Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "docs"), "*.md")
            .Append(Path.Combine(RepositoryRoot.Path, "README.md"))
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetFileName(path), File.ReadAllLines(path)));

    /// <summary>
    /// Expressions of Prometheus' language: in blocks of code that are said to be of it, and in code within a line that
    /// has one of our names in it.
    /// </summary>
    public static IEnumerable<Mention> Expressions()
    {
        foreach (var (name, lines) in All)
        {
            var block = "";
            foreach (var (index, line) in lines.Index())
            {
                var place = $"{name}:{index + 1}";
                if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
                {
                    block = block.Length == 0 ? line.Trim() : "";
                }
                else if (block == "```promql" && line.Trim().Length > 0)
                {
                    yield return new Mention(place, line.Trim());
                }
                else if (block.Length == 0)
                {
                    foreach (var code in Code().Matches(line).Select(match => match.Groups[1].Value).Where(IsOurs))
                    {
                        yield return new Mention(place, code);
                    }
                }
            }
        }
    }

    /// <summary>Metrics and activities by their own names, and by which attributes they are said to be told.</summary>
    public static IEnumerable<(string Place, string Name, string[] Attributes)> Names() =>
        from document in All
        from line in document.Lines.Index()
        from Match name in OwnName().Matches(line.Item)
        select (
            $"{document.Name}:{line.Index + 1}",
            name.Groups["name"].Value,
            name.Groups["attribute"].Captures.Select(attribute => attribute.Value).ToArray());

    private static bool IsOurs(string code) => code != TokenCookie && SeriesName().IsMatch(code);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex($@"\b({Beginnings})_[a-z_]+\b")]
    private static partial Regex SeriesName();

    [GeneratedRegex(
        @"`(?<name>(auction|dotnet|db\.client|http\.server|kestrel)\.[a-z_.]+)`( by `(?<attribute>[a-z_.]+)`" +
        "(, `(?<attribute>[a-z_.]+)`)*)?")]
    private static partial Regex OwnName();
}
