using Auctions.Cli.Replay;
using Auctions.Cli.Tests.Support;

namespace Auctions.Cli.Tests;

/// <summary>What a replay waits out, what it sends again, and what ends it.</summary>
public sealed class ReplayerFaultTests : ReplayHarness
{
    [Theory]
    [InlineData(503, "busy")]
    [InlineData(503, "outcome-unknown")]
    [InlineData(429, "too-many-bids")]
    public async Task Being_told_to_wait_is_waited_out_and_counted(int status, string code)
    {
        Api.OnRequest = request => request.Attempt <= 2 ? new Fault.Says(status, code, RetryAfter: "7") : null;

        var report = await ReplayAsync(Csv.Of("a,5,1,x,0,1,1,i,t"));

        Assert.Equal(1, report.Exact);
        Assert.Equal(Enumerable.Repeat(TimeSpan.FromSeconds(7), 6), Time.Waits);
        Assert.Equal(status == 429 ? new Retries(6, 0, 0) : new Retries(0, 6, 0), report.Retries);
    }

    [Fact]
    public async Task Without_Retry_After_the_pause_is_a_second()
    {
        Api.OnRequest = request => request is { IsBid: true, Attempt: 1 } ? new Fault.Says(503, "moving") : null;

        await ReplayAsync(Csv.Of("a,5,1,x,0,1,1,i,t"));

        Assert.Equal([TimeSpan.FromSeconds(1)], Time.Waits);
    }

    [Fact]
    public async Task A_bid_whose_answer_is_lost_is_sent_again_under_the_same_key_and_counts_once()
    {
        Api.OnRequest = request => request is { IsBid: true, Attempt: 1 } ? new Fault.DropsDone() : null;

        var report = await ReplayAsync(Csv.Three);

        Assert.Equal((5, 2, 2), (report.Accepted, report.Refused, report.Exact));
        Assert.Equal(new Retries(0, 0, 7), report.Retries);
        Assert.Equal(14, Api.Bids.Count);
        Assert.Equal(7, Api.Bids.DistinctBy(bid => bid.Key).Count());
    }

    [Fact]
    public async Task Every_kind_of_request_survives_a_lost_connection()
    {
        Api.OnRequest = request => request.Attempt switch
        {
            1 => new Fault.DropsUnread(),
            2 => new Fault.DropsDone(),
            3 => new Fault.Writes(502, "<html>bad gateway</html>"),
            _ => null,
        };

        var report = await ReplayAsync(Csv.Three);

        Assert.Equal((5, 2, 2), (report.Accepted, report.Refused, report.Exact));
    }

    [Fact]
    public async Task An_answer_that_does_not_come_counts_as_a_lost_connection()
    {
        Api.OnRequest = request => request is { IsBid: true, Attempt: 1 } ? new Fault.Hangs() : null;

        var report = await ReplayAsync(
            Csv.Of("a,5,1,x,0,1,1,i,t"), answerTimeout: TimeSpan.FromMilliseconds(300));

        Assert.Equal(new Retries(0, 0, 1), report.Retries);
    }

    [Fact]
    public async Task A_server_that_stays_away_ends_the_run_after_thirty_seconds()
    {
        Api.OnRequest = request => request.IsBid ? new Fault.DropsUnread() : null;

        var failure = await Assert.ThrowsAsync<UnansweredException>(() => ReplayAsync(Csv.Of("a,5,1,x,0,1,1,i,t")));

        Assert.StartsWith("bid of row 1 on auction a: no definite answer for 30 s (", failure.Message);
        Assert.Equal(TimeSpan.FromSeconds(30), Time.GetElapsedTime(0));
        Assert.InRange(Api.Bids.Count, 10, 30);
    }

    [Theory]
    [InlineData("1", 31)]
    [InlineData("20", 3)]
    [InlineData("3600", 2)]
    [InlineData("0", 301)]
    public async Task A_server_that_stays_busy_ends_the_run_after_thirty_seconds(string retryAfter, int attempts)
    {
        Api.OnRequest = _ => new Fault.Says(503, "busy", retryAfter);

        var failure = await Assert.ThrowsAsync<UnansweredException>(() => ReplayAsync(Csv.Of("a,5,1,x,0,1,1,i,t")));

        Assert.Equal("creating auction a: no definite answer for 30 s (503 busy: By the test.)", failure.Message);
        Assert.Equal(TimeSpan.FromSeconds(30), Time.GetElapsedTime(0));
        Assert.Equal(attempts, Api.Requests.Count);
    }

    [Fact]
    public async Task Patience_is_counted_per_request()
    {
        var rows = Enumerable.Range(1, 5).Select(row => $"a,{row * 5},{row},x{row},0,1,1,i,t");
        Api.OnRequest = request => request is { IsBid: true, Attempt: 1 } ? new Fault.Says(503, "busy", "20") : null;

        var report = await ReplayAsync(Csv.Of([.. rows]));

        Assert.Equal(5, report.Accepted);
        Assert.Equal(TimeSpan.FromSeconds(100), report.Elapsed);
    }

    [Theory]
    [InlineData(400, "invalid")]
    [InlineData(401, "unauthorized")]
    [InlineData(403, "own-auction")]
    [InlineData(404, "unknown-auction")]
    [InlineData(413, "too-large")]
    [InlineData(415, "content-type")]
    [InlineData(422, "idempotency-key-reused")]
    [InlineData(500, "internal")]
    [InlineData(302, "elsewhere")]
    public async Task Any_other_answer_ends_the_run_with_its_code_and_detail(int status, string code)
    {
        string[] calls = ["creating auction a", "bid of row 1 on auction a", "closing auction a"];
        foreach (var (call, number) in calls.Select((call, number) => (call, number)))
        {
            Api.OnRequest = request => (request.IsCreate, request.IsBid, request.IsClose, number) is
                (true, _, _, 0) or (_, true, _, 1) or (_, _, true, 2)
                ? new Fault.Says(status, code)
                : null;

            var failure = await Assert.ThrowsAsync<CommandFailedException>(
                () => ReplayAsync(Csv.Of("a,5,1,x,0,1,1,i,t")));

            Assert.Equal($"{call}: the server answered {status} {code}: By the test.", failure.Message);
        }

        Assert.Empty(Time.Waits);
    }

    [Fact]
    public async Task A_failure_names_the_fields_the_server_complains_about()
    {
        Api.OnRequest = _ => new Fault.Writes(
            400, """{"code":"invalid","title":"Invalid input","errors":[{"pointer":"/title","detail":"Too long."}]}""");

        var failure = await Assert.ThrowsAsync<CommandFailedException>(() => ReplayAsync(Csv.Three));

        Assert.EndsWith("answered 400 invalid: Invalid input: /title Too long.", failure.Message);
    }

    [Fact]
    public async Task A_failure_stops_the_other_auctions_too()
    {
        var rows = Enumerable.Range(1, 200).Select(id => $"a{id},5,1,x,0,1,1,i,t");
        Api.OnRequest = request => request.IsBid ? new Fault.Says(401, "unauthorized") : null;

        await Assert.ThrowsAsync<CommandFailedException>(() => ReplayAsync(Csv.Of([.. rows]), parallel: 2));

        Assert.InRange(Api.Requests.Count, 2, 10);
    }

    [Theory]
    [InlineData("<html>hello</html>", "creating auction a: the server answered 200 OK")]
    [InlineData("{}", "creating auction a: the server answered 200 OK")]
    [InlineData("[1]", "creating auction a: the server answered 200 OK")]
    public async Task A_server_that_is_not_the_API_is_noticed(string body, string message)
    {
        Api.OnRequest = _ => new Fault.Writes(200, body);

        var failure = await Assert.ThrowsAsync<CommandFailedException>(
            () => ReplayAsync(Csv.Of("a,5,1,x,0,1,1,i,t")));

        Assert.Equal(message, failure.Message);
    }

    [Theory]
    [InlineData("""{"status":"closing","price":100}""", "closing auction a: the auction is closing, not closed.")]
    [InlineData("""{"status":"sold","price":null}""", "closing auction a: the auction is sold, not closed.")]
    public async Task An_auction_that_does_not_close_ends_the_run(string view, string message)
    {
        Api.OnRequest = request => request.IsClose ? new Fault.Writes(200, view) : null;

        var failure = await Assert.ThrowsAsync<CommandFailedException>(
            () => ReplayAsync(Csv.Of("a,5,1,x,0,1,1,i,t")));

        Assert.Equal(message, failure.Message);
    }
}
