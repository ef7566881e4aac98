using System.Text.RegularExpressions;
using Xunit;

namespace Auctions.Tidy.Tests;

/// <summary>What no analyzer checks.</summary>
public sealed partial class TidyTests
{
    private static readonly string[] AllowedAtTheRoot =
    [
        ".ci", ".config", ".dockerignore", ".editorconfig", ".gitattributes", ".gitignore", "Directory.Build.props",
        "Directory.Packages.props", "LICENSE", "OneMachine.slnf", "OrleansAuctions.sln", "README.md", "docs",
        "global.json", "k8s", "scripts", "src", "tests",
    ];

    [Fact]
    public void The_root_holds_only_what_a_visitor_needs() =>
        Offenders.None(Repository.RootEntries().Except(AllowedAtTheRoot));

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void No_line_is_longer_than_120_characters(string folder) =>
        Offenders.None(Repository.Lines(folder, TooLong()));

    [Theory]
    [InlineData("*.js")]
    [InlineData("*.css")]
    public void No_line_of_a_page_is_longer_than_120_characters(string files) =>
        Offenders.None(
            from path in Repository.Files("src", files)
            from line in File.ReadAllLines(Path.Combine(Repository.Root, path))
            where TooLong().IsMatch(line)
            select $"{path}: {line.Trim()}");

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void No_file_is_longer_than_300_lines(string folder) =>
        Offenders.None(Repository.CSharp(folder).Where(file => file.Lines.Length > 300).Select(file => file.Path));

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void No_file_folds_code_away_in_regions(string folder) =>
        Offenders.None(Repository.Lines(folder, Region()));

    /// <summary>A wrong number of digits on a page is a wrong price by a power of ten.</summary>
    [Theory]
    [InlineData("NoDigits")]
    [InlineData("ThreeDigits")]
    public void Pages_and_engine_know_the_same_currencies(string list)
    {
        var pattern = new Regex($"{list} =\\s+\"([A-Z ]+)\"");
        var engine = pattern.Match(ReadAt("src/Auctions.Core/Money/Currency.cs"));
        var pages = pattern.Match(ReadAt("src/Auctions.Web/Pages/Assets/money.js"));
        Assert.True(engine.Success && pages.Success, $"{list} was not found.");
        Assert.Equal(engine.Groups[1].Value, pages.Groups[1].Value);
    }

    [Theory]
    [InlineData("docs")]
    [InlineData("k8s")]
    [InlineData("scripts")]
    [InlineData("src")]
    [InlineData("tests")]
    public void No_file_keeps_what_a_merge_could_not_decide(string folder) =>
        Offenders.None(
            from path in Repository.Files(folder, "*")
            from line in File.ReadLines(Path.Combine(Repository.Root, path))
            where Undecided().IsMatch(line)
            select $"{path}: {line}");

    private static string ReadAt(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    [Fact]
    public void Time_enters_through_TimeProvider_only() => Offenders.None(Repository.Lines("src", WallClock()));

    [Fact]
    public void No_comment_cites_an_issue_number() => Offenders.None(Repository.Lines("src", IssueInComment()));

    [Fact]
    public void No_namespace_hides_the_Orleans_namespace() =>
        Offenders.None(Repository.Lines("src", HidesOrleans()).Concat(Repository.Lines("tests", HidesOrleans())));

    /// <summary>A category with another name would be left out of nothing.</summary>
    [Fact]
    public void Tests_are_long_or_in_no_category() => Offenders.None(Repository.Lines("tests", OtherTrait()));

    [Fact]
    public void Every_public_type_says_what_it_is()
    {
        var types = Repository.CSharp("src").SelectMany(file => PublicTypes(file.Path, file.Lines)).ToArray();
        var documented = types.Where(type => type.Documented).Select(type => type.Name);

        // One commented part is enough for a partial type.
        Offenders.None(types.ExceptBy(documented, type => type.Name).Select(type => $"{type.Path}: {type.Name}"));
    }

    private static IEnumerable<(string Path, string Name, bool Documented)> PublicTypes(string path, string[] lines) =>
        from line in lines.Index()
        let type = PublicType().Match(line.Item)
        where type.Success
        let above = lines.Take(line.Index).Select(text => text.Trim()).LastOrDefault(text => !text.StartsWith('['))
        select (path, type.Groups[1].Value, above?.StartsWith("///", StringComparison.Ordinal) ?? false);

    [GeneratedRegex("^.{121}")]
    private static partial Regex TooLong();

    [GeneratedRegex("^(<{7} |>{7} |={7}$)")]
    private static partial Regex Undecided();

    [GeneratedRegex(@"^\s*#\s*region\b")]
    private static partial Regex Region();

    [GeneratedRegex(@"\bDateTime(Offset)?\s*\.\s*(UtcNow|Now|Today)\b")]
    private static partial Regex WallClock();

    [GeneratedRegex(@"((?<!:)//|^\s*/?\*).*#\d+\b")]
    private static partial Regex IssueInComment();

    [GeneratedRegex(@"^\s*namespace\s+Auctions\.Orleans\b")]
    private static partial Regex HidesOrleans();

    [GeneratedRegex(@"^\s*\[.*\bTrait\((?!""Category"", ""Long""\)\])")]
    private static partial Regex OtherTrait();

    [GeneratedRegex(@"^\s*public\s+(?:(?:sealed|static|abstract|readonly|partial|ref|unsafe|new)\s+)*"
        + @"(?:delegate\s+\S+|record\s+struct|record\s+class|record|class|struct|interface|enum)\s+(\w+)")]
    private static partial Regex PublicType();
}
