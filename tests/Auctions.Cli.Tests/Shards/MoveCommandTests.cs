using Auctions.Cli.Tests.Support;

namespace Auctions.Cli.Tests.Shards;

/// <summary><c>auctions shards move</c> where nothing can be moved.</summary>
public class MoveCommandTests
{
    private const string Nobody = "Host=127.0.0.1;Port=1;Username=nobody;Password=nothing;Database=none";
    private const string Id = "0195a8f0-0000-7000-8000-000000000001";

    private static readonly string[] Servers =
        ["--Storage:Provider", "PostgreSql", "--Storage:Meta", Nobody, "--Storage:Shards:0", Nobody];

    [Fact]
    public async Task Files_have_no_shards_to_move_an_auction_between()
    {
        var run = await CommandRun.OfAsync("shards", "move", Id, "1", "--Storage:Provider", "Sqlite");

        Assert.Equal((ExitCodes.Failed, ""), (run.ExitCode, run.Output));
        Assert.Contains("set Storage:Provider to PostgreSql", run.Error);
    }

    [Theory]
    [InlineData("lot-1", "\"lot-1\" is no auction id.")]
    [InlineData(Id, "A database cannot be asked, so nothing was done: ")]
    public async Task What_cannot_be_planned_exits_1(string id, string message)
    {
        var run = await CommandRun.OfAsync(["shards", "move", id, "0", "--dry-run", .. Servers]);

        Assert.Equal((ExitCodes.Failed, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_shard_that_is_no_number_exits_2()
    {
        var run = await CommandRun.OfAsync(["shards", "move", Id, "first", .. Servers]);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
    }
}
