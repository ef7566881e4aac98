using System.Text.Json;
using Auctions.Cli.Tests.Support;

namespace Auctions.Cli.Tests.Verify;

/// <summary>Whatever is spoiled in a store, verify finds it and says where.</summary>
public sealed class VerifyCommandTests
{
    [Fact]
    public async Task A_store_as_the_engine_left_it_has_no_fault()
    {
        using var lots = await StoredLots.MakeAsync(lots: 5, bids: 12);

        var run = await VerifyAsync(lots.Path);

        Assert.Equal((ExitCodes.Ok, "verify: 5 auctions, 70 events, 0 faults\n"), (run.ExitCode, run.Output));
        Assert.True(lots.Spoil("update snapshot set sequence = sequence") > 0, "Snapshots were to be verified, too.");
    }

    [Fact]
    public async Task A_store_can_be_verified_while_a_server_runs_on_it()
    {
        using var lots = await StoredLots.MakeAsync(lots: 2, bids: 3);
        using var running = lots.Open();

        var run = await VerifyAsync(lots.Path);

        Assert.Equal((ExitCodes.Ok, "verify: 2 auctions, 10 events, 0 faults\n"), (run.ExitCode, run.Output));
    }

    [Theory]
    [InlineData("delete from segment where first_sequence = 3", "follows")]
    [InlineData("delete from segment where first_sequence = 8", "the head row says the journal ends at")]
    [InlineData("update segment set payload = zeroblob(3) where first_sequence = 4", "damaged")]
    [InlineData("update segment set previous_hash = zeroblob(32) where first_sequence = 5", "the hash chain breaks")]
    [InlineData("update segment set epoch = 0 where first_sequence = 6", "is older than")]
    [InlineData("update segment set codec_version = 9 where first_sequence = 2", "need a newer version")]
    [InlineData("update head set price = price + 1", "the head row's list columns")]
    [InlineData("update head set epoch = 0", "the head row's epoch")]
    [InlineData("update snapshot set chain_hash = zeroblob(32)", "the snapshot's hash")]
    [InlineData("update snapshot set payload = zeroblob(4)", "")]
    [InlineData("update snapshot set sequence = 99", "the snapshot is ahead")]
    [InlineData("delete from key_chunk", "the remembered bids")]
    public async Task What_is_spoiled_is_found(string sql, string finding)
    {
        using var lots = await StoredLots.MakeAsync(lots: 1, bids: 6);
        Assert.True(lots.Spoil(sql) > 0, "Nothing was spoiled.");

        var run = await VerifyAsync(lots.Path);

        Assert.Equal(ExitCodes.Mismatch, run.ExitCode);
        Assert.StartsWith("verify: 1 auctions, ", run.Output, StringComparison.Ordinal);
        Assert.Contains(finding, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_tells_the_same()
    {
        using var lots = await StoredLots.MakeAsync(lots: 1, bids: 1);
        lots.Spoil("update head set bid_count = 7");

        var run = await VerifyAsync(lots.Path, "--json");

        using var report = JsonDocument.Parse(run.Output);
        Assert.Equal(ExitCodes.Mismatch, run.ExitCode);
        Assert.Equal(3, report.RootElement.GetProperty("events").GetInt32());
        Assert.Equal(1, report.RootElement.GetProperty("faults").GetInt32());
    }

    [Fact]
    public async Task Where_there_is_no_store_nothing_is_made()
    {
        var nowhere = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString());

        var run = await VerifyAsync(nowhere);

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("There is no store in", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(nowhere));
    }

    [Fact]
    public async Task An_unknown_provider_is_refused()
    {
        var run = await CommandRun.OfAsync(TimeProvider.System, "verify", "--Storage:Provider", "Clay");

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("set it to Sqlite or PostgreSql", run.Error, StringComparison.Ordinal);
    }

    private static Task<CommandRun> VerifyAsync(string path, params string[] more) =>
        CommandRun.OfAsync(TimeProvider.System, ["verify", "--Storage:Path", path, .. more]);
}
