using Auctions.Simulation.Planting;

namespace Auctions.Simulation.Tests;

/// <summary>Whether bugs are found at all: a simulation that finds none proves nothing.</summary>
[Trait("Category", "Long")]
public sealed class PlantedBugTests
{
    // Not because something fell over.
    private const string ByInvariant = @"^\d+\|[IL]\d+[a-z]?\|";

    public static TheoryData<string> Names => [.. PlantedBugs.All.Select(bug => bug.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_planted_bug_is_found(string name)
    {
        var found = PlantedEngine.Hunt(PlantedBugs.All.Single(bug => bug.Name == name));
        Assert.Matches(ByInvariant, found ?? "");
    }

    public static TheoryData<string> Found => [.. FoundBugs.All.Select(bug => bug.Name)];

    [Theory]
    [MemberData(nameof(Found))]
    public void What_was_found_once_is_found_again_without_its_remedy(string name) =>
        Assert.Matches(ByInvariant, PlantedEngine.Hunt(FoundBugs.All.Single(bug => bug.Name == name)) ?? "");

    [Fact]
    public void A_change_that_does_not_fit_the_sources_says_so()
    {
        var misfit = new PlantedBug("misfit", new Change("src/Auctions.Core/Auction.cs", "no such line", ""));
        var thrown = Assert.Throws<InvalidOperationException>(() => PlantedEngine.Hunt(misfit, seeds: 1));
        Assert.Contains("exactly once in src/Auctions.Core/Auction.cs", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sound_engine_is_found_sound_when_compiled_anew()
    {
        var same = new PlantedBug(
            "none", new Change("src/Auctions.Core/Turn.cs", "namespace Auctions.Core;", "namespace Auctions.Core;"));
        Assert.Null(PlantedEngine.Hunt(same, seeds: 200));
    }
}
