using System.Text.Json;
using Auctions.Processes;
using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests;

/// <summary><c>auctions demo</c> on a real server, twenty times as fast as life.</summary>
[Trait("Category", "Long")]
public sealed class DemoTests
{
    [Fact]
    public async Task A_demo_keeps_lots_open_that_bots_bid_on_and_whose_ends_move()
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path);
        await using var demo = Start(server.Url);

        var lots = await Eventually.IsAsync(
            () => server.Api.PagesAsync("/v1/auctions", 200),
            all => all.Any(lot => lot.GetProperty("status").GetString() == "sold") &&
                all.Sum(lot => lot.GetProperty("extensions").GetInt32()) > 2 && all.Count > 26 && OpenOf(all) >= 15,
            4 * Eventually.Deadline);
        Signals.SendTerminate(demo.Id);

        Assert.Equal(0, await demo.ExitAsync(Eventually.Deadline));
        Assert.InRange(OpenOf(lots), 15, 26);
        Assert.Matches("^lots [0-9]{2,}: [1-9][0-9]* ended after [0-9]+ extensions\n", demo.Output);
        Assert.Matches("\nbids [0-9]+: [1-9][0-9]* accepted, [0-9]+ refused\n", demo.Output);
        AssertTellsOfSilenceAlone(demo.Error);
    }

    [Fact]
    public async Task A_demo_goes_on_when_its_server_is_back()
    {
        using var data = new DataDirectory();
        var url = $"http://127.0.0.1:{FreePorts.Find(1)[0]}";
        var server = await ServerProcess.StartAsync(data.Path, "--urls", url);
        await using var demo = Start(server.Url);
        await Eventually.IsAsync(() => BidsAsync(server.Api), bids => bids > 20, 4 * Eventually.Deadline);

        await server.KillAsync();
        await server.DisposeAsync();
        await Eventually.IsAsync(() => demo.Error, told => told.Contains("does not answer"), Eventually.Deadline);
        await using var again = await ServerProcess.StartAsync(data.Path, "--urls", url);

        var before = await BidsAsync(again.Api);
        await Eventually.IsAsync(() => BidsAsync(again.Api), bids => bids > before + 20, 4 * Eventually.Deadline);
        Assert.Null(demo.ExitCode);
        AssertTellsOfSilenceAlone(demo.Error);
        await Eventually.IsAsync(() => demo.Error, told => told.EndsWith("the server is back; the demo goes on.\n"));
    }

    // A server that stands still for five seconds is away for as long.
    private static void AssertTellsOfSilenceAlone(string told) => Assert.Matches(
        "^(demo: http[^ ]+ does not answer; the demo goes on when it is back\\.\n" +
        "demo: the server is back; the demo goes on\\.\n)*(demo: http[^ ]+ does not answer.*\n)?$",
        told);

    private static int OpenOf(IEnumerable<JsonElement> lots) =>
        lots.Count(lot => lot.GetProperty("status").GetString() is "open" or "closing");

    private static ProgramProcess Start(Uri server) => ProgramProcess.Start(
        "Auctions.Cli", ["demo", "--url", $"{server}", "--speed", "20"], [], assembly: "auctions");

    private static async Task<long> BidsAsync(Api api) =>
        (await api.PagesAsync("/v1/auctions", 200)).Sum(lot => lot.GetProperty("bidCount").GetInt64());
}
