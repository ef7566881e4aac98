using System.Text.Json;
using Auctions.Deployment.Tests.Policies;
using Auctions.Deployment.Tests.Reading;
using Auctions.Processes;

namespace Auctions.Deployment.Tests;

/// <summary>The images of k8s/Containerfile are those that dotnet publish makes, and those that pods run.</summary>
public sealed class ContainerfileTests
{
    private static readonly string[] Properties =
        ["ContainerBaseImage", "ContainerUser", "ContainerRepository", "ContainerImageTag"];

    public static TheoryData<string> Images => [.. Containerfile.Images.Keys];

    [Theory]
    [MemberData(nameof(Images))]
    public async Task Both_ways_of_making_an_image_agree(string image)
    {
        var stage = Containerfile.Read(image);
        var project = Path.Combine(RepositoryRoot.Path, "src", Containerfile.Images[image]);
        using var asked = JsonDocument.Parse(await Command.RunAsync(
            ["dotnet", "msbuild", project, $"-getProperty:{string.Join(',', Properties)}", "-getItem:ContainerPort"]));
        var properties = asked.RootElement.GetProperty("Properties");
        Assert.Equal(
            [stage.Base, stage.User, $"orleans-auctions/{image}", SourceText.Version],
            Properties.Select(name => properties.GetProperty(name).GetString()));
        Assert.Equal(
            stage.Ports,
            asked.RootElement.GetProperty("Items").GetProperty("ContainerPort").EnumerateArray()
                .Select(port => int.Parse(port.GetProperty("Identity").GetString()!, null)));
    }

    [Theory]
    [InlineData("silo")]
    [InlineData("front-end")]
    public void An_image_exposes_the_ports_of_its_pods(string image)
    {
        var manifests = Manifests.Parse(File.ReadAllText(Path.Combine(Rendered.Directory, "base", $"{image}.yaml")));
        Assert.Equal(
            manifests.Pods.Single().Spec.Containers.Single().Ports.Select(port => port.Number).Order(),
            Containerfile.Read(image).Ports.Order());
    }

    [Fact]
    public void Images_hold_what_was_published_and_nothing_else() =>
        Assert.Empty(Containerfile.Offences(Containerfile.Text));

    [Theory]
    [InlineData("/app .\nUSER 1654\nENTRYPOINT", "/app .\nENTRYPOINT", "cli runs as .")]
    [InlineData("/app .\nUSER 1654\nENTRYPOINT", "/app .\nUSER 0\nENTRYPOINT", "cli runs as 0.")]
    [InlineData("COPY --from=publish-cli /app .", "COPY . .", "cli holds something else")]
    [InlineData("COPY --from=publish-cli /app .", "COPY --from=publish-cli /app .\nRUN true", "cli holds something")]
    [InlineData("publish src/Auctions.Cli -c Release", "publish src/Auctions.Cli", "cli holds something else")]
    [InlineData("dotnet/sdk:10.0.401-noble", "dotnet/sdk:10.0", "mcr.microsoft.com/dotnet/sdk:10.0 may be another")]
    [InlineData("dotnet/sdk:10.0.401-noble", "dotnet/sdk:latest", "sdk:latest may be another")]
    public void Another_image_is_found(string text, string instead, string mention) => Assert.Contains(
        mention,
        Assert.Single(Containerfile.Offences(Containerfile.Text.Replace(text, instead, StringComparison.Ordinal))));
}
