using System.Globalization;
using System.Text.RegularExpressions;
using Auctions.Processes;

namespace Auctions.Deployment.Tests.Policies;

/// <summary>What the sources say of what manifests rest on, without building what needs Orleans.</summary>
internal static partial class SourceText
{
    /// <summary>Paths that the programs of these pods serve for the cluster's inside.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Paths { get; } =
        new Dictionary<string, IReadOnlySet<string>>
        {
            ["silo"] = PathsOf("Auctions.Silo"),
            ["front-end"] = PathsOf("Auctions.FrontEnd", "Auctions.Web"),
        };

    /// <summary>How long a silo may take to stop if nothing is set, in seconds.</summary>
    public static int SiloShutdownSeconds { get; } = Number(
        "src/Auctions.Silo/SiloOptions.cs", @"int ShutdownSeconds \{ get; set; \} = (\d+);");

    /// <summary>How long what speaks HTTP may take to stop, in seconds.</summary>
    public static int WebShutdownSeconds { get; } = Number(
        "src/Auctions.Web/Hosting/WebHosting.cs", @"ShutdownDeadline = TimeSpan\.FromSeconds\((\d+)\);");

    /// <summary>The version that is built.</summary>
    public static string Version { get; } = Found("Directory.Build.props", "<Version>(.+)</Version>");

    /// <summary>Keys of the configuration tables of the documents, as environment variables have them.</summary>
    public static IReadOnlySet<string> DocumentedKeys { get; } = new[] { "docs/operations.md", "docs/cluster.md" }
        .SelectMany(file => File.ReadLines(Path.Combine(RepositoryRoot.Path, file)))
        .Where(line => line.StartsWith('|'))
        .SelectMany(line => Keys(line.Split('|')[1]))
        .Select(key => key.Replace(":", "__", StringComparison.Ordinal))
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>What stands under a heading of k8s/README.md.</summary>
    public static string Guide(string heading) => RepositoryRoot.Sections("k8s/README.md")
        .Single(text => text.StartsWith($"{heading}\n", StringComparison.Ordinal));

    // "`Section:One`, `Two`": the second is of the same section.
    private static IEnumerable<string> Keys(string cell)
    {
        var section = "";
        foreach (var name in Code().Matches(cell).Select(match => match.Groups[1].Value))
        {
            var isWhole = name.LastIndexOf(':') is > 0 || section.Length == 0;
            yield return isWhole ? name : section + name;
            section = isWhole ? name[..(name.LastIndexOf(':') + 1)] : section;
        }
    }

    private static HashSet<string> PathsOf(params string[] projects) =>
    [
        .. projects.Select(project => Path.Combine(RepositoryRoot.Path, "src", project))
            .SelectMany(project => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Served().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)),
    ];

    private static int Number(string path, string pattern) =>
        int.Parse(Found(path, pattern), CultureInfo.InvariantCulture);

    private static string Found(string path, string pattern) =>
        Regex.Match(RepositoryRoot.Read(path), pattern) is { Success: true } match
        ? match.Groups[1].Value
        : throw new InvalidOperationException($"{path} has nothing like {pattern} any more: correct this test.");

    [GeneratedRegex(@"MapGet\(\s*""(/(?:healthz|internal)/[a-z]+)""")]
    private static partial Regex Served();

    [GeneratedRegex("`([A-Za-z0-9_:]+)`")]
    private static partial Regex Code();
}
