using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Auctions.Processes;
using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests;

/// <summary>How much one person and one address may ask, and whom proxies speak for.</summary>
[Trait("Category", "Long")]
public sealed class RequestLimitTests
{
    private const string Calls = "--Limits:CallsPerPersonPerMinute";
    private const string Requests = "--Limits:RequestsPerAddressPerMinute";
    private const string Proxy = "--Proxies:Known:0";

    // While none is named, what comes from this machine does not count.
    private static readonly string[] ProxyElsewhere = [Proxy, "10.0.0.7"];

    [Fact]
    public async Task A_persons_changing_calls_count_over_all_auctions_and_nothing_else_of_theirs()
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path, Calls, "4");
        var (lot, other) = (await Lot.CreateAsync(server.Api, "seller"), await Lot.CreateAsync(server.Api, "seller"));
        (await lot.BidAsync("anna", 5000)).Is(201);
        (await lot.BidAsync("anna", 1)).Is(409);
        (await other.BidAsync("anna", 5000)).Is(201);
        (await server.Api.PostAsync("/v1/auctions", "anna", "k1", null)).Is(415);

        var over = await other.BidAsync("anna", 9000);

        over.Is(429, "too-many-requests");
        Assert.InRange(int.Parse(over.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 65);
        (await server.Api.PostAsync("/v1/auctions", "anna", "k1", Terms.With())).Is(429, "too-many-requests");
        (await server.Api.GetAsync("/v1/users/me/bids", "anna")).Is(200);
        (await other.BidAsync("bert", 9000)).Is(201);
        Assert.Equal(2, (await other.ViewAsync()).Number("bidCount"));
    }

    [Fact]
    public async Task An_address_is_turned_away_before_anything_is_asked_of_it_and_a_search_costs_more()
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path, [Requests, "23", .. ProxyElsewhere]);
        (await server.Api.GetAsync("/v1/auctions?search=chair")).Is(200);
        for (var request = 1; request <= 3; request++)
        {
            (await server.Api.GetAsync("/v1/auctions")).Is(200);
        }

        var over = await server.Api.GetAsync("/v1/auctions");

        over.Is(429, "too-many-requests");
        Assert.InRange(int.Parse(over.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 65);
        (await server.Api.GetAsync("/v1/users/me/bids", "no name at all")).Is(429, "too-many-requests");
        (await server.Api.GetAsync("/healthz/live")).Is(200);
        Assert.DoesNotContain("127.0.0.1", server.Output.Replace(server.Url.Authority, "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whose_token_it_is_is_not_asked_for_an_address_that_is_turned_away()
    {
        using var data = new DataDirectory();
        using var authority = new TcpListener(IPAddress.Loopback, 0);
        authority.Start();
        await using var server = await ServerProcess.StartInAsync(
            "Production", data.Path, "--Storage:Migrate", "true", "--Auth:Authority",
            $"https://{authority.LocalEndpoint}", "--Auth:Audience", "auctions", Requests, "1", Proxy, "127.0.0.1");
        (await AskForAsync(server, "203.0.113.1")).Is(404);

        (await AskForAsync(server, "203.0.113.1", "Bearer a.b.c")).Is(429, "too-many-requests");

        Assert.False(authority.Pending(), "The authority was asked for its keys.");

        // It is asked for another address.
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        var other = AskForAsync(server, "203.0.113.2", "Bearer a.b.c");
        using (await authority.AcceptTcpClientAsync(deadline.Token))
        {
            authority.Stop();
        }

        (await other).Is(404);
    }

    [Theory]
    [InlineData("/v1/auctions?search=chair")]
    [InlineData("/v1/auctions/?search=chair")]
    [InlineData("/V1/Auctions?SEARCH=chair")]
    [InlineData("/?search=chair")]
    public async Task A_search_costs_as_much_whichever_way_its_path_is_written(string search)
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path, [Requests, "39", .. ProxyElsewhere]);

        Assert.Equal(200, await StatusOfAsync(server, search));
        Assert.Equal(429, await StatusOfAsync(server, search));
        Assert.Equal(200, await StatusOfAsync(server, "/v1/auctions"));
    }

    [Theory]
    [InlineData("/healthz/live", false, null)]
    [InlineData("/healthz/ready", false, null)]
    [InlineData("/healthz/startup", false, null)]
    [InlineData("/healthz/live", true, "Authorization: Bearer a.b.c")]
    [InlineData("/healthz/live", true, "Cookie: auction_token=a.b.c")]
    [InlineData("/healthz/anything", true, null)]
    public async Task Only_probes_without_a_token_count_nothing(string path, bool counts, string? header)
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path, [Requests, "2", .. ProxyElsewhere]);
        for (var probe = 1; probe <= 2; probe++)
        {
            Assert.NotEqual(429, await StatusOfAsync(server, path, header));
        }

        Assert.Equal(counts, await StatusOfAsync(server, path, header) == 429);
    }

    [Fact]
    public async Task At_the_internal_address_nothing_counts()
    {
        using var data = new DataDirectory();
        var port = FreePorts.Find(1)[0];
        await using var server = await ServerProcess.StartAsync(
            data.Path,
            [
                Requests, "2", "--Limits:ConnectionsMax", "1", "--Internal:Url", $"http://127.0.0.1:{port}",
                .. ProxyElsewhere,
            ]);
        var inside = new Uri($"http://127.0.0.1:{port}");

        // Each keeps its connection.
        HttpClient[] probes = [.. Enumerable.Range(0, 5).Select(_ => new HttpClient())];
        foreach (var http in probes)
        {
            using var answer = await http.GetAsync(new Uri(inside, "/healthz/anything"));
            Assert.Equal(404, (int)answer.StatusCode);
        }

        Array.ForEach(probes, http => http.Dispose());
    }

    [Fact]
    public async Task A_site_of_version_6_has_ten_times_what_one_of_its_networks_has()
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path, Requests, "1", Proxy, "127.0.0.1");

        for (var network = 1; network <= 10; network++)
        {
            (await AskForAsync(server, $"2001:db8:1:{network}::1")).Is(404);
            (await AskForAsync(server, $"2001:db8:1:{network}::1")).Is(429);
        }

        (await AskForAsync(server, "2001:db8:1:11::1")).Is(429, "too-many-requests");
        (await AskForAsync(server, "2001:db8:2::1")).Is(404);
    }

    [Fact]
    public async Task In_development_nobody_is_limited_unless_it_is_set()
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path, ProxyElsewhere);

        await Parallel.ForAsync(0, 700, async (_, _) =>
            (await server.Api.PostAsync("/v1/auctions", "anna", "k1", null)).Is(415));
        await Parallel.ForAsync(0, 6_100, async (_, _) => (await server.Api.GetAsync("/v1/nothing")).Is(404));
    }

    [Theory]
    [InlineData("203.0.113.1", "203.0.113.1", "203.0.113.2")]
    [InlineData("2001:db8::1", "2001:db8::ffff:1", "2001:db8:0:1::1")]
    [InlineData("::ffff:203.0.113.1", "203.0.113.1", "::ffff:203.0.113.2")]
    [InlineData("198.51.100.1, 203.0.113.1", "198.51.100.2, 203.0.113.1", "203.0.113.2")]
    [InlineData("203.0.113.1, 127.0.0.2", "198.51.100.1, 203.0.113.1, 127.0.0.3", "203.0.113.2, 127.0.0.2")]
    public async Task What_a_known_proxy_says_of_whom_it_speaks_for_counts(string first, string same, string other)
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path, Requests, "2", Proxy, "127.0.0.0/8");

        (await AskForAsync(server, first)).Is(404);
        (await AskForAsync(server, same)).Is(404);
        (await AskForAsync(server, same)).Is(429, "too-many-requests");
        (await AskForAsync(server, first)).Is(429, "too-many-requests");
        (await AskForAsync(server, other)).Is(404);
    }

    [Fact]
    public async Task What_anybody_else_says_does_not_and_it_is_told_once()
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path, [Requests, "2", .. ProxyElsewhere]);

        (await AskForAsync(server, "203.0.113.1")).Is(404);
        (await AskForAsync(server, "203.0.113.2")).Is(404);
        (await AskForAsync(server, "203.0.113.3")).Is(429, "too-many-requests");

        await AssertToldOnceAsync(server);
    }

    [Fact]
    public async Task While_no_proxy_is_named_those_who_come_by_one_of_this_machine_are_not_one_address()
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartInAsync(
            "Production", data.Path, "--Storage:Migrate", "true", "--Auth:Authority", "https://127.0.0.1:9",
            "--Auth:Audience", "auctions", Requests, "2");

        for (var client = 1; client <= 5; client++)
        {
            (await AskForAsync(server, $"203.0.113.{client}")).Is(404);
        }

        await AssertToldOnceAsync(server);
    }

    [Theory]
    [InlineData(401, "token-missing", "127.0.0.1")]
    [InlineData(403, "cross-origin", "10.0.0.7")]
    public async Task By_a_known_proxy_a_page_over_https_is_of_this_site(int status, string code, string proxy)
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartInAsync(
            "Production", data.Path, "--Storage:Migrate", "true", "--Auth:Authority", "https://127.0.0.1:9",
            "--Auth:Audience", "auctions", Proxy, proxy);

        // The cookie's token is none; whether the call is of this site is looked at first.
        var answer = await server.Api.SendAsync(HttpMethod.Post, "/v1/auctions", more: request =>
        {
            request.Headers.Add("Cookie", "auction_token=a.b.c");
            request.Headers.Add("Origin", $"https://{server.Url.Authority}");
            request.Headers.Add("X-Forwarded-For", "203.0.113.1");
            request.Headers.Add("X-Forwarded-Proto", "https");
        });

        answer.Is(status, code);
    }

    private static async Task<int> StatusOfAsync(ServerProcess server, string path, string? header = null)
    {
        using var http = new HttpClient { Timeout = Api.AnswerDeadline };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, path));
        if (header?.Split(": ") is [var name, var value])
        {
            request.Headers.Add(name, value);
        }

        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private static async Task AssertToldOnceAsync(ServerProcess server)
    {
        // What is logged is written by a thread of its own.
        var output = await Eventually.IsAsync(
            () => Task.FromResult(server.Output),
            static output => output.Contains("name it in Proxies:Known", StringComparison.Ordinal),
            Eventually.Deadline);
        Assert.Equal(2, output.Split("name it in Proxies:Known").Length);
        Assert.DoesNotContain("203.0.113.", output);
    }

    private static Task<Reply> AskForAsync(ServerProcess server, string forwardedFor, string? token = null) =>
        server.Api.SendAsync(HttpMethod.Get, "/v1/nothing", more: request =>
        {
            request.Headers.Add("X-Forwarded-For", forwardedFor);
            if (token is not null)
            {
                request.Headers.Add("Authorization", token);
            }
        });
}
