using System.Text.RegularExpressions;
using Auctions.Deployment.Tests.Kinds;
using Auctions.Deployment.Tests.Policies;
using Auctions.Deployment.Tests.Reading;
using Auctions.Processes;
using Npgsql;

namespace Auctions.Deployment.Tests;

/// <summary>What k8s/README.md has operators run and write does what it says.</summary>
public sealed partial class GuideTests
{
    // What would need a cluster is left out; what would be applied is shown.
    private const string Kubectl =
        """
        kubectl() {
          case "$*" in
            *" delete "*|*" get "*|*" logs "*) ;;
            apply*) cat ;;
            *) command kubectl "$@" ;;
          esac
        }

        """;

    [Fact]
    public async Task Connection_strings_are_understood_and_verify_the_server()
    {
        var text = await Command.RunAsync(
            ["bash", "-c", $"{Function("Secrets", "string")}\nstring app secret shard-2"]);
        var read = new NpgsqlConnectionStringBuilder(text);

        Assert.Equal(("shard-2-rw", "auctions"), (read.Host, read.Database));
        Assert.Equal(("app", "secret"), (read.Username, read.Password));
        Assert.Equal(SslMode.VerifyFull, read.SslMode);
        Assert.Equal("/postgres-ca/shard-2/ca.crt", read.RootCertificate);
        Assert.Equal(GssEncryptionMode.Disable, read.GssEncryptionMode);
    }

    [KubectlFact]
    public async Task The_command_line_runs_in_a_job_that_is_bounded_as_it_needs()
    {
        var overlay = Path.Combine(Rendered.Directory, "overlays", "production");
        var function = Function("The command line", "auctions");
        var job = Assert.Single(Manifests.Parse(await Command.RunAsync(
            ["bash", "-c", $"O={overlay}\n{Kubectl}{function}\nauctions a shards move b 3"])).Of<Job>());

        Assert.Equal("a", job.Metadata.Name);
        Assert.Empty(job.Metadata.Annotations);
        Assert.Equal((0, 86_400), (job.Spec.BackoffLimit, job.Spec.ActiveDeadlineSeconds));
        var container = Assert.Single(job.Spec.Template.Spec.Containers);
        Assert.Equal(["shards", "move", "b", "3"], container.Args);
        Assert.Equal("2Gi", container.Resources!.Limits["memory"].Text);
        Assert.NotEmpty(container.VolumeMounts);
    }

    [KubectlFact]
    public async Task A_restored_shard_keeps_to_every_policy()
    {
        var restored = await RestoredAsync();
        var shard = restored.The<PostgresCluster>("shard-2").Spec;

        Assert.Null(shard.Bootstrap.Initdb);
        Assert.Equal(3, shard.Instances);
        Assert.Empty(PolicyTests.Offences(restored));
        Assert.Empty(Keeping.OffencesInProduction(restored));
    }

    [KubectlFact]
    public async Task An_archive_of_two_timelines_is_found()
    {
        var restored = await RestoredAsync();
        restored.The<PostgresCluster>("shard-2").Spec.Plugins[0].Parameters.Remove("serverName");
        Assert.Contains("archives where that of before did", Assert.Single(Keeping.OffencesInProduction(restored)));
    }

    [KubectlFact]
    public async Task A_restore_from_nowhere_is_found()
    {
        var restored = await RestoredAsync();
        restored.The<PostgresCluster>("shard-2").Spec.ExternalClusters.Clear();
        Assert.Contains("shard-2 is restored from before, which", Assert.Single(Referring.Offences(restored)));
    }

    [KubectlFact]
    public async Task A_database_that_is_made_in_two_ways_is_found()
    {
        var restored = await RestoredAsync();
        restored.The<PostgresCluster>("shard-2").Spec.Bootstrap.Initdb =
            restored.The<PostgresCluster>("meta").Spec.Bootstrap.Initdb! with { DataChecksums = null };
        Assert.Contains("made in two ways", Assert.Single(Keeping.Offences(restored)));
    }

    // Production with the patch of the guide, as the guide says.
    private static async Task<Manifests> RestoredAsync()
    {
        var root = Directory.CreateTempSubdirectory("auctions-restored-");
        try
        {
            await Command.RunAsync(["cp", "-r", Rendered.Directory, root.FullName]);
            var overlay = Path.Combine(root.FullName, "k8s", "overlays", "production");
            var patch = Patch().Match(SourceText.Guide("Restore, to a point in time")).Groups[1].Value;
            await File.WriteAllTextAsync(Path.Combine(overlay, "restored-shard-2.yaml"), patch);
            await File.AppendAllTextAsync(
                Path.Combine(overlay, "kustomization.yaml"), "  - path: restored-shard-2.yaml\n");
            return Manifests.Parse(await Rendered.RenderAsync(overlay));
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static string Function(string section, string name) =>
        Regex.Match(SourceText.Guide(section), $@"(?ms)^{name}\(\) \{{.*?^\}}") is { Success: true } function
            ? function.Value
            : throw new InvalidOperationException($"k8s/README.md has no {name}() under \"{section}\" any more.");

    [GeneratedRegex(@"(?s)```yaml\n(.+?)\n *```")]
    private static partial Regex Patch();
}
