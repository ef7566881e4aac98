using Xunit;

namespace Auctions.Tidy.Tests;

/// <summary>There is a project per reference that must be forbidden: the walls between them stand.</summary>
public sealed class ProjectTests
{
    private static readonly string[] Stores = ["Npgsql", "Microsoft.Data.Sqlite", "SQLitePCLRaw"];
    private static readonly string[] Orleans = ["Microsoft.Orleans"];
    private static readonly string[] AspNetCore = ["Microsoft.AspNetCore"];

    // The projects each may see, directly or through others, and the beginnings of package names it may not.
    private static readonly Dictionary<string, (string[] MaySee, string[] MayNotUse)> Walls = new()
    {
        ["Auctions.Core"] = ([], [.. Stores, .. Orleans, .. AspNetCore]),
        ["Auctions.Engine"] = (["Auctions.Core"], [.. Stores, .. Orleans, .. AspNetCore]),
        ["Auctions.Storage"] = (["Auctions.Core", "Auctions.Engine"], [.. Orleans, .. AspNetCore]),
        ["Auctions.Telemetry"] = (["Auctions.Core", "Auctions.Engine"], [.. Stores, .. Orleans]),
        ["Auctions.Web"] = (["Auctions.Core", "Auctions.Engine"], [.. Stores, .. Orleans]),
        ["Auctions.Server"] =
            (["Auctions.Core", "Auctions.Engine", "Auctions.Storage", "Auctions.Telemetry", "Auctions.Web"], Orleans),
        ["Auctions.Measuring"] = (["Auctions.Core", "Auctions.Engine"], [.. Stores, .. Orleans, .. AspNetCore]),
        ["Auctions.Cli"] = (["Auctions.Core", "Auctions.Engine", "Auctions.Measuring", "Auctions.Storage"], Orleans),
        ["Auctions.Grains"] = (["Auctions.Core", "Auctions.Engine"], Stores),
        ["Auctions.Silo"] =
            (["Auctions.Core", "Auctions.Engine", "Auctions.Storage", "Auctions.Telemetry", "Auctions.Grains"], []),
        ["Auctions.FrontEnd"] = (
            [
                "Auctions.Core", "Auctions.Engine", "Auctions.Storage", "Auctions.Telemetry", "Auctions.Web",
                "Auctions.Grains",
            ],
            []),
    };

    public static TheoryData<string> SourceProjects =>
        [.. Project.All.Values.Where(project => project.Path.StartsWith("src/", StringComparison.Ordinal))
            .Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void A_project_sees_only_the_projects_on_its_side_of_the_walls(string name) =>
        Offenders.None(Project.All[name].Projects().Except(Walls[name].MaySee));

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void A_project_uses_no_package_forbidden_to_it(string name) =>
        Offenders.None(Project.All[name].Packages().Where(package => StartsWithAny(package, Walls[name].MayNotUse)));

    [Fact]
    public void The_core_references_nothing_but_analyzers() =>
        Offenders.None(Project.All["Auctions.Core"].Packages().Except(["Microsoft.CodeAnalysis.BannedApiAnalyzers"]));

    [Fact]
    public void No_project_name_hides_the_Orleans_namespace() =>
        Offenders.None(Project.All.Keys.Where(name => name.StartsWith("Auctions.Orleans", StringComparison.Ordinal)));

    [Fact]
    public void The_solution_holds_every_project() =>
        Offenders.None(Difference(Project.All.Values, Repository.ProjectsIn("OrleansAuctions.sln")));

    [Fact]
    public void OneMachine_leaves_out_exactly_what_needs_Orleans() =>
        Offenders.None(Difference(
            Project.All.Values.Where(project => !project.Packages().Any(package => StartsWithAny(package, Orleans))),
            Repository.ProjectsIn("OneMachine.slnf")));

    [Fact]
    public void A_project_with_tests_has_the_name_by_which_the_test_script_finds_it() =>
        Offenders.None(Project.All.Values.Where(project => project.RunsTests).Select(project => project.Name)
            .Where(name => !name.EndsWith(".Tests", StringComparison.Ordinal)));

    private static IEnumerable<string> Difference(IEnumerable<Project> wanted, string[] listed)
    {
        var paths = wanted.Select(project => project.Path).ToArray();
        return paths.Except(listed).Select(path => $"add {path}")
            .Concat(listed.Except(paths).Select(path => $"remove {path}"));
    }

    private static bool StartsWithAny(string package, string[] starts) =>
        starts.Any(start => package.StartsWith(start, StringComparison.OrdinalIgnoreCase));
}
