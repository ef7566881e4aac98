using Auctions.Scenarios.Support;

namespace Auctions.Server.Tests.Attacks;

/// <summary>
/// Requests in which a proxy before the server may see another end than the server does. Behind each stands a bid that
/// is whole, with a token: where it is placed, somebody got a request of theirs into another one's.
/// </summary>
public sealed class SmugglingAttacks(AttackedServer server) : Attack(server), IClassFixture<AttackedServer>
{
    // No request: whoever reads as far as this refuses it and ends the connection.
    private const string End = "END\r\n\r\n";

    private const string Empty = "0\r\n\r\n";

    // What is wrong about the lengths, and what stands before the hidden request.
    public static TheoryData<string, string> Lengths => new()
    {
        { "Content-Length: {whole}\r\nTransfer-Encoding: chunked", Empty },
        { "Transfer-Encoding: chunked\r\nContent-Length: {whole}", Empty },
        { "Content-Length: 5\r\nTransfer-Encoding: chunked", Empty },
        { "Content-Length: 0\r\nTransfer-Encoding: chunked", "" },
        { "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", Empty },
        { "Transfer-Encoding: identity\r\nContent-Length: 0", "" },
        { "Transfer-Encoding: chunked, identity", Empty },
        { "Transfer-Encoding: identity, chunked\r\nContent-Length: 0", Empty },
        { "Transfer-Encoding: xchunked\r\nContent-Length: 0", "" },
        { "Transfer-Encoding : chunked\r\nContent-Length: 0", "" },
        { " Transfer-Encoding: chunked\r\nContent-Length: 0", "" },
        { "X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: 0", "" },
        { "Transfer-Encoding:\r\n chunked\r\nContent-Length: 0", "" },
        { "Transfer-Encoding: \u000bchunked\r\nContent-Length: 0", "" },
        { "Transfer-Encoding: chunked\0\r\nContent-Length: 0", "" },
        { "Transfer-Encoding: \"chunked\"\r\nContent-Length: 0", "" },
        { "X: y\rTransfer-Encoding: chunked\r\nContent-Length: 0", "" },
        { "Transfer\u00a0-Encoding: chunked\r\nContent-Length: 5", Empty },
        { "Content-Length: 0\r\nContent-Length: {whole}", "" },
        { "Content-Length: {whole}\r\nContent-Length: 0", "" },
        { "Content-Length: 0, {whole}", "" },
        { "Content-Length: -1", "" },
        { "Content-Length: 0x0", "" },
        { "Content-Length: 0 0", "" },
        { "Content-Length: 0\u000b", "" },
        { "Content-Length : 0", "" },
        { "Content-Length:\r\n 0", "" },
        { "Content-Length: 18446744073709551616", "" },
        { "Transfer-Encoding: chunked", "0;x\n\r\n\r\n" },
        { "Transfer-Encoding: chunked", "2;\nxx\r\n{}\r\n0\r\n\r\n" },
        { "Transfer-Encoding: chunked", "2;\rxx\r\n{}\r\n0\r\n\r\n" },
        { "Transfer-Encoding: chunked", "-1\r\n\r\n" },
        { "Transfer-Encoding: chunked", "0x0\r\n\r\n" },
        { "Transfer-Encoding: chunked", "00000000000000000\r\n\r\n" },
        { "Transfer-Encoding: chunked", "FFFFFFFFFFFFFFFF0\r\n\r\n" },
        { "Transfer-Encoding: chunked", "2\r\n{}0\r\n\r\n" },
    };

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task A_request_hidden_in_another_is_not_done(string lengths, string before)
    {
        var lot = await CreateAsync();
        var hidden = Hidden(lot);
        foreach (var version in (string[])["1.1", "1.0"])
        {
            foreach (var line in (string[])["POST /v1/auctions", $"POST {lot.Path}/bids", "GET /v1/auctions", "GET /"])
            {
                var whole = before.Length + hidden.Length;
                string[] head =
                [
                    $"{line} HTTP/{version}", $"Host: {Server.Url.Authority}", .. BidHeaders("mallory"),
                    lengths.Replace("{whole}", $"{whole}", StringComparison.Ordinal), "", "",
                ];

                var answers = await SendAsync(string.Join("\r\n", head) + before + hidden + End);

                Assert.InRange(answers.Count(answer => answer.Status is not (400 or 408)), 0, 1);
                Assert.DoesNotContain(answers, answer => answer.Status == 201);
            }
        }

        Assert.Equal(0, (await lot.ViewAsync()).Number("bidCount"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    [InlineData("DELETE")]
    public async Task A_body_that_a_call_does_not_look_at_is_no_request(string method)
    {
        var lot = await CreateAsync();
        var hidden = Hidden(lot);
        foreach (var path in (string[])["/v1/auctions", "/", "/nowhere", "/healthz/live", lot.Path])
        {
            var answers = await SendAsync(
                $"{method} {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {hidden.Length}\r\n\r\n{hidden}{End}");
            Assert.Single(answers, answer => answer.Text.Length > 0);
        }

        Assert.Equal(0, (await lot.ViewAsync()).Number("bidCount"));
    }

    // The control: where nothing is hidden the second request is done.
    [Fact]
    public async Task A_request_after_another_is_done()
    {
        var lot = await CreateAsync();

        var answers = await SendAsync($"GET /v1/auctions HTTP/1.1\r\nHost: a\r\n\r\n{Hidden(lot)}");

        Assert.Equal([200, 201], answers.Select(answer => answer.Status));
        Assert.Equal(1, (await lot.ViewAsync()).Number("bidCount"));
    }

    private string Hidden(Lot lot) =>
        Request($"POST {lot.Path}/bids HTTP/1.1", "{\"amount\":5000}", BidHeaders("victim"));
}
