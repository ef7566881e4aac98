using System.Net.Sockets;
using System.Text;
using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests;

/// <summary>How many connections there may be, and how slow a request.</summary>
[Trait("Category", "Long")]
public sealed class ConnectionLimitTests
{
    private const string Probe = "GET /healthz/live HTTP/1.1\r\nHost: auctions\r\n\r\n";

    [Theory]
    [InlineData("--Limits:ConnectionsPerAddressMax")]
    [InlineData("--Limits:ConnectionsMax")]
    public async Task Beyond_the_bound_a_connection_is_closed_and_those_that_are_open_stay(string bound)
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(
            data.Path, bound, "3", "--Proxies:Known:0", "10.0.0.7");
        using Talk first = new(server), second = new(server), third = new(server);
        foreach (var open in new[] { first, second, third })
        {
            Assert.StartsWith("HTTP/1.1 200", await open.AskAsync(Probe));
        }

        // Only now: connections are let in side by side, in any order.
        using Talk fourth = new(server);
        Assert.Equal("", await fourth.AskAsync(Probe));
        Assert.StartsWith("HTTP/1.1 200", await first.AskAsync(Probe));
        second.Dispose();
        await Eventually.IsAsync(
            async () =>
            {
                using var next = new Talk(server);
                return await next.AskAsync(Probe);
            },
            static answer => answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal),
            Eventually.Deadline);

        // What is logged is written by a thread of its own; the first is told at once, others a minute later.
        var told = Assert.Single(await Eventually.IsAsync(
            () => server.Output.Split('\n').Where(line => line.Contains("Closed ", StringComparison.Ordinal)).ToList(),
            static lines => lines.Count > 0));
        Assert.Contains("1 connections beyond Limits:ConnectionsMax", told);
        Assert.DoesNotContain("127.0.0.1", told);
    }

    [Theory]
    [InlineData("--Proxies:Known:0", "127.0.0.1")]
    [InlineData]
    public async Task Connections_of_a_proxy_known_or_of_this_machine_are_those_of_many(params string[] proxies)
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(
            data.Path, ["--Limits:ConnectionsPerAddressMax", "1", .. proxies]);
        using Talk first = new(server), second = new(server);

        Assert.StartsWith("HTTP/1.1 200", await first.AskAsync(Probe));
        Assert.StartsWith("HTTP/1.1 200", await second.AskAsync(Probe));
    }

    [Theory]
    [InlineData("GET /healthz/live HTTP/1.1\r\nHost: auctions\r\n", "HTTP/1.1 408 ")]
    [InlineData("POST /v1/auctions HTTP/1.1\r\nHost: auctions\r\nX-User: seller\r\nIdempotency-Key: k1\r\n" +
        "Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{", "\"code\":\"too-slow\"")]
    public async Task A_request_that_stops_on_its_way_is_given_up(string begun, string answered)
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path);
        using var talk = new Talk(server);

        var answer = await talk.AskAsync(begun);

        Assert.StartsWith("HTTP/1.1 408 ", answer);
        Assert.Contains(answered, answer);
        Assert.Contains("\r\nConnection: close\r\n", answer);
        Assert.Equal("", await talk.RestAsync());
        Assert.DoesNotContain("fail:", server.Output);
    }

    /// <summary>One connection.</summary>
    private sealed class Talk : IDisposable
    {
        private readonly TcpClient _client;

        public Talk(ServerProcess server) => _client = new TcpClient(server.Url.Host, server.Url.Port);

        /// <summary>Sends bytes and answers what comes first; empty: it is closed.</summary>
        public async Task<string> AskAsync(string request)
        {
            using var deadline = new CancellationTokenSource(Api.AnswerDeadline);
            try
            {
                await _client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), deadline.Token);
                var received = new byte[4096];
                var length = await _client.GetStream().ReadAsync(received, deadline.Token);
                return Encoding.ASCII.GetString(received, 0, length);
            }
            catch (Exception closed) when (closed is IOException or SocketException)
            {
                return "";
            }
        }

        /// <summary>What comes until the server closes, of which the last byte counts.</summary>
        public async Task<string> RestAsync()
        {
            using var deadline = new CancellationTokenSource(Api.AnswerDeadline);
            using var reader = new StreamReader(_client.GetStream());
            var rest = await reader.ReadToEndAsync(deadline.Token);
            return rest.Trim("0\r\n".ToCharArray());
        }

        public void Dispose() => _client.Dispose();
    }
}
