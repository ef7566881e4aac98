using System.Text.Json;
using Auctions.Cli.Tests.Support;
using Auctions.Scenarios.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Auctions.Cli.Tests.Doctor;

/// <summary><c>auctions doctor</c> as somebody types it.</summary>
public sealed class DoctorCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("auctions-doctor-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_store_that_was_not_made_is_a_fault_with_its_fix_and_ends_with_6()
    {
        var run = await CommandRun.OfAsync("doctor", "--Storage:Path", _directory);

        Assert.Equal(ExitCodes.Mismatch, run.ExitCode);
        Assert.Contains($"FAULT   schema: {_directory}: there is no store", run.Output);
        Assert.Contains("        fix: Run auctions db migrate.", run.Lines);
        Assert.StartsWith("doctor: ", run.Lines[^1]);
    }

    [Fact]
    public async Task The_same_as_JSON_for_a_machine()
    {
        await CommandRun.OfAsync("db", "migrate", "--Storage:Path", _directory);

        var run = await CommandRun.OfAsync("doctor", "--json", "--Storage:Path", _directory);

        using var report = JsonDocument.Parse(run.Output);
        var findings = report.RootElement.GetProperty("findings").EnumerateArray().ToList();
        Assert.Equal(
            findings.Count(finding => finding.GetProperty("severity").GetString() == "fault"),
            report.RootElement.GetProperty("faults").GetInt32());
        Assert.Contains(findings, finding =>
            finding.GetProperty("area").GetString() == "schema" &&
            finding.GetProperty("severity").GetString() == "ok");
    }

    [Fact]
    public async Task A_silo_cannot_live_on_files()
    {
        var run = await CommandRun.OfAsync("doctor", "--program", "silo", "--Storage:Path", _directory);

        Assert.Equal(ExitCodes.Mismatch, run.ExitCode);
        Assert.Contains("FAULT   configuration: A silo shares its storage", run.Output);
    }

    [Fact]
    public async Task A_program_that_does_not_exist_is_refused()
    {
        var run = await CommandRun.OfAsync("doctor", "--program", "gateway");

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("'gateway' is none of server, silo, front-end", run.Error);
    }

    [Theory]
    [InlineData(200, 0, "ok      running:")]
    [InlineData(503, 0, "is not ready.")]
    [InlineData(200, 5, " ms behind 127.0.0.1")]
    public async Task One_that_runs_is_looked_at_too(int status, int secondsAhead, string expected)
    {
        await using var server = await LocalServer.StartAsync(app => app.MapGet("/healthz/ready", () => Results.Json(
            new { status = "x", serverTime = TimeProvider.System.GetUtcNow().AddSeconds(secondsAhead) },
            statusCode: status)));

        var run = await CommandRun.OfAsync("doctor", "--url", server.Address, "--Storage:Path", _directory);

        Assert.Contains(expected, run.Output);
    }

    [Fact]
    public async Task One_that_does_not_run_is_a_fault()
    {
        var run = await CommandRun.OfAsync("doctor", "--url", "http://127.0.0.1:9", "--Storage:Path", _directory);

        Assert.Contains("FAULT   running: http://127.0.0.1:9/ does not answer", run.Output);
    }
}
