using System.Net;
using Auctions.Processes;

namespace Auctions.Deployment.Tests;

/// <summary>
/// What is published of server and command line runs as it does in a container: as another user, who can write nothing
/// but data and temporary files. Silo and front end are published by the cluster's tests, which need Orleans anyway.
/// </summary>
[Trait("Category", "Long")]
public sealed class PublishedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("server")]
    [InlineData("cli")]
    public async Task An_image_has_what_it_starts_and_nothing_it_does_not_need(string image)
    {
        using var program = await PublishedProgram.PublishAsync(Containerfile.Images[image]);
        Assert.Empty(ImageContents.Offences(program, image));
    }

    [Fact]
    public async Task A_server_serves_from_files_that_it_cannot_change()
    {
        using var program = await PublishedProgram.PublishAsync("Auctions.Server");
        await using var server = program.Start(
            "Auctions.Server",
            [],
            ("Urls", "http://127.0.0.1:0"),
            ("Storage__Path", program.Data),
            ("Storage__Migrate", "true"),
            ("Auth__Authority", "https://identity.example"),
            ("Auth__Audience", "auctions"));
        var url = await server.UntilListeningAsync(Patience);
        using var http = new HttpClient { BaseAddress = url };

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("healthz/ready")).StatusCode);
        await Until.TrueAsync(
            () => server.Output.Contains("Hosting environment: Production", StringComparison.Ordinal), "it says so");
        Assert.True(File.Exists(Path.Combine(program.Data, "shard-00.db")), "It stores elsewhere.");
        Signals.SendTerminate(server.Id);
        Assert.Equal(0, await server.ExitAsync(Patience));
    }

    [Fact]
    public async Task The_command_line_helps_from_files_that_it_cannot_change()
    {
        using var program = await PublishedProgram.PublishAsync("Auctions.Cli");
        await using var command = program.Start("auctions", ["--help"]);

        Assert.Equal(0, await command.ExitAsync(Patience));
        await Until.TrueAsync(() => command.Output.Contains("replay", StringComparison.Ordinal), "it says what it can");
    }
}
