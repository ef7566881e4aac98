using System.Text.Encodings.Web;
using System.Text.Json;
using Auctions.Scenarios.Support;

namespace Auctions.Web.Tests.Hotspots;

/// <summary>What operators can ask, and who is one.</summary>
public sealed class HotspotEndpointsTests : IAsyncLifetime
{
    private const string Operate = "operate";

    private HotspotHost _host = null!;

    public async Task InitializeAsync() => _host = await HotspotHost.StartAsync(logIn: "/log-in");

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("/ops/hotspots")]
    [InlineData("/ops/hotspots/history")]
    [InlineData("/ops/hotspots/live")]
    public async Task Only_operators_may_look(string path)
    {
        var anonymous = (await _host.GetAsync(path, null)).Is(401, "token-missing");
        Assert.StartsWith("Bearer", anonymous.Header("WWW-Authenticate"));
        foreach (var scope in (string[])["bid", "sell", "bid sell"])
        {
            (await _host.GetAsync(path, scope)).Is(403, "scope-missing");
        }
    }

    [Fact]
    public async Task An_operator_sees_the_hot_auction_with_its_shard_and_process()
    {
        var report = (await _host.GetAsync("/ops/hotspots", Operate)).Is(200);

        var hot = report["top"][0];
        Assert.Equal(Frames.Id().ToString(), hot.GetProperty("id").GetString());
        Assert.Equal(HotspotHost.Title, hot.GetProperty("title").GetString());
        Assert.Equal((0, "server-1"), (hot.GetProperty("shard").GetInt32(), hot.GetProperty("process").GetString()));
        Assert.Equal(30, hot.GetProperty("bidsPerSecond").GetDouble());
        Assert.Equal(("server-2", "no-store"), (report["silent"][0].GetString(), report.Header("Cache-Control")));
    }

    [Theory]
    [InlineData("/ops/hotspots?window=0", "/window")]
    [InlineData("/ops/hotspots?window=901", "/window")]
    [InlineData("/ops/hotspots?window=ten&at=soon", "/at /window")]
    [InlineData("/ops/hotspots?at=99999999999", "/at")]
    [InlineData("/ops/hotspots?auction=1", "/auction")]
    [InlineData("/ops/hotspots/history?range=1h&until=-1&auction=x", "/auction /range /until")]
    [InlineData("/ops/hotspots/live?window=-1", "/window")]
    public async Task What_cannot_be_asked_is_said(string path, string pointers) =>
        Assert.Equal(pointers, (await _host.GetAsync(path, Operate)).Is(400, "invalid").Pointers);

    [Fact]
    public async Task A_permalink_shows_what_was_hot_then()
    {
        var live = (await _host.GetAsync("/ops/hotspots?window=20", Operate)).Is(200);
        _host.Hotspots.Bids = 1;

        var then = (await _host.GetAsync($"/ops/hotspots?window=20&at={live.Number("asOf")}", Operate)).Is(200);

        Assert.False(then["isLive"].GetBoolean());
        Assert.Equal((live.Number("asOf"), 20), (then.Number("asOf"), then.Number("window")));
        Assert.Equal(1, _host.Hotspots.Asked!.Seconds);
        Assert.Equal(1, then["bidsPerSecond"].GetDouble());
    }

    [Theory]
    [InlineData(3_600, 10)]
    [InlineData(40_000, 60)]
    public async Task Of_long_ago_only_longer_frames_are_known(int ago, int seconds)
    {
        var at = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - ago;

        var then = (await _host.GetAsync($"/ops/hotspots?window=7&at={at}", Operate)).Is(200);

        Assert.Equal(seconds, _host.Hotspots.Asked!.Seconds);
        Assert.Equal(seconds, then.Number("window"));
        Assert.InRange(then.Number("asOf"), at, at + seconds - 1);
        Assert.Equal(30, then["bidsPerSecond"].GetDouble());
    }

    [Fact]
    public async Task What_is_not_kept_any_more_is_said()
    {
        var at = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 100_000;

        var then = (await _host.GetAsync($"/ops/hotspots?at={at}", Operate)).Is(200);

        Assert.Contains("24 hours", then.String("problem"));
    }

    [Theory]
    [InlineData("15m", 1, 5)]
    [InlineData("6h", 10, 60)]
    [InlineData("24h", 60, 240)]
    public async Task A_history_is_made_of_frames_of_its_length(string range, int frame, int step)
    {
        var history = (await _host.GetAsync($"/ops/hotspots/history?range={range}", Operate)).Is(200);

        Assert.Equal((frame, step), (_host.Hotspots.Asked!.Seconds, (int)history.Number("step")));
        Assert.InRange(_host.Hotspots.Asked.Frames, 1, 2_190);
        Assert.InRange(history["points"].GetArrayLength(), 180, 362);
        Assert.All(
            history["points"].EnumerateArray(),
            point => Assert.Equal(64, point.GetProperty("bands").GetArrayLength()));
    }

    [Fact]
    public async Task An_answer_without_frames_says_what_is_wrong()
    {
        _host.Hotspots.Problem = "The cluster does not answer.";

        var report = (await _host.GetAsync("/ops/hotspots", Operate)).Is(200);

        Assert.StartsWith("The cluster does not answer.", report.String("problem"));
    }

    [Fact]
    public async Task Each_second_there_is_an_event()
    {
        using var answer = await OpenAsync();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        var first = await ReadAsync(reader);
        var second = await ReadAsync(reader);
        while (second.Id == first.Id)
        {
            // Whoever comes just before a second's frames are there is told of the one before twice.
            second = await ReadAsync(reader);
        }

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.True(second.Id > first.Id);
        Assert.Equal(second.Id, second.Report.GetProperty("asOf").GetInt64());
        Assert.Equal(HotspotHost.Title, second.Report.GetProperty("top")[0].GetProperty("title").GetString());
    }

    [Fact]
    public async Task More_than_100_viewers_are_told_to_come_again()
    {
        var viewers = new List<HttpResponseMessage>();
        for (var viewer = 0; viewer < 100; viewer++)
        {
            viewers.Add(await OpenAsync());
        }

        (await _host.GetAsync("/ops/hotspots/live", Operate)).Is(503, "busy");
        viewers.ForEach(viewer => viewer.Dispose());

        await Eventually.IsAsync(
            async () =>
            {
                using var another = await OpenAsync();
                return (int)another.StatusCode;
            },
            status => status == 200,
            Eventually.Deadline);
    }

    [Fact]
    public async Task A_feed_ends_when_its_process_stops()
    {
        using var answer = await OpenAsync();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        await ReadAsync(reader);

        var stopped = _host.StopAsync();
        var rest = await reader.ReadToEndAsync().WaitAsync(Eventually.Deadline);

        Assert.EndsWith("\n\n", rest);
        Assert.Contains("retry: ", rest);
        await stopped;
    }

    [Fact]
    public async Task A_browser_gets_the_page_with_what_is_hot()
    {
        var (status, text, answer) = await _host.BrowseAsync("/ops/hotspots", Operate);
        using var disposing = answer;

        Assert.Equal((200, "no-store"), (status, answer.Headers.CacheControl!.ToString()));
        Assert.Contains("Chair", text);
        Assert.Contains("server-1", text);
        Assert.Contains("silent: server-2", text);
        Assert.Contains("hotspots.js", text);
        Assert.DoesNotMatch("<script(?![^>]*src=)|<style|\\son\\w+=|\\sstyle=", text);
    }

    [Fact]
    public async Task Markup_in_a_title_is_shown_as_text()
    {
        var (_, text, answer) = await _host.BrowseAsync($"/ops/hotspots?auction={Frames.Id()}", Operate);
        using var disposing = answer;

        Assert.Contains($"<h2 id=\"one-title\">{HtmlEncoder.Default.Encode(HotspotHost.Title)}</h2>", text);
        Assert.Contains($"{HtmlEncoder.Default.Encode(HotspotHost.Title)}</a>", text);
        Assert.DoesNotContain("<i>", text);
    }

    [Fact]
    public async Task A_browser_of_nobody_is_sent_to_log_in_and_of_a_bidder_away()
    {
        var (nobody, login, first) = await _host.BrowseAsync("/ops/hotspots", null);
        var (bidder, away, second) = await _host.BrowseAsync("/ops/hotspots", "bid sell");
        using var disposing = first;
        using var too = second;

        Assert.Equal((401, 403), (nobody, bidder));
        Assert.Contains("href=\"/log-in\"", login);
        Assert.NotEmpty(first.Headers.WwwAuthenticate);
        Assert.All([login, away], text => Assert.DoesNotContain("Chair", text));
        Assert.All([login, away], text => Assert.DoesNotContain("<script", text));
        Assert.All([login, away], text => Assert.Contains("role=\"alert\"", text));
    }

    [Fact]
    public async Task In_development_the_page_of_nobody_asks_for_a_name_and_shows_nothing_yet()
    {
        await using var host = await HotspotHost.StartAsync(isDevelopment: true);

        var (status, text, answer) = await host.BrowseAsync("/ops/hotspots", null);
        var (known, page, second) = await host.BrowseAsync("/ops/hotspots", null, user: "olga");
        using var disposing = answer;
        using var too = second;

        Assert.Equal((401, 200), (status, known));
        Assert.Contains("hotspots.js", text);
        Assert.DoesNotContain("Chair", text);
        Assert.Contains("Chair", page);
    }

    private static async Task<(long Id, JsonElement Report)> ReadAsync(StreamReader reader)
    {
        var id = 0L;
        while (await reader.ReadLineAsync().WaitAsync(Eventually.Deadline) is { } line)
        {
            id = line.StartsWith("id: ", StringComparison.Ordinal) ? long.Parse(line[4..]) : id;
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return (id, JsonDocument.Parse(line[6..]).RootElement);
            }
        }

        throw new InvalidOperationException("The feed ended.");
    }

    private Task<HttpResponseMessage> OpenAsync() => _host.Api.OpenAsync(
        "/ops/hotspots/live?window=10",
        request => request.Headers.TryAddWithoutValidation("Authorization", _host.Bearer(Operate)));
}
