using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Auctions.Cli.Demo.Calls;
using Auctions.Cli.Tests.Support;

namespace Auctions.Cli.Tests.Demo;

/// <summary>The command line of a demo against an API whose faults the test chooses.</summary>
public sealed class DemoCommandTests : IAsyncLifetime
{
    private static readonly DateTimeOffset ServerTime = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private static readonly Task Never = new TaskCompletionSource().Task;

    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FakeApi _api = null!;

    public async Task InitializeAsync() => _api = await FakeApi.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task A_server_outside_development_exits_1_with_one_clear_line()
    {
        _api.OnRequest = request => IsProbe(request) ? Ready : new Fault.Says(401, "unauthorized");

        var run = await CommandRun.OfAsync("demo", "--url", _api.Url.ToString()).WaitAsync(Bound);

        Assert.Equal((ExitCodes.Failed, ""), (run.ExitCode, run.Output));
        Assert.Equal(
            "auctions: the server does not take X-User for a log-in; the demo needs a server started with " +
            "ASPNETCORE_ENVIRONMENT=Development.\n",
            run.Error);
        Assert.DoesNotContain(_api.Requests, request => request.IsCreate);
    }

    [Fact]
    public async Task A_server_that_is_not_ready_in_a_minute_exits_1()
    {
        _api.OnRequest = _ => new Fault.Writes(503, "{}");

        var run = await CommandRun.OfAsync(
            new LeapingTime(), "demo", "--url", _api.Url.ToString(), "--until-exit", $"{Environment.ProcessId}");

        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.Equal(
            $"auctions: no server is ready at {_api.Url} for 60 s; start one with scripts/run, or give the address " +
            "of one with --url.\n",
            run.Error);
        Assert.All(_api.Requests, request => Assert.Equal("/healthz/ready", request.Path));
    }

    [Fact]
    public async Task SIGTERM_ends_a_demo_well_and_it_says_what_it_did()
    {
        _api.OnRequest = request => Answer(request, () => _asked.TrySetResult());

        var run = await CommandRun.OfProcessAsync(_asked.Task, "demo", "--url", _api.Url.ToString(), "--seed", "7");

        Assert.Equal((ExitCodes.Ok, ""), (run.ExitCode, run.Error));
        Assert.Matches("^lots [0-9]+: 0 ended after 0 extensions$", run.Lines[0]);
        Assert.Matches("^bids [0-9]+: [0-9]+ accepted, [0-9]+ refused$", run.Lines[1]);
        Assert.Equal("seed 7", run.Lines[2]);
    }

    [Fact]
    public async Task A_demo_ends_with_the_process_that_it_belongs_to()
    {
        const int Lots = 24;
        var seen = new ConcurrentDictionary<string, bool>();
        _api.OnRequest = request =>
        {
            // A lot is looked at once the demo knows that it was created.
            if (request.IsGet && request.Path.StartsWith("/v1/auctions/", StringComparison.Ordinal) &&
                seen.TryAdd(request.Path, true) && seen.Count == Lots)
            {
                _asked.TrySetResult();
            }

            return Answer(request, () => { });
        };
        using var owner = Process.Start("sleep", "600");

        var running = CommandRun.OfProcessAsync(
            Never, "demo", "--url", _api.Url.ToString(), "--json", "--until-exit", $"{owner.Id}");
        await _asked.Task.WaitAsync(Bound);
        owner.Kill();
        var run = await running.WaitAsync(Bound);

        Assert.Equal((ExitCodes.Ok, ""), (run.ExitCode, run.Error));
        using var json = JsonDocument.Parse(Assert.Single(run.Lines));
        Assert.Equal(Lots, json.RootElement.GetProperty("lots").GetInt32());
        Assert.InRange(json.RootElement.GetProperty("bids").GetInt32(), 0, int.MaxValue);
    }

    [Fact]
    public async Task A_process_that_is_gone_already_ends_a_demo_at_once()
    {
        using var owner = Process.Start("true");
        await owner.WaitForExitAsync();

        var run = await CommandRun.OfAsync("demo", "--url", _api.Url.ToString(), "--until-exit", $"{owner.Id}")
            .WaitAsync(Bound);

        Assert.Equal((ExitCodes.Ok, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_bid_whose_connection_broke_is_sent_again_with_the_same_key_and_amount()
    {
        _api.OnRequest = request => request is { IsBid: true, Attempt: 1 }
            ? new Fault.DropsUnread()
            : Answer(request, () => _asked.TrySetResult());

        await CommandRun.OfProcessAsync(_asked.Task, "demo", "--url", _api.Url.ToString(), "--seed", "7")
            .WaitAsync(Bound);

        var again = _api.Bids.First(bid => bid.Attempt == 2);
        var first = _api.Bids.Single(bid => bid.Attempt == 1 && bid.Key == again.Key && bid.Path == again.Path);
        Assert.Equal((first.Body, first.User), (again.Body, again.User));
    }

    [Fact]
    public async Task Keys_of_two_runs_with_one_seed_differ()
    {
        _api.OnRequest = request => Answer(request, () => _asked.TrySetResult());
        await CommandRun.OfProcessAsync(_asked.Task, "demo", "--url", _api.Url.ToString(), "--seed", "7");
        var first = _api.Requests.Where(request => request.Key is not null).Select(request => request.Key).ToArray();
        _api.Requests.Clear();

        var bid = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _api.OnRequest = request => Answer(request, () => bid.TrySetResult());
        await CommandRun.OfProcessAsync(bid.Task, "demo", "--url", _api.Url.ToString(), "--seed", "7");

        Assert.NotEmpty(first);
        Assert.Empty(first.Intersect(_api.Requests.Select(request => request.Key).Where(key => key is not null)));
    }

    [Fact]
    public async Task An_answer_that_nobody_expected_is_told_once_and_the_demo_goes_on()
    {
        var bids = 0;
        _api.OnRequest = request =>
        {
            if (request.IsBid && Interlocked.Increment(ref bids) == 3) _asked.TrySetResult();
            return request.IsBid ? new Fault.Says(500, "broken") : Answer(request, () => { });
        };

        // Whoever is told of a fault bids no more, so it takes three bidders, who come soon in a fast house.
        var run = await CommandRun
            .OfProcessAsync(_asked.Task, "demo", "--url", _api.Url.ToString(), "--seed", "7", "--speed", "20")
            .WaitAsync(Bound);

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Equal("demo: a bid: the server answered 500 broken: By the test.\n", run.Error);
    }

    [Fact]
    public async Task A_server_that_is_away_is_told_once_and_so_is_its_return()
    {
        var time = new LeapingTime();
        using var error = new StringWriter();
        var presence = new Presence(new Uri("http://house/"), new CommandContext(TextWriter.Null, error, false, time));

        presence.Check();
        await Task.Delay(Presence.SilenceMax + TimeSpan.FromSeconds(1), time);
        presence.Check();
        presence.Check();
        presence.Answered();
        presence.Answered();

        Assert.Equal(
            "demo: http://house/ does not answer; the demo goes on when it is back.\n" +
            "demo: the server is back; the demo goes on.\n",
            error.ToString());
    }

    [Fact]
    public async Task The_clock_is_the_servers_and_goes_on_between_answers()
    {
        var time = new LeapingTime();
        var clock = new ServerClock(time);

        clock.Hear(ServerTime);
        await Task.Delay(TimeSpan.FromSeconds(3), time);
        clock.Hear(ServerTime.AddSeconds(2));
        Assert.Equal(ServerTime.AddSeconds(3), clock.Now);

        clock.Hear(ServerTime.AddSeconds(9));
        Assert.Equal(ServerTime.AddSeconds(9), clock.Now);
        clock.Hear(ServerTime.AddHours(-1));
        Assert.Equal(ServerTime.AddHours(-1), clock.Now);
    }

    private static Fault Ready => new Fault.Writes(200, "{}");

    private static bool IsProbe(Received request) => request.Path == "/healthz/ready";

    // A house whose lots are open for ever and whose price never moves.
    private static Fault Answer(Received request, Action afterBid)
    {
        var now = ServerTime.ToString("O");
        if (request.IsBid)
        {
            afterBid();
        }

        return request switch
        {
            { IsBid: true } => new Fault.Says(409, "below-minimum"),
            { IsCreate: true } => new Fault.Writes(201, $$"""{"id":"{{request.Key!.Replace('/', '-')}}"}"""),
            _ when IsProbe(request) => Ready,
            _ => new Fault.Writes(200, $$"""{"status":"open","sequence":1,"serverTime":"{{now}}"}"""),
        };
    }
}
