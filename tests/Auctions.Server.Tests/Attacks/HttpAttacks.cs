using System.Net.Sockets;
using System.Text;
using Auctions.Scenarios.Support;

namespace Auctions.Server.Tests.Attacks;

/// <summary>HTTP bent: addresses, methods, hosts, headers, other protocols.</summary>
public sealed class HttpAttacks(AttackedServer server) : Attack(server), IClassFixture<AttackedServer>
{
    private const string Evil = "evil.example";

    private static readonly string[] Paths =
    [
        "/../../etc/passwd", "/assets/../../../etc/passwd", "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%2f..%2fappsettings.json", "/assets/..%5c..%5cappsettings.json", "/assets/....//....//etc/passwd",
        "/assets/%252e%252e%252fetc%252fpasswd", "/assets/x/..%c0%af..%c0%afetc/passwd", "/assets/site.css%00.js",
        "/assets/%00", "/%00", "/v1/auctions/%00", "/assets/site.css/..;/", "//etc/passwd", "/.git/config", "/.env",
        "/appsettings.json", "/Auctions.Server.dll", "/web.config", "/identity.key", "/meta.db", "/shard-0.db",
        "/proc/self/environ", "/assets/file:///etc/passwd", "/openapi/..%2f..%2fappsettings.json",
        "/auctions/..%2f..%2fops%2fhotspots", "/v1/auctions/..%2f..%2fops%2fhotspots", "/%2e%2e/ops/hotspots",
        "/v1/../ops/hotspots", "/./ops/hotspots", "//ops/hotspots", "/ops//hotspots", "/ops/hotspots/", "/OPS/Hotspots",
        "/ops%2fhotspots", "/ops/hotspots%20", "/ops/hotspots;.css", "/ops/hotspots/live/", "/ops/hotspots%2flive",
        "/v1/users/me/bids/", "/V1/USERS/ME/BIDS", "/v1/users/%6de/bids", "/v1/users/me/bids;x", "/v1/users//me/bids",
    ];

    [Fact]
    public async Task No_path_leads_to_a_file_or_around_who_may_see_it()
    {
        foreach (var path in Paths)
        {
            foreach (var target in (string[])[path, $"http://{Server.Url.Authority}{path}"])
            {
                var answer = await AskAsync(Request($"GET {target} HTTP/1.1"));
                Assert.True(answer?.Status is 400 or 401 or 404, $"{target}: {answer?.Status} {answer?.Text}");
                Assert.False(answer!.Headers.ContainsKey("location"), target);
            }
        }
    }

    [Theory]
    [InlineData("TRACE / HTTP/1.1")]
    [InlineData("TRACE /v1/auctions HTTP/1.1")]
    [InlineData("TRACK / HTTP/1.1")]
    [InlineData("DEBUG / HTTP/1.1")]
    [InlineData("CONNECT evil.example:443 HTTP/1.1")]
    [InlineData("OPTIONS * HTTP/1.1")]
    [InlineData("PROPFIND / HTTP/1.1")]
    [InlineData("GET http://evil.example/v1/auctions HTTP/1.1")]
    [InlineData("GET @evil.example/ HTTP/1.1")]
    [InlineData("GET evil.example HTTP/1.1")]
    [InlineData("GET /\\evil.example HTTP/1.1")]
    [InlineData("GET //evil.example/%2f.. HTTP/1.1")]
    public async Task Nothing_is_echoed_and_nobody_is_sent_away(string line)
    {
        var answer = await AskAsync(Request(line, "", "X-Secret: of-somebody", "Cookie: auction_token=of-somebody"));

        Assert.True(answer?.Status is 400 or 403 or 404 or 405, $"{answer?.Status} {answer?.Text}");
        Assert.DoesNotContain("of-somebody", answer!.Text);
        Assert.DoesNotContain(Evil, string.Join(' ', answer.Headers.Values));
    }

    [Theory]
    [InlineData("X-HTTP-Method-Override: POST")]
    [InlineData("X-HTTP-Method: POST")]
    [InlineData("X-Method-Override: POST")]
    public async Task The_method_is_that_of_the_first_line(string header)
    {
        var lot = await CreateAsync();

        var answer = await AskAsync(Request(
            $"GET {lot.Path}/bids?_method=POST HTTP/1.1", "{\"amount\":5000}", [.. BidHeaders("anna"), header]));

        Assert.Equal(200, answer!.Status);
        Assert.Equal(0, (await lot.ViewAsync()).Number("bidCount"));
    }

    [Fact]
    public async Task The_host_that_a_client_names_gets_into_no_answer()
    {
        var lot = await CreateAsync();
        string[][] all =
        [
            [$"Host: {Evil}"], [$"Host: {Evil}:1"],
            [$"Host: {Server.Url.Authority}", $"X-Forwarded-Host: {Evil}", "X-Forwarded-Proto: https"],
            [$"Host: {Server.Url.Authority}", $"Forwarded: for=1.2.3.4;host={Evil};proto=https"],
            [$"Host: {Server.Url.Authority}", "X-Original-URL: /ops/hotspots", "X-Rewrite-URL: /ops/hotspots"],
            [$"Host: {Server.Url.Authority}", "X-Forwarded-Prefix: //evil.example", "X-Forwarded-For: 127.0.0.1"],
        ];
        foreach (var headers in all)
        {
            foreach (var path in (string[])["/", $"/auctions/{lot.Id}", "/v1/auctions", "/nowhere", "/openapi/v1.json"])
            {
                var answer = await AskAsync(string.Join("\r\n",
                    [$"GET {path} HTTP/1.1", .. headers, "Connection: close", "", ""]));
                Assert.Equal(path == "/nowhere" ? 404 : 200, answer!.Status);
                Assert.DoesNotContain(Evil, answer.Text);
                Assert.DoesNotContain(Evil, string.Join(' ', answer.Headers.Values));
                Assert.False(answer.Headers.ContainsKey("strict-transport-security"));
            }
        }

        var terms = Terms.With().ToJsonString();
        var created = await AskAsync(string.Join("\r\n",
        [
            "POST /v1/auctions HTTP/1.1", $"Host: {Evil}", "Connection: close",
            $"Authorization: {Server.Bearer("sally", "sell")}", "Idempotency-Key: k1", "Content-Type: application/json",
            $"Content-Length: {terms.Length}", "", terms,
        ]));
        Assert.Equal(201, created!.Status);
        Assert.StartsWith("/v1/auctions/", created.Headers["location"]);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a/../b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n")]
    [InlineData("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: a\rSet-Cookie: b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n")]
    public async Task What_is_no_HTTP_is_refused_and_ends_the_connection(string text) =>
        Assert.Equal(400, (await AskAsync(text))!.Status);

    [Theory]
    [InlineData("/auctions/x%0d%0aSet-Cookie:%20a=b")]
    [InlineData("/auctions/x\rSet-Cookie:a=b")]
    [InlineData("/?search=\rSet-Cookie:a=b")]
    [InlineData("/?search=%0d%0aSet-Cookie:%20a=b")]
    [InlineData("/v1/auctions?cursor=%0d%0aSet-Cookie:%20a=b")]
    [InlineData("/assets/%0d%0aSet-Cookie:%20a=b/site.css")]
    [InlineData("/v1/auctions/%0d%0aSet-Cookie:%20a=b/live")]
    public async Task Line_ends_in_an_address_do_not_become_headers(string path)
    {
        foreach (var accept in (string[])["application/json", "text/html"])
        {
            var answer = await AskAsync(Request($"GET {path} HTTP/1.1", "", $"Accept: {accept}"));
            Assert.InRange(answer!.Status, 200, 404);
            Assert.False(answer.Headers.ContainsKey("set-cookie"));
        }
    }

    [Fact]
    public async Task What_is_too_long_is_refused_by_its_length()
    {
        Assert.Equal(414, (await AskAsync(Request($"GET /{new string('x', 9_000)} HTTP/1.1")))!.Status);
        Assert.Equal(431, (await AskAsync(Request("GET / HTTP/1.1", "", $"X: {new string('x', 17_000)}")))!.Status);
        Assert.Equal(431, (await AskAsync(Request(
            "GET / HTTP/1.1", "", [.. Enumerable.Range(0, 200).Select(line => $"X-{line}: y")])))!.Status);
        Assert.Equal(431, (await AskAsync(Request(
            "GET / HTTP/1.1", "", $"Cookie: {string.Join("; ", Enumerable.Repeat("a=b", 5_000))}")))!.Status);
    }

    [Theory]
    [InlineData("Range: bytes=0-0")]
    [InlineData("Range: bytes=-1")]
    [InlineData("Range: bytes=0-18446744073709551615")]
    [InlineData("Range: bytes=0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-,0-")]
    [InlineData("If-Range: \"x\"\r\nRange: bytes=0-1")]
    [InlineData("Accept-Encoding: gzip, deflate, br")]
    public async Task An_answer_is_sent_whole_and_as_it_is(string header)
    {
        var usual = await AskAsync(Request("GET /assets/site.css HTTP/1.1"));

        var answer = await AskAsync(Request("GET /assets/site.css HTTP/1.1", "", header));

        Assert.Equal((200, usual!.Text), (answer!.Status, answer.Text));
        Assert.False(answer.Headers.ContainsKey("content-encoding"));
    }

    [Fact]
    public async Task HTTP_2_in_plain_is_not_spoken_however_it_begins()
    {
        // 1,000 streams that are opened and reset at once.
        var frames = new MemoryStream();
        frames.Write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        frames.Write([0, 0, 0, 4, 0, 0, 0, 0, 0]);
        for (var stream = 1; stream < 2_000; stream += 2)
        {
            var (high, low) = ((byte)(stream >> 8), (byte)stream);
            frames.Write([0, 0, 4, 1, 5, 0, 0, high, low, 0x82, 0x86, 0x84, 0x41]);
            frames.Write([0, 0, 4, 3, 0, 0, 0, high, low, 0, 0, 0, 8]);
        }

        for (var connection = 0; connection < 20; connection++)
        {
            var received = await TalkAsync(frames.ToArray());
            Assert.InRange(received.Length, 0, 1_000);
        }

        var upgrade = await AskAsync(Request(
            "GET /healthz/live HTTP/1.1", "", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"));
        Assert.Equal(200, upgrade!.Status);
    }

    [Fact]
    public async Task TLS_and_noise_are_hung_up_on()
    {
        byte[] hello = [0x16, 3, 1, 0, 0xA5, 1, 0, 0, 0xA1, 3, 3, .. new byte[0xA0], .. "\r\n\r\n"u8];
        byte[] noise = [.. Enumerable.Range(0, 20_000).Select(at => (byte)(at * 37))];
        foreach (var bytes in (byte[][])[hello, noise, "SSH-2.0-x\r\n"u8.ToArray(), "EHLO x\r\n"u8.ToArray()])
        {
            Assert.InRange((await TalkAsync(bytes)).Length, 0, 1_000);
        }
    }

    private async Task<byte[]> TalkAsync(byte[] bytes)
    {
        using var deadline = new CancellationTokenSource(Api.AnswerDeadline);
        using var client = await ConnectAsync(deadline.Token);
        var received = new MemoryStream();
        try
        {
            var stream = client.GetStream();
            await stream.WriteAsync(bytes, deadline.Token);
            client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(received, deadline.Token);
        }
        catch (Exception broken) when (broken is IOException or SocketException)
        {
            // It hung up.
        }

        Assert.DoesNotContain("Kestrel", Encoding.Latin1.GetString(received.ToArray()));
        return received.ToArray();
    }
}
