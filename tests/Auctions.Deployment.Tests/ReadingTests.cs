using Auctions.Deployment.Tests.Kinds;
using Auctions.Deployment.Tests.Reading;

namespace Auctions.Deployment.Tests;

/// <summary>All manifests are of kinds and fields that exist.</summary>
public sealed class ReadingTests
{
    private static readonly string[] NoObjects = ["alerts.yaml", "alerts.test.yaml", "collector-config.yaml"];

    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(Rendered.Directory, "*.yaml", SearchOption.AllDirectories)
            .Where(path => !NoObjects.Contains(Path.GetFileName(path)))
            .Select(path => Path.GetRelativePath(Rendered.Directory, path)).Order(),
    ];

    public static TheoryData<string> Overlays => [.. Rendered.Overlays];

    // Patches lack what they do not change; everything in them is known all the same.
    [Theory]
    [MemberData(nameof(Files))]
    public void Every_field_of_every_file_is_known(string file) =>
        Assert.NotEmpty(Manifests.Parse(File.ReadAllText(Path.Combine(Rendered.Directory, file))).All);

    [KubectlTheory]
    [MemberData(nameof(Overlays))]
    public void Every_overlay_can_be_rendered_and_every_field_of_it_is_known(string overlay)
    {
        var manifests = Rendered.Read(overlay);
        Assert.NotEmpty(manifests.Of<Workload>());
        Assert.Equal(manifests.All.Count, manifests.All.DistinctBy(one => one.Title).Count());
        Assert.All(manifests.All.Where(one => one is not Namespace), one =>
            Assert.Equal("orleans-auctions", one.Metadata.Namespace));
    }

    [Theory]
    [InlineData("replica: 3", "Deployment/x.spec.replica is unknown")]
    [InlineData("replicas: \"3\"", "Deployment/x.spec.replicas is \"3\"")]
    [InlineData("template: { spec: { containers: [{ env: [{ name: A, value: 1 }] }] } }",
        "Deployment/x.spec.template.spec.containers[0].env[0].value is 1, which is no text")]
    [InlineData("template: { spec: { containers: [{ name: yes }] } }", "containers[0].name is yes, which is no text")]
    [InlineData("template: { spec: { hostNetwork: true } }", "Deployment/x.spec.template.spec.hostNetwork is unknown")]
    [InlineData("selector: [a]", "Deployment/x.spec.selector is no Selector")]
    public void What_a_kind_does_not_have_is_refused_with_its_path(string field, string refusal)
    {
        var text = $"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{ name: x }}\nspec:\n  {field}\n";
        Assert.Contains(refusal, Assert.Throws<FormatException>(() => Manifests.Parse(text)).Message);
    }

    [Fact]
    public void A_kind_that_nobody_knows_is_refused() => Assert.Contains("v1 Secret", Assert.Throws<FormatException>(
        () => Manifests.Parse("apiVersion: v1\nkind: Secret\nmetadata: { name: x }\n")).Message);
}
