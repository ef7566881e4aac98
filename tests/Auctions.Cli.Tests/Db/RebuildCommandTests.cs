using System.Text.Json;
using Auctions.Cli.Tests.Support;
using Auctions.Cli.Tests.Verify;

namespace Auctions.Cli.Tests.Db;

/// <summary><c>auctions db rebuild</c>, on SQLite files.</summary>
public sealed class RebuildCommandTests
{
    [Fact]
    public async Task What_was_spoiled_in_the_lists_is_made_right_and_counted()
    {
        using var lots = await StoredLots.MakeAsync(lots: 3, bids: 4);
        Assert.Equal(3, lots.Spoil("update head set price = price + 1"));

        var run = await RebuildAsync(lots.Path);

        Assert.Equal((ExitCodes.Ok, ""), (run.ExitCode, run.Error));
        Assert.Equal(4, run.Lines.Length);
        Assert.All(run.Lines.Index(), line => Assert.StartsWith(
            $"shard-{line.Index:00} at {Path.Combine(lots.Path, $"shard-{line.Index:00}.db")}: ", line.Item,
            StringComparison.Ordinal));
        Assert.Equal(3, run.Lines.Sum(line => int.Parse(line.Split(", ")[2].Split(' ')[0])));
        var verified = await CommandRun.OfAsync(TimeProvider.System, "verify", "--Storage:Path", lots.Path);
        Assert.Equal((ExitCodes.Ok, "verify: 3 auctions, 18 events, 0 faults\n"), (verified.ExitCode, verified.Output));
    }

    [Fact]
    public async Task Json_tells_the_same_of_one_shard()
    {
        using var lots = await StoredLots.MakeAsync(lots: 2, bids: 1);

        var run = await RebuildAsync(lots.Path, "--shard", "2", "--json");

        using var report = JsonDocument.Parse(run.Output);
        var shard = Assert.Single(report.RootElement.GetProperty("shards").EnumerateArray());
        Assert.Equal((ExitCodes.Ok, 2), (run.ExitCode, shard.GetProperty("shard").GetInt32()));
        Assert.Equal(0, shard.GetProperty("corrected").GetInt32());
        Assert.Equal(0, shard.GetProperty("damaged").GetArrayLength());
    }

    [Fact]
    public async Task A_damaged_journal_is_a_mismatch_and_named()
    {
        using var lots = await StoredLots.MakeAsync(lots: 1, bids: 2);
        lots.Spoil("update segment set payload = zeroblob(3) where first_sequence = 3");

        var run = await RebuildAsync(lots.Path);

        Assert.Equal(ExitCodes.Mismatch, run.ExitCode);
        Assert.Contains("its journal is damaged: run \"auctions verify\"", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 damaged", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_server_runs_it_fails_and_says_what_to_do()
    {
        using var lots = await StoredLots.MakeAsync(lots: 1, bids: 1);
        using var running = lots.Open();

        var run = await RebuildAsync(lots.Path);

        Assert.Equal((ExitCodes.Failed, ""), (run.ExitCode, run.Output));
        Assert.Contains("Stop that server", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shard_that_is_no_number_is_wrong_usage()
    {
        var run = await CommandRun.OfAsync("db", "rebuild", "--shard", "one");

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("not a whole number from 0 to 255", run.Error, StringComparison.Ordinal);
    }

    private static Task<CommandRun> RebuildAsync(string path, params string[] more) =>
        CommandRun.OfAsync(TimeProvider.System, ["db", "rebuild", "--Storage:Path", path, .. more]);
}
