using Auctions.Cli.Doctor;

namespace Auctions.Cli.Tests.Doctor;

/// <summary>What is wrong with a configuration by itself.</summary>
public sealed class ConfigurationCheckTests
{
    [Theory]
    [InlineData("Engine:DrainMz", "Engine:DrainMs")]
    [InlineData("Storage:Shard:0", "Storage:Shards:0")]
    [InlineData("limits:bidsperbidderperminut", "Limits:BidsPerBidderPerMinute")]
    [InlineData("Storage:Replicas:0:0:0", "Storage:Replicas:0:0")]
    public void A_key_that_means_nothing_is_named_with_the_one_that_is_most_like_it(string key, string meant) =>
        Check(ProgramKind.Server, (key, "1")).Worst().Is(Severity.Warning, key, meant);

    [Fact]
    public void A_key_that_is_like_none_is_to_be_removed() =>
        Check(ProgramKind.Server, ("Storage:Weather", "fine")).Worst().Is(Severity.Warning, "Weather", "Remove it.");

    [Fact]
    public void Keys_in_any_case_and_keys_of_others_are_well() => Check(
        ProgramKind.Server,
        ("STORAGE:shards:12", "Host=x"),
        ("engine:drainms", "700"),
        ("Logging:LogLevel:Default", "Warning"),
        ("PATH", "/bin")).AreWell();

    [Theory]
    [InlineData("Engine:DrainMs", "5000", "Engine times must rise")]
    [InlineData("Engine:QueueDepthMax", "0", "Engine:QueueDepthMax is 0")]
    [InlineData("Engine:DrainMs", "half a second", "Engine:DrainMs")]
    [InlineData("Limits:BidsPerBidderPerMinute", "-1", "0 (off) to 10000")]
    public void Times_and_bounds_that_cannot_be_are_a_fault(string key, string value, string problem)
    {
        var worst = Check(ProgramKind.Server, (key, value)).Worst();

        Assert.Equal(Severity.Fault, worst.Severity);
        Assert.Contains(problem, worst.Found);
        Assert.NotNull(worst.Fix);
    }

    [Fact]
    public void Development_is_for_development() =>
        Check(ProgramKind.Server, ("ASPNETCORE_ENVIRONMENT", "Development")).Worst()
            .Is(Severity.Warning, "X-User", "ASPNETCORE_ENVIRONMENT=Production");

    [Theory]
    [InlineData("Limits:BidsPerBidderPerMinute")]
    [InlineData("Limits:CallsPerPersonPerMinute")]
    [InlineData("Limits:RequestsPerAddressPerMinute")]
    public void A_limit_that_is_off_is_named(string key) =>
        Check(ProgramKind.FrontEnd, (key, "0")).Worst().Is(Severity.Warning, $"{key} is 0", "default");

    [Fact]
    public void What_is_unsafe_and_accepted_is_named_one_by_one()
    {
        var findings = Check(ProgramKind.Silo, ("Storage:AllowUnsafe", "fsync, tls"), ("Storage:AllowUnsafe:0", "x"))
            .Where(finding => finding.Severity == Severity.Warning)
            .Select(finding => finding.Found)
            .ToList();

        Assert.Equal(3, findings.Count);
        Assert.Contains(findings, found => found.Contains("fsync", StringComparison.Ordinal));
        Assert.Contains(findings, found => found.Contains("tls", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cluster_in_plain_text_is_named() =>
        Check(ProgramKind.Silo, ("Cluster:AllowPlain", "true")).Worst()
            .Is(Severity.Warning, "whoever reaches a silo's ports", "Cluster:Tls:CertificateFile");

    [Fact]
    public void The_key_of_pseudonyms_has_to_be_there_and_long_enough()
    {
        var file = Path.GetTempFileName();
        try
        {
            Check(ProgramKind.Server, ("Privacy:IdentityKeyFile", file)).Worst()
                .Is(Severity.Fault, "holds only 0 bytes", "openssl rand");
            File.WriteAllBytes(file, new byte[32]);
            Check(ProgramKind.Server, ("Privacy:IdentityKeyFile", file)).AreWell();
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.OtherWrite | UnixFileMode.UserRead);
                Check(ProgramKind.Server, ("Privacy:IdentityKeyFile", file)).Worst()
                    .Is(Severity.Warning, "anybody on this machine may change", "chmod 400");
            }
        }
        finally
        {
            File.Delete(file);
        }

        Check(ProgramKind.Server, ("Privacy:IdentityKeyFile", file)).Worst()
            .Is(Severity.Fault, "which is not there", "openssl rand");
    }

    [Fact]
    public void More_connections_than_files_that_may_be_open_are_named() =>
        Assert.Contains(
            ConfigurationCheck.Run(Patients.Of(ProgramKind.Server, ("Limits:ConnectionsMax", "2000000000"))),
            finding => finding is { Severity: Severity.Warning, Area: "this machine" });

    // Few connections, so that the machine of the test allows for them.
    private static IEnumerable<Finding> Check(ProgramKind program, params (string Key, string Value)[] set) =>
        ConfigurationCheck.Run(Patients.Of(program, [.. set, ("Limits:ConnectionsMax", "1")]));
}
