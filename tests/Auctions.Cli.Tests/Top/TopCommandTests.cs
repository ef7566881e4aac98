using Auctions.Cli.Tests.Support;

namespace Auctions.Cli.Tests.Top;

/// <summary>What a top shows, whom it asks as, and what it says when there is nothing to show.</summary>
public sealed class TopCommandTests
{
    private static readonly (int, string) Ok = (200, FakeHotspots.Report);
    private static readonly (int, string) Stop = FakeHotspots.Problem(401, "token-missing");

    [Fact]
    public async Task One_report_is_printed_and_the_command_ends()
    {
        await using var server = await FakeHotspots.StartAsync(Ok);

        var run = await CommandRun.OfAsync("top", "--url", server.Url, "--once");

        Assert.Equal((ExitCodes.Ok, ""), (run.ExitCode, run.Error));
        const string Head =
            """
            as of 2030-03-17 17:46:40 UTC, 1.5 s ago, over 10 s
            processes: 2 reporting, 1 (silo c) silent; samples: 1,234 timed, 7 dropped
            bids/s: 1,520.5 accepted, 80.3 refused, 3.0 turned away, 0.5 repeated; 42 auctions, 9,000 watchers
            p99 ms: edge 0.75, call -, queue 12.00, decide -, commit 8.50, reply -
            shards' bids/s: 00 120.0 (8 %), 03 1,400.5 (92 %) NOT WELL; busiest over mean 1.8
            ALARM: shards are not in balance, the busiest has 1.8 times the mean
            """;
        Assert.Equal(Head.Split('\n'), run.Lines[..6]);
        Assert.Equal(
            [
                "#", "auction", "slot", "shard", "process", "bids/s", "refused/s", "queue", "flush ms", "watchers",
                "grew",
            ],
            Cells(run.Lines[6]));
        Assert.Equal(
            [
                "1", "Chair [red] 0198c0de-0000-7000-8000-000000000001", "77", "03", "silo a", "1,400.5", "80.0",
                "1,500", "31.3", "8,000", "queue",
            ],
            Cells(run.Lines[8]));
        Assert.Equal(
            [
                "2", "0198c0de-0000-7000-8000-000000000002 (closed)", "9", "-", "-", "0.0", "0.3", "0", "0.0", "12",
                "-",
            ],
            Cells(run.Lines[9]));
        Assert.Equal(10, run.Lines.Length);
        Assert.Equal(("/ops/hotspots?window=10", "operator", null), Assert.Single(server.Requests));
    }

    [Fact]
    public async Task It_asks_again_each_second_until_it_is_refused()
    {
        await using var server = await FakeHotspots.StartAsync(Ok, Ok, Ok, Stop);
        var time = new LeapingTime();

        var run = await CommandRun.OfAsync(time, "top", "--url", server.Url, "--window", "60", "--user", "olga");

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Equal(3, run.Lines.Count(line => line.StartsWith("as of ", StringComparison.Ordinal)));
        Assert.Equal(Enumerable.Repeat(TimeSpan.FromSeconds(1), 3), time.Waits);
        Assert.All(server.Requests, asked => Assert.Equal(("/ops/hotspots?window=60", "olga", null), asked));
    }

    [Fact]
    public async Task Reports_are_printed_as_they_came_one_a_line()
    {
        await using var server = await FakeHotspots.StartAsync(Ok, (200, """{"asOf":1,"top":[]}"""), Stop);

        var run = await CommandRun.OfAsync(new LeapingTime(), "top", "--url", server.Url, "--json");

        Assert.Equal(
            [FakeHotspots.Report.Replace('\n', ' '), """{"asOf":1,"top":[]}"""], run.Lines);
    }

    [Theory]
    [InlineData("secret.token", null)]
    [InlineData("somebody other.token\noperator secret.token", null)]
    [InlineData("somebody other.token", "has no token for operator")]
    [InlineData("", "holds no bearer token")]
    public async Task A_token_from_a_file_stands_for_the_operator(string file, string? problem)
    {
        await using var server = await FakeHotspots.StartAsync(Ok);
        using var tokens = Csv.Save(file);

        var run = await CommandRun.OfAsync("top", "--url", server.Url, "--once", "--token", tokens.Path);

        Assert.Equal(problem is null ? ExitCodes.Ok : ExitCodes.Failed, run.ExitCode);
        Assert.Contains(problem ?? "", run.Error, StringComparison.Ordinal);
        Assert.Equal(
            problem is null ? [("/ops/hotspots?window=10", null, "Bearer secret.token")] : [], server.Requests);
    }

    [Theory]
    [InlineData(401, "token-missing", false, "give --token FILE with a token that grants the scope operate")]
    [InlineData(401, "token-missing", true, "the server does not take the token from ")]
    [InlineData(403, "scope-missing", true, "the token has to grant the scope operate")]
    [InlineData(404, "not-found", false, "is an OrleansAuctions server without GET /ops/hotspots")]
    [InlineData(400, "invalid", false, "the server answered 400 invalid: By the test.")]
    [InlineData(503, "busy", false, "the server answered 503 busy: By the test.")]
    public async Task A_refusal_is_told_with_what_to_do(int status, string code, bool hasToken, string message)
    {
        await using var server = await FakeHotspots.StartAsync(FakeHotspots.Problem(status, code));
        using var tokens = Csv.Save("secret.token");

        var run = await CommandRun.OfAsync(
            ["top", "--url", server.Url, "--once", .. hasToken ? (string[])["--token", tokens.Path] : []]);

        Assert.Equal((ExitCodes.Failed, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData(200, "<html>Welcome</html>")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"asOf":"now","top":[]}""")]
    [InlineData(200, """{"asOf":1,"top":[null]}""")]
    [InlineData(302, "")]
    [InlineData(404, "Not Found")]
    [InlineData(404, """{"code":"nothing"}""")]
    public async Task Another_server_is_told_from_ours(int status, string body)
    {
        await using var server = await FakeHotspots.StartAsync((status, body));

        var run = await CommandRun.OfAsync("top", "--url", server.Url, "--once");

        Assert.Equal((ExitCodes.Failed, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(
            $"auctions: {server.Url}/ is not an OrleansAuctions server: GET /ops/hotspots was answered {status}",
            run.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_listens_it_says_so()
    {
        var server = await FakeHotspots.StartAsync(Ok);
        var url = server.Url;
        await server.DisposeAsync();

        var run = await CommandRun.OfAsync("top", "--url", url);

        Assert.Equal((ExitCodes.Failed, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"auctions: {url}/ cannot be reached: ", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("is the address right, and does the server run?\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_is_away_for_a_while_is_waited_for(bool isTerminal)
    {
        var away = FakeHotspots.Problem(503, "shard-unavailable");
        await using var server = await FakeHotspots.StartAsync(Ok, away, away, Ok, Stop);

        var run = await CommandRun.OfAsync(new LeapingTime(), isTerminal, "top", "--url", server.Url);

        Assert.Equal(5, server.Requests.Count);
        var told = isTerminal ? run.Output : run.Error;
        Assert.Contains("the server answered 503 shard-unavailable: By the test.", told, StringComparison.Ordinal);
        Assert.Equal(isTerminal, run.Output.Contains("NO NEWER REPORT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task On_a_terminal_the_table_stands_in_place_and_names_are_only_text()
    {
        await using var server = await FakeHotspots.StartAsync(Ok, Ok, Stop);

        var run = await CommandRun.OfAsync(new LeapingTime(), true, "top", "--url", server.Url);

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("\u001b[", run.Output, StringComparison.Ordinal);
        Assert.Contains("as of 2030-03-17 17:46:40 UTC", run.Output, StringComparison.Ordinal);
        Assert.Contains("ALARM", run.Output, StringComparison.Ordinal);
        Assert.Contains("Chair [red]", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("|---", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_lot_is_called_steers_no_terminal(bool isTerminal)
    {
        var report = FakeHotspots.Report.Replace("Chair", @"A\u001b[2Jx\nB\u009b", StringComparison.Ordinal)
            .Replace("silo c", @"c\u001b]0;x\u0007", StringComparison.Ordinal);
        await using var server = await FakeHotspots.StartAsync((200, report), Stop);

        var run = await CommandRun.OfAsync(new LeapingTime(), isTerminal, "top", "--url", server.Url);

        Assert.Contains("A [2Jx B", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[2J", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b]", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u009b', run.Output);
    }

    [Fact]
    public async Task Being_told_to_stop_is_its_usual_end()
    {
        await using var server = await FakeHotspots.StartAsync(Ok);

        var run = await CommandRun.OfProcessAsync(AskedAsync(server), "top", "--url", server.Url);

        Assert.Equal((ExitCodes.Ok, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("as of ", run.Output, StringComparison.Ordinal);
    }

    private static async Task AskedAsync(FakeHotspots server)
    {
        while (server.Requests.Count < 2)
        {
            await Task.Delay(10);
        }
    }

    private static string[] Cells(string line) => [.. line.Trim('|').Split('|').Select(cell => cell.Trim())];
}
