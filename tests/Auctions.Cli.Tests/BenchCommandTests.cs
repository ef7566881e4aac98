using System.Text.Json;
using System.Text.RegularExpressions;
using Auctions.Cli.Tests.Support;

namespace Auctions.Cli.Tests;

/// <summary>A bench against an API whose faults the test chooses: figures, comparison, exit codes.</summary>
public sealed partial class BenchCommandTests : IAsyncLifetime
{
    private const string Empty = """{"items":[],"nextCursor":null}""";

    private FakeApi api = null!;

    public async Task InitializeAsync() => api = await FakeApi.StartAsync();

    public async Task DisposeAsync() => await api.DisposeAsync();

    [Fact]
    public async Task A_bench_prints_its_table_and_exits_0()
    {
        var run = await CommandRun.OfProcessAsync(
            new TaskCompletionSource().Task, "bench", "--url", api.Url.ToString(), "--seconds", "1", "--warmup", "0",
            "--connections", "4");

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.StartsWith("| scenario | load", run.Lines[0]);
        Assert.StartsWith("| hot      | 4 outstanding |", run.Lines[2]);
        Assert.Matches("^read back: each of [0-9,]+ acknowledged bids is shown once", Assert.Single(run.Lines[3..]));
    }

    [Fact]
    public async Task Bidders_take_turns_and_each_bid_has_a_key_of_its_own()
    {
        await RunAsync();

        var create = Assert.Single(api.Requests, request => request.IsCreate);
        Assert.Equal("bench-seller", create.User);
        Assert.All(api.Bids, bid => Assert.Equal($"bidder-{AmountOf(bid) % 1_000}", bid.User));
        Assert.All(api.Bids, bid => Assert.Matches("^[0-9a-f]{32}$", bid.Key));
        Assert.Equal(api.Bids.Count, api.Bids.DistinctBy(bid => bid.Key).Count());
        Assert.Equal(api.Bids.Count, api.Bids.Max(AmountOf));
    }

    [Fact]
    public async Task At_a_rate_bids_are_due_on_a_thousand_auctions_in_turn()
    {
        var run = await RunAsync("--scenario", "spread", "--rate", "200");

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Contains("| spread   | 200/s due |", run.Output);
        Assert.Equal(1_000, api.Requests.Count(request => request.IsCreate));
        Assert.Equal(api.Bids.Count, api.Bids.DistinctBy(bid => bid.Path).Count());
    }

    [Fact]
    public async Task A_file_gets_everything()
    {
        using var file = Csv.Save("what was there before and is longer than nothing");

        var run = await RunAmplyAsync("--json", file.Path);

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(file.Path));
        var all = json.RootElement;
        Assert.Equal("hot", all.GetProperty("scenario").GetString());
        Assert.True(all.GetProperty("shownRight").GetBoolean());
        Assert.InRange(all.GetProperty("accepted").GetInt64(), 1, all.GetProperty("acceptedInAll").GetInt64());
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_exits_1_before_anything_is_sent()
    {
        var run = await RunAsync("--json", "/dev/null/file");

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.StartsWith("auctions: --json: /dev/null/file cannot be written: ", run.Error);
        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task A_bid_that_is_not_shown_exits_6_and_is_named()
    {
        api.OnRequest = request => request.IsHistory ? new Fault.Writes(200, Empty) : null;

        var run = await RunAsync();

        Assert.Equal(ExitCodes.Mismatch, run.ExitCode);
        Assert.Contains("read back: SHOWN WRONGLY", run.Output);
        Assert.Contains("SHOWN WRONGLY: lot 0: bid 2 was acknowledged and is not in the history\n", run.Error);
        Assert.EndsWith("auctions verify says whether its store is whole.\n", run.Error);
    }

    [Fact]
    public async Task Bids_of_broken_connections_are_sent_again_and_counted_once()
    {
        var bids = 0;
        api.OnRequest = request => request is not { IsBid: true, Attempt: 1 }
            ? null
            : (Interlocked.Increment(ref bids) % 40) switch
            {
                7 => new Fault.DropsDone(),
                27 => new Fault.DropsUnread(),
                _ => null,
            };

        var run = await RunAmplyAsync();

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Matches("connections lost: [1-9]", run.Output);
        Assert.Contains(api.Bids, bid => bid.Attempt == 2);
    }

    [Fact]
    public async Task What_is_turned_away_is_counted_as_that()
    {
        var bids = 0;
        api.OnRequest = request => request.IsBid && Interlocked.Increment(ref bids) % 2 == 0
            ? new Fault.Says(503, "busy", RetryAfter: "1")
            : null;

        var run = await RunAmplyAsync();

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.InRange(Percent(run, "unavailable %"), 25, 75);
    }

    [Fact]
    public async Task A_history_that_lags_is_waited_for()
    {
        api.OnRequest = request => request is { IsHistory: true, Attempt: < 3 } ? new Fault.Says(503, "busy") : null;

        Assert.Equal(ExitCodes.Ok, (await RunAsync()).ExitCode);
    }

    [Fact]
    public async Task An_answer_that_no_bid_gets_exits_1_with_it()
    {
        api.OnRequest = request => request.IsBid ? new Fault.Says(401, "token-missing") : null;

        var run = await RunAsync();

        Assert.Equal((ExitCodes.Failed, ""), (run.ExitCode, run.Output));
        Assert.Contains("auctions: A bid was answered 401: {", run.Error);
        Assert.DoesNotContain(" at Auctions.", run.Error);
    }

    [Fact]
    public async Task An_auction_that_cannot_be_created_exits_1_with_the_answer()
    {
        api.OnRequest = request => request.IsCreate ? new Fault.Says(403, "scope-missing") : null;

        var run = await RunAsync();

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.StartsWith($"auctions: POST {api.Url}v1/auctions was answered 403: {{", run.Error);
    }

    [Fact]
    public async Task A_server_that_is_not_there_exits_1()
    {
        var url = api.Url;
        await api.DisposeAsync();

        var run = await CommandRun.OfAsync("bench", "--url", url.ToString());

        Assert.Equal((ExitCodes.Failed, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"auctions: POST {url}v1/auctions failed: ", run.Error);
    }

    [Fact]
    public async Task Everybody_may_have_a_token()
    {
        var bidders = Enumerable.Range(0, 1_000).Select(bidder => $"bidder-{bidder} t{bidder}");
        using var tokens = Csv.Save(string.Join('\n', bidders.Append("bench-seller s3")));

        var run = await RunAsync("--token", tokens.Path);

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Equal("Bearer s3", api.Requests.First(request => request.IsCreate).Authorization);
        Assert.All(api.Bids, bid => Assert.Equal($"Bearer t{AmountOf(bid) % 1_000}", bid.Authorization));
        Assert.All(api.Bids, bid => Assert.Null(bid.User));
    }

    [Theory]
    [InlineData("s3cret", "has one token for everyone, and nobody bids on the own lot; put a line")]
    [InlineData("bench-seller s3cret\nbidder-0 s3cret", "has no token for bidder-1.")]
    public async Task Tokens_for_too_few_exit_1_before_anything_is_sent(string text, string message)
    {
        using var tokens = Csv.Save(text);

        var run = await RunAsync("--token", tokens.Path);

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains(message, run.Error);
        Assert.DoesNotContain("s3cret", run.Error);
        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task SIGTERM_ends_a_bench()
    {
        var bidding = new TaskCompletionSource();
        api.OnRequest = request =>
        {
            if (request.IsBid) bidding.TrySetResult();
            return null;
        };

        var run = await CommandRun.OfProcessAsync(
            bidding.Task, "bench", "--url", api.Url.ToString(), "--seconds", "600");

        Assert.Equal((ExitCodes.Failed, ""), (run.ExitCode, run.Output));
        Assert.EndsWith("auctions: stopped; the auctions it made stay open for a day.\n", run.Error);
    }

    private static long AmountOf(Received bid) => long.Parse(Digits().Match(bid.Body).Value, null);

    // A column of the table's only row.
    private static double Percent(CommandRun run, string column)
    {
        string[] Cells(int line) => run.Lines[line].Split('|', StringSplitOptions.TrimEntries);
        return double.Parse(Cells(2)[Array.IndexOf(Cells(0), column)], null);
    }

    private Task<CommandRun> RunAsync(params string[] more) => RunAsync(seconds: 1, more);

    // With many bids: a machine that stood still while they were due is given more time.
    private async Task<CommandRun> RunAmplyAsync(params string[] more)
    {
        for (var seconds = 1; ; seconds *= 4)
        {
            api.Requests.Clear();
            var run = await RunAsync(seconds, more);
            if (api.Bids.Count >= 100 || seconds > 16)
            {
                return run;
            }
        }
    }

    private Task<CommandRun> RunAsync(int seconds, string[] more) => CommandRun.OfAsync(
    [
        "bench", "--url", api.Url.ToString(), "--seconds", $"{seconds}", "--warmup", "0", "--connections", "4", .. more,
    ]);

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
