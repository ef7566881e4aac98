using System.Text.Json;
using Auctions.Bench.Presets;
using Auctions.Bench.Reporting;

namespace Auctions.Bench.Tests;

/// <summary>What is measured by one word is understood, takes as long as it says, and is put together.</summary>
public sealed class PresetTests : IDisposable
{
    private const string Delayed = "AUCTIONS_POSTGRES_DELAYED";
    private const string Plain = "AUCTIONS_POSTGRES";

    private readonly string _directory = Directory.CreateTempSubdirectory("auctions-preset-").FullName;
    private readonly List<(string Line, string? Servers)> _lines = [];

    public static TheoryData<string, double> Budgets => new() { { "quick", 5 }, { "full", 40 } };

    [Theory]
    [MemberData(nameof(Budgets))]
    public void It_is_expected_to_be_over_in_time(string name, double minutes)
    {
        var preset = name == Preset.Quick.Name ? Preset.Quick : Preset.Full;
        var servers = Path.Combine(_directory, "servers");
        File.WriteAllText(servers, "Host=nowhere\nHost=nowhere\n");
        var run = new PresetRun(
            preset,
            Options(),
            (_, _) => Task.FromResult(0),
            arguments => Commands.Expected([.. arguments, "--postgres", servers]));
        var expected = preset.Steps.Aggregate(TimeSpan.Zero, (sum, step) => sum + run.ExpectedOf(step));
        Assert.InRange(expected.TotalMinutes, minutes / 3, minutes);
    }

    [Fact]
    public void Steps_have_titles_of_their_own() => Assert.All(
        [Preset.Quick, Preset.Full],
        preset => Assert.Equal(preset.Steps.Count, preset.Steps.DistinctBy(step => step.Title).Count()));

    [Fact]
    public async Task Steps_run_in_their_order_and_what_they_wrote_is_put_together()
    {
        Assert.Equal(0, await RunAsync(new Step("one", "--runs 1"), new Step("two", "--runs 2")));
        Assert.Equal(["--runs 1", "--runs 2"], _lines.Select(line => line.Line[..8]));
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Json));
        var steps = document.RootElement.GetProperty("steps").EnumerateArray().ToArray();
        Assert.Equal(["one", "two"], steps.Select(step => step.GetProperty("title").GetString()));
        Assert.Equal([0, 1], steps.Select(step => step.GetProperty("report").GetProperty("number").GetInt32()));
    }

    [Fact]
    public async Task The_worst_exit_code_is_that_of_all()
    {
        Assert.Equal(1, await RunAsync(new("1", "--code 4"), new("2", "--code 1"), new("3", "--code 2")));
        Assert.Equal(2, await RunAsync(new("1", "--code 4"), new("2", "--code 2"), new("3", "--code 0")));
        Assert.Equal(6, _lines.Count);
    }

    [Fact]
    public async Task A_step_that_wants_slower_servers_is_left_out_without_them()
    {
        await RunAsync(new Step("one", "--runs 1"), new Step("two", "--runs 2") { WantsDelay = true });
        Assert.Equal("--runs 1", Assert.Single(_lines).Line[..8]);
    }

    [Fact]
    public async Task A_step_that_wants_slower_servers_gets_them_and_the_next_one_does_not()
    {
        var others = Environment.GetEnvironmentVariable(Plain);
        Environment.SetEnvironmentVariable(Delayed, "slow");
        await RunAsync(new Step("one", "--runs 1") { WantsDelay = true }, new Step("two", "--runs 2"));
        Assert.Equal(["slow", others], _lines.Select(line => line.Servers));
    }

    [Fact]
    public async Task Charts_are_drawn_of_steps_that_draw()
    {
        await RunAsync(new Step("a spike, short", "--runs 1") { Draws = true }, new Step("two", "--runs 2"));
        Assert.Contains($"--chart {Path.Combine(_directory, "chart-a-spike-short.svg")}", _lines[0].Line);
        Assert.DoesNotContain("--chart", _lines[1].Line);
    }

    [Theory]
    [InlineData("--quick --seconds 3")]
    [InlineData("--full --peers none")]
    [InlineData("--peak --rate 5")]
    [InlineData("--quick --against /nowhere/at/all")]
    [InlineData("--scenario none")]
    [InlineData("--scenario hot,spread,hot")]
    [InlineData("http --outstanding 64,64")]
    [InlineData("--scenario cold")]
    [InlineData("--burst 0")]
    [InlineData("--regression -1")]
    [InlineData("--json /nowhere/at/all")]
    public async Task What_makes_no_sense_is_refused(string line) =>
        Assert.Equal(ExitCodes.CannotRun, await Commands.RunAsync(line.Split(' ')));

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Delayed, null);
        Directory.Delete(_directory, recursive: true);
    }

    private string Json => Path.Combine(_directory, "all.json");

    private PresetOptions Options() =>
        new(["--directory", _directory], null, null, new Outputs(Json, Path.Combine(_directory, "chart.svg")));

    private Task<int> RunAsync(params Step[] steps)
    {
        var preset = new Preset("test", steps);
        return new PresetRun(preset, Options(), PlayAsync, _ => TimeSpan.FromMinutes(1)).RunAsync(default);
    }

    private async Task<int> PlayAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        string After(string option) => arguments[arguments.ToList().IndexOf(option) + 1];
        var number = _lines.Count;
        _lines.Add((string.Join(' ', arguments), Environment.GetEnvironmentVariable(Plain)));
        await File.WriteAllTextAsync(After("--json"), $$"""{ "number": {{number}} }""", cancellation);
        return arguments.Contains("--code") ? int.Parse(After("--code"), null) : 0;
    }
}
