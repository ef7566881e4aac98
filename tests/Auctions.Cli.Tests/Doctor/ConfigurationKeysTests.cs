using System.Text.RegularExpressions;
using Auctions.Cli.Doctor;
using Auctions.Processes;

namespace Auctions.Cli.Tests.Doctor;

/// <summary>The keys that the doctor knows are those that the documents name.</summary>
public sealed partial class ConfigurationKeysTests
{
    private static readonly string[] Documents = ["docs/operations.md", "docs/cluster.md"];

    [Fact]
    public void Every_key_of_the_documents_is_known()
    {
        var unknown = Documented().Where(key => !IsKnown(key)).ToList();

        Assert.True(unknown.Count == 0, string.Join(", ", unknown));
    }

    [Fact]
    public void Every_known_key_is_in_the_documents_but_for_the_engines_which_have_a_document_of_their_own()
    {
        var documented = Documented().Select(key => Number().Replace(key, ":#")).ToHashSet();
        var missing = ConfigurationKeys.All
            .Where(key => !key.StartsWith("Engine:", StringComparison.Ordinal) && key != "Storage:AllowUnsafe:#")
            .Where(key => !documented.Contains(key))
            .ToList();

        Assert.True(missing.Count == 0, string.Join(", ", missing));
    }

    [Fact]
    public void Every_key_that_a_program_names_is_known()
    {
        var unknown = Directory
            .EnumerateFiles(Path.Combine(RepositoryRoot.Path, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Literal().Matches(File.ReadAllText(file)).Select(key => key.Groups[1].Value))
            .Where(key => !IsKnown(key))
            .Distinct()
            .ToList();

        Assert.True(unknown.Count == 0, string.Join(", ", unknown));
    }

    // The name of a list or of a section stands for what is in it.
    private static bool IsKnown(string key) => !ConfigurationKeys.IsUnknown(key) ||
        ConfigurationKeys.All.Any(known => known.StartsWith($"{key}:", StringComparison.Ordinal));

    // Keys in code quotes: `Storage:Meta`; `:1` and the like continue the one before.
    private static IEnumerable<string> Documented()
    {
        foreach (var document in Documents)
        {
            var text = File.ReadAllText(Path.Combine(RepositoryRoot.Path, document));
            foreach (Match key in Quoted().Matches(text))
            {
                yield return key.Groups[1].Value;
            }
        }
    }

    [GeneratedRegex("`([A-Z][A-Za-z]+(?::[A-Za-z0-9]+)+)")]
    private static partial Regex Quoted();

    [GeneratedRegex("\"([A-Z][A-Za-z]+(?::[A-Z][A-Za-z0-9]*)+)\"")]
    private static partial Regex Literal();

    [GeneratedRegex(":[0-9]+(?=:|$)")]
    private static partial Regex Number();
}
