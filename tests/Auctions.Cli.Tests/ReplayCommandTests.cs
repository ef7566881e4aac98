using System.Text.Json;
using Auctions.Cli.Tests.Support;

namespace Auctions.Cli.Tests;

/// <summary>The command line as people and scripts meet it: streams and exit codes.</summary>
public sealed class ReplayCommandTests : IAsyncLifetime
{
    private static readonly Task Never = new TaskCompletionSource().Task;
    private readonly TemporaryFile file = Csv.Save(Csv.Three);
    private FakeApi api = null!;

    public async Task InitializeAsync() => api = await FakeApi.StartAsync();

    public async Task DisposeAsync()
    {
        file.Dispose();
        await api.DisposeAsync();
    }

    [Fact]
    public async Task A_replay_prints_its_figures_and_exits_0_whatever_the_number_exact()
    {
        var run = await CommandRun.OfProcessAsync(Never, "replay", file.Path, "--url", api.Url.ToString());

        Assert.Equal(("", ExitCodes.Ok), (run.Error, run.ExitCode));
        Assert.Equal(["auctions 3", "bids 7: 5 accepted, 2 refused", "exact 2 of 3"], run.Lines[..3]);
        Assert.Matches("^bids/s [0-9]+\\.[0-9]$", run.Lines[3]);
        Assert.Equal(["c3 recorded 3.25 hammer 0.99"], run.Lines[4..]);
    }

    [Fact]
    public async Task SIGTERM_ends_a_replay_which_the_same_command_resumes()
    {
        var waiting = new TaskCompletionSource();
        api.OnRequest = request =>
        {
            if (request.Key?.EndsWith("/a1/3", StringComparison.Ordinal) != true) return null;
            waiting.TrySetResult();
            return new Fault.Hangs();
        };
        string[] command = ["replay", file.Path, "--url", api.Url.ToString(), "--run", "mine"];

        var stopped = await CommandRun.OfProcessAsync(waiting.Task, command);
        api.OnRequest = _ => null;
        var resumed = await CommandRun.OfProcessAsync(Never, command);

        Assert.Equal((ExitCodes.Failed, ""), (stopped.ExitCode, stopped.Output));
        Assert.Equal("auctions: stopped; the same command again resumes run mine.\n", stopped.Error);
        Assert.Equal(["auctions 3", "bids 7: 5 accepted, 2 refused", "exact 2 of 3"], resumed.Lines[..3]);
    }

    [Fact]
    public async Task The_run_is_named_after_the_file_unless_a_name_is_given()
    {
        var hash = Csv.Read(Csv.Three).Hash[..16];

        await RunAsync();
        await RunAsync("--run", "mine");

        Assert.Equal(
            [$"{hash}/a1", "mine/a1"],
            api.Requests.Where(request => request.IsCreate && request.Key!.EndsWith("a1", StringComparison.Ordinal))
                .Select(request => request.Key));
    }

    [Fact]
    public async Task Json_goes_to_standard_output_alone()
    {
        var run = await RunAsync("--json");

        using var json = JsonDocument.Parse(Assert.Single(run.Lines));
        Assert.Equal(7, json.RootElement.GetProperty("bids").GetInt32());
        Assert.Equal(99, json.RootElement.GetProperty("mismatches")[0].GetProperty("hammer").GetInt64());
    }

    [Theory]
    [InlineData("2", ExitCodes.Ok, "")]
    [InlineData("3", ExitCodes.Mismatch, "auctions: 2 prices are exact, fewer than --exact-min 3.\n")]
    public async Task Fewer_exact_than_asked_exits_6_and_still_prints_the_figures(string min, int code, string error)
    {
        var run = await RunAsync("--exact-min", min);

        Assert.Equal((code, error), (run.ExitCode, run.Error));
        Assert.Equal("exact 2 of 3", run.Lines[2]);
    }

    [Fact]
    public async Task Retries_are_printed_between_the_rate_and_the_mismatches()
    {
        api.OnRequest = request =>
            request is { IsClose: true, Attempt: 1 } ? new Fault.Says(503, "moving", RetryAfter: "0") : null;

        var run = await RunAsync();

        Assert.Equal("retries 3: 0 after 429, 3 after 503, 0 after a lost connection", run.Lines[4]);
        Assert.Equal("c3 recorded 3.25 hammer 0.99", run.Lines[5]);
    }

    [Fact]
    public async Task A_refused_request_exits_1_with_one_line()
    {
        api.OnRequest = _ => new Fault.Says(401, "unauthorized", Detail: "No \u001b[31mtoken\n.");

        var run = await RunAsync("--parallel", "1");

        Assert.Equal((ExitCodes.Failed, ""), (run.ExitCode, run.Output));
        Assert.Equal(
            "auctions: creating auction a1: the server answered 401 unauthorized: No  [31mtoken .\n", run.Error);
    }

    [Fact]
    public async Task A_server_that_stays_away_exits_1_with_the_way_to_resume()
    {
        var time = new LeapingTime(never: CommandProgress.LineInterval);
        api.OnRequest = request => request.IsBid ? new Fault.Says(503, "shard-unavailable") : null;

        var run = await CommandRun.OfAsync(
            time, "replay", file.Path, "--url", api.Url.ToString(), "--parallel", "1", "--run", "mine");

        Assert.Equal((ExitCodes.Failed, ""), (run.ExitCode, run.Output));
        Assert.Equal(
            "auctions: bid of row 1 on auction a1: no definite answer for 30 s " +
            "(503 shard-unavailable: By the test.); the same command again resumes run mine.\n",
            run.Error);
    }

    [Fact]
    public async Task A_token_from_a_file_is_sent_and_never_shown()
    {
        using var token = Csv.Save(" s3cret \n");

        var run = await RunAsync("--token", token.Path, "--parallel", "1");

        Assert.Equal("Bearer s3cret", api.Requests.First().Authorization);
        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("403 own-auction", run.Error);
        Assert.Contains("one token stands for everyone", run.Error);
        Assert.DoesNotContain("s3cret", run.Error);
    }

    [Fact]
    public async Task Each_person_may_have_a_token()
    {
        using var bids = Csv.Save(Csv.Of("a,5,1,x,0,1,5,i,t", "a,9,2,y,0,1,5,i,t"));
        using var token = Csv.Save("replay-seller s3\nx x3\n\ny y3\n");

        var run = await CommandRun.OfAsync(
            "replay", bids.Path, "--url", api.Url.ToString(), "--token", token.Path, "--parallel", "1");

        Assert.Equal(
            ["Bearer s3", "Bearer x3", "Bearer y3", "Bearer s3"],
            api.Requests.Select(request => request.Authorization));
        Assert.DoesNotContain("no token for", run.Error);
    }

    [Fact]
    public async Task A_person_without_a_token_is_named()
    {
        using var token = Csv.Save("replay-seller s3cret\nnobody n3");

        var run = await RunAsync("--token", token.Path, "--parallel", "1");

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("has no token for", run.Error);
        Assert.DoesNotContain("s3cret", run.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("three words here")]
    [InlineData("one\ntwo")]
    [InlineData("ann t1\nann t2")]
    public async Task A_token_file_without_tokens_exits_1(string text)
    {
        using var token = Csv.Save(text);

        var run = await RunAsync("--token", token.Path);

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Contains("put one", run.Error);
        Assert.DoesNotContain("t1", run.Error);
        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task A_bad_file_exits_1_before_anything_is_sent()
    {
        using var bad = Csv.Save(Csv.Three + "a1,oops,1,x,0,1,177.5,i,t\n");

        var run = await CommandRun.OfProcessAsync(Never, "replay", bad.Path, "--url", api.Url.ToString());
        var missing = await CommandRun.OfAsync("replay", bad.Path + ".no", "--url", api.Url.ToString());

        Assert.Equal((ExitCodes.Failed, ""), (run.ExitCode, run.Output));
        Assert.Equal(
            $"auctions: {bad.Path}, line 9: column bid: 'oops' is not a number; write it like 17.50.\n", run.Error);
        Assert.Equal(ExitCodes.Failed, missing.ExitCode);
        Assert.StartsWith($"auctions: {bad.Path}.no cannot be read: ", missing.Error);
        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task A_path_in_the_address_is_kept()
    {
        api.OnRequest = _ => new Fault.Says(418, "teapot");

        await CommandRun.OfAsync("replay", file.Path, "--url", $"{api.Url}below", "--parallel", "1");

        Assert.Equal("/below/v1/auctions", Assert.Single(api.Requests).Path);
    }

    private Task<CommandRun> RunAsync(params string[] more) =>
        CommandRun.OfAsync(["replay", file.Path, "--url", api.Url.ToString(), .. more]);
}
