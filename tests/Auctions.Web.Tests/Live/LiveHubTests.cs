using System.Globalization;
using Auctions.Core;
using Auctions.Engine;
using Auctions.Scenarios.Support;
using Auctions.Web.Api;
using Auctions.Web.Live;
using Auctions.Web.Tests.Support;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Web.Tests.Live;

[Trait("Category", "Long")]
public sealed partial class LiveHubTests : IAsyncLifetime, IDisposable
{
    private const int WatchersMax = 30;

    private readonly FakeTimeProvider _time = new(Views.Start);
    private readonly ScriptedAuctions _auctions;
    private readonly SellerNames _names = new(new NoReadModels());
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly LiveHub _hub;

    public LiveHubTests()
    {
        _auctions = new ScriptedAuctions(_time);
        _hub = new LiveHub(
            _auctions,
            _names,
            _time,
            Options.Create(new EngineOptions { WatchersMax = WatchersMax }),
            _lifetime,
            NullLogger<LiveHub>.Instance);
    }

    public Task InitializeAsync() => _hub.StartAsync(default);

    public Task DisposeAsync() => _hub.StopAsync(default);

    public void Dispose()
    {
        _hub.Dispose();
        _names.Dispose();
    }

    [Fact]
    public async Task A_view_reaches_a_watcher_who_waits_in_the_next_portion()
    {
        var (watcher, response) = await JoinIdleAsync();

        await PublishAsync(watcher, Views.Of(2));
        await NextTickAsync();

        Assert.Equal([2], response.ReadIds());
    }

    [Fact]
    public async Task Of_views_that_follow_fast_a_watcher_gets_the_newest_a_turn_later()
    {
        var (watcher, response) = await JoinIdleAsync();
        await PublishAsync(watcher, Views.Of(2));
        await NextTickAsync();
        var sentAt = _time.GetUtcNow();

        for (var sequence = 3; sequence <= 9; sequence++)
        {
            await PublishAsync(watcher, Views.Of(sequence));
            await NextTickAsync();
        }

        await NextTickUntilAsync(() => !watcher.Wants(9));
        Assert.Equal([2, 9], response.ReadIds());
        Assert.Equal(LiveWheel.Turn, _time.GetUtcNow() - sentAt);
    }

    [Fact]
    public async Task A_view_is_sent_with_the_time_at_which_it_is_sent()
    {
        var (watcher, _) = await JoinIdleAsync();
        var made = watcher.Channel!.Frame(_time.GetUtcNow())!;
        Assert.Same(made, watcher.Channel.Frame(_time.GetUtcNow() + LiveWheel.Tick));

        var later = watcher.Channel.Frame(_time.GetUtcNow() + LiveWheel.Turn)!;

        Assert.Contains("12:00:00", System.Text.Encoding.UTF8.GetString(made.Bytes.Span), StringComparison.Ordinal);
        Assert.Equal(made.MadeAt + LiveWheel.Turn, later.MadeAt);
        Assert.NotEqual(made.Bytes.ToArray(), later.Bytes.ToArray());
    }

    [Fact]
    public async Task Who_hears_nothing_gets_a_heartbeat_within_five_seconds_and_a_turn()
    {
        var (_, response) = await JoinIdleAsync();
        var silentSince = _time.GetUtcNow();
        var received = "";

        await NextTickUntilAsync(() => (received += response.Read()).Contains("heartbeat", StringComparison.Ordinal));

        Assert.InRange(
            _time.GetUtcNow() - silentSince, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5) + (2 * LiveWheel.Turn));
    }

    [Fact]
    public async Task The_final_view_ends_every_watcher_and_the_following()
    {
        var watchers = await JoinIdleAsync(5);

        await PublishAsync(watchers[0].Watcher, Views.Of(2, AuctionStatus.Sold));
        await NextTickAsync();

        await Task.WhenAll(watchers.Select(one => one.Watcher.Ended)).WaitAsync(Eventually.Deadline);
        Assert.All(watchers, one => Assert.Equal([2], one.Response.ReadIds()));
        await Eventually.IsAsync(() => _auctions.Followers, count => count == 0);
    }

    [Fact]
    public async Task An_auction_is_followed_once_and_no_longer_than_somebody_watches()
    {
        var watchers = await JoinIdleAsync(5);
        Assert.Equal(1, _auctions.Followers);

        foreach (var (watcher, _) in watchers)
        {
            _hub.Leave(watcher);
        }

        await Eventually.IsAsync(() => _auctions.Followers, count => count == 0);
        Assert.NotEqual(default, (await JoinIdleAsync()).Watcher.SentAt);
    }

    [Fact]
    public async Task Views_that_break_off_send_the_watchers_away_to_come_again()
    {
        var (watcher, response) = await JoinIdleAsync();
        _auctions.Break();

        _auctions.Feed.Publish(Views.Of(2));

        await watcher.Ended.WaitAsync(Eventually.Deadline);
        Assert.Contains("retry: ", response.Read(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_this_process_stops_watchers_leave_with_waits_that_are_spread()
    {
        var watchers = await JoinIdleAsync(WatchersMax);

        _lifetime.StopApplication();

        Assert.All(watchers, one => Assert.True(one.Watcher.Ended.IsCompleted));
        var waits = watchers.Select(one => RetryOf(one.Response.Read())).ToArray();
        Assert.All(waits, wait => Assert.InRange(wait, 500, 1600));
        Assert.True(waits.Distinct().Count() > WatchersMax / 2, string.Join(' ', waits));
        Assert.False(_hub.TryJoin(new LiveWatcher(default, new PipedResponse().Http, 0)));
    }

    [Theory]
    [InlineData("HTTP/1.1", true)]
    [InlineData("HTTP/2", false)]
    public async Task As_this_process_stops_a_connection_that_takes_nothing_is_soon_cut_off(
        string protocol, bool isOwnConnection)
    {
        var stuck = new PipedResponse(bytesMax: 10);
        stuck.Http.Request.Protocol = protocol;
        var watcher = new LiveWatcher(default, stuck.Http, 0);
        Assert.True(_hub.TryJoin(watcher));
        watcher.Begin(_time.GetTimestamp(), LiveFrame.Heartbeat(_time.GetUtcNow()));

        _lifetime.StopApplication();
        Assert.False(stuck.IsAborted || stuck.IsCutOff);
        _time.Advance(TimeSpan.FromSeconds(5));

        await Eventually.IsAsync(() => stuck.IsAborted, isSo => isSo);
        await Eventually.IsAsync(() => stuck.IsCutOff, isSo => isSo == isOwnConnection);
    }

    [Fact]
    public async Task More_watchers_than_may_be_are_refused()
    {
        var watchers = await JoinIdleAsync(WatchersMax);
        Assert.False(_hub.TryJoin(new LiveWatcher(default, new PipedResponse().Http, 0)));

        _hub.Leave(watchers[0].Watcher);

        Assert.True(_hub.TryJoin(new LiveWatcher(default, new PipedResponse().Http, 0)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_takes_nothing_for_half_a_minute_is_given_up(bool hasEnded)
    {
        var stuck = new PipedResponse(bytesMax: 10);
        var watcher = new LiveWatcher(default, stuck.Http, 0);
        Assert.True(_hub.TryJoin(watcher));
        watcher.Begin(_time.GetTimestamp(), LiveFrame.Heartbeat(_time.GetUtcNow()));
        if (hasEnded)
        {
            watcher.End();
        }

        var since = _time.GetUtcNow();

        await NextTickUntilAsync(() => stuck.IsAborted, LiveWheel.Turn);

        Assert.InRange(_time.GetUtcNow() - since, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(32));
    }

    private static int RetryOf(string received) => int.Parse(
        received.Split('\n').Last(line => line.StartsWith("retry: ", StringComparison.Ordinal))[7..],
        CultureInfo.InvariantCulture);

    private async Task<List<(LiveWatcher Watcher, PipedResponse Response)>> JoinIdleAsync(int watchers)
    {
        var joined = new List<(LiveWatcher, PipedResponse)>();
        for (var i = 0; i < watchers; i++)
        {
            joined.Add(await JoinIdleAsync());
        }

        return joined;
    }

    /// <summary>A watcher that has seen the first view and has been visited since.</summary>
    private async Task<(LiveWatcher Watcher, PipedResponse Response)> JoinIdleAsync()
    {
        _auctions.Feed.Publish(Views.Of(1));
        var response = new PipedResponse();
        var watcher = new LiveWatcher(default, response.Http, 1);
        Assert.True(_hub.TryJoin(watcher));
        watcher.Begin(_time.GetTimestamp());
        await Eventually.IsAsync(() => watcher.Channel!.Sequence, sequence => sequence > 0);
        await NextTickUntilAsync(() => watcher.IsIdle);
        response.Read();
        return (watcher, response);
    }

    private async Task PublishAsync(LiveWatcher watcher, AuctionView view)
    {
        _auctions.Feed.Publish(view);
        await Eventually.IsAsync(() => watcher.Channel!.Sequence, seen => seen == view.Sequence);
    }

    private Task NextTickUntilAsync(Func<bool> isSo) => NextTickUntilAsync(isSo, LiveWheel.Tick);

    private async Task NextTickUntilAsync(Func<bool> isSo, TimeSpan step)
    {
        while (!isSo())
        {
            await NextTickAsync(step);
        }
    }

    private Task NextTickAsync() => NextTickAsync(LiveWheel.Tick);

    // Time stands still until the loop, which runs on another thread, has done what was due.
    private async Task NextTickAsync(TimeSpan step)
    {
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        var rounds = _hub.Rounds;
        _time.Advance(step);
        while (_hub.Rounds == rounds)
        {
            await Task.Delay(1, deadline.Token);
        }
    }
}
