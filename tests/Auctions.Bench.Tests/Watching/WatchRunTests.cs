using System.Text.Json;
using Auctions.Bench.Reporting;
using Auctions.Bench.Subjects;
using Auctions.Bench.Watching;

namespace Auctions.Bench.Tests.Watching;

/// <summary>A small crowd on a real server, from its first view to the end of the server.</summary>
[Trait("Category", "Long")]
public sealed class WatchRunTests
{
    private const int Watchers = 50;
    private const int Slow = 5;
    private const int Rate = 50;

    [Fact]
    public async Task Everybody_is_shown_the_hammer_price_and_sent_away_with_a_wait()
    {
        var file = Path.GetTempFileName();
        try
        {
            var options = new WatchOptions(
                Watchers,
                Slow,
                Rate,
                Measured: TimeSpan.FromSeconds(2),
                Warmup: TimeSpan.FromSeconds(1),
                Connections: 8,
                Shards: 1,
                new StoreChoice(StoreKind.Sqlite, Path.GetTempPath(), []),
                new Outputs(file));

            Assert.Equal(0, await new WatchRun(options).RunAsync(default));

            using var json = JsonDocument.Parse(await File.ReadAllTextAsync(file));
            Assert.True(json.RootElement.GetProperty("isRight").GetBoolean());
            var watched = json.RootElement.GetProperty("watched");
            Assert.InRange(watched.GetProperty("truth").GetProperty("price").GetInt64(), 2, long.MaxValue);
            CheckCrowd(watched.GetProperty("crowd").Deserialize<CrowdReport>(Crowd.Json)!);
            CheckReturns(watched.GetProperty("leave").GetProperty("returns").Deserialize<ReturnSpread>(Crowd.Json)!);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void CheckCrowd(CrowdReport crowd)
    {
        Assert.Equal(Watchers, crowd.Watchers);
        Assert.InRange(crowd.ViewsLeast, 2, int.MaxValue);
        Assert.Equal(Watchers, crowd.UntilFinal.Count);
        Assert.InRange(crowd.UntilSeen.Count, 1, long.MaxValue);
        Assert.Equal(Slow, crowd.Slow!.Watchers);
        Assert.Equal((0, 0), (crowd.Fell, crowd.Breaks));
    }

    private static void CheckReturns(ReturnSpread returns)
    {
        Assert.Equal((Watchers, Watchers), (returns.Watchers, returns.ToldAtTheEnd));
        Assert.InRange(returns.WaitMillisecondsLeast, 500, returns.WaitMillisecondsMost);
    }
}
