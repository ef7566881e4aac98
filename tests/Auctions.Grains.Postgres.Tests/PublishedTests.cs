using Auctions.Deployment.Tests;
using Auctions.Grains.Postgres.Tests.Support;

namespace Auctions.Grains.Postgres.Tests;

/// <summary>
/// What is published of silo and front end, as <c>Auctions.Deployment.Tests</c> does it with server and command line.
/// </summary>
[Collection(nameof(Alone))]
[Trait("Category", "Long")]
public sealed class PublishedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("silo")]
    [InlineData("front-end")]
    public async Task An_image_has_what_it_starts_and_nothing_it_does_not_need(string image)
    {
        using var program = await PublishedProgram.PublishAsync(Containerfile.Images[image]);
        Assert.Empty(ImageContents.Offences(program, image));
    }

    // It gets as far as its settings, which are none.
    [Theory]
    [InlineData("Auctions.Silo", "The silo cannot start: ")]
    [InlineData("Auctions.FrontEnd", "The front end cannot start: ")]
    public async Task A_program_of_the_cluster_runs_from_files_that_it_cannot_change(string project, string refusal)
    {
        using var program = await PublishedProgram.PublishAsync(project);
        await using var process = program.Start(project, []);

        Assert.Equal(1, await process.ExitAsync(Patience));
        await Processes.Until.TrueAsync(
            () => process.Error.Contains(refusal, StringComparison.Ordinal), "it says what it lacks");
    }
}
