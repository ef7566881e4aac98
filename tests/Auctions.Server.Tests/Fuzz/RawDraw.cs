using System.Text;

namespace Auctions.Server.Tests.Fuzz;

/// <summary>Bytes for a connection of their own.</summary>
/// <param name="Bytes">What is sent.</param>
/// <param name="End">Who ends the connection.</param>
/// <param name="IsSlow">Whether it is sent byte by byte.</param>
/// <param name="IsSmuggling">Whether it holds a second request that must not be answered.</param>
internal sealed record RawRequest(
    byte[] Bytes, RawEnd End = RawEnd.ByServer, bool IsSlow = false, bool IsSmuggling = false)
{
    public override string ToString() =>
        $"{End}{(IsSlow ? ", slow" : "")}: {FuzzRequest.Shown(Encoding.Latin1.GetString(Bytes))}";
}

/// <summary>Who ends a connection, and how.</summary>
internal enum RawEnd
{
    /// <summary>The server: what it was sent is broken, or asks for it.</summary>
    ByServer,

    /// <summary>The sender says that nothing more will come, and listens on.</summary>
    HalfClosed,

    /// <summary>The sender is gone at once.</summary>
    Dropped,
}

/// <summary>Draws what no HTTP library sends.</summary>
internal sealed class RawDraw(int seed, string sender)
{
    // The answer to all of these ends the connection: each is broken, or asks for it.
    private static readonly string[] Heads =
    [
        "GET\r\n\r\n", "\r\n\r\n\r\nGET\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1 x\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: a\r\n\r\n", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", "GET / http/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.\r\n\r\n", "GET /\r\n\r\n", " GET / HTTP/1.1\r\n\r\n", "\0\0\0\0\r\n\r\n",
        "{\"amount\":5}\r\n\r\n",
        "G\u00c9T / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /\u00ff HTTP/1.1\r\nHost: a\r\n\r\n", "GET /\0 HTTP/1.1\r\n\r\n",
        "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", "GET /?\u00ff\u00fe HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET http://[::1/ HTTP/1.1\r\nHost: a\r\n\r\n", "GET x HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://other.example/v1/auctions HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\nConnection: close\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /v1/auctions HTTP/1.0\r\n\r\n", "GET /../../etc/passwd HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET / HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "GET / HTTP/1.1\r\nHost: a/b@c\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\nConnection: close\n\n",
        "GET / HTTP/1.1\rHost: a\r\r\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u0016\u0003\u0001\u0002\0\u0001\0\r\n\r\n",
        $"GET /{new string('a', 9000)} HTTP/1.1\r\nHost: a\r\n\r\n", $"{new string('G', 9000)} / HTTP/1.1\r\n\r\n",
    ];

    private static readonly string[] HeaderLines =
    [
        "Content-Length: -1", "Content-Length: +5", "Content-Length: 0x5", "Content-Length: 99999999999999999999",
        "Content-Length: 5, 5", "Content-Length: 5\r\nContent-Length: 6", "Content-Length: \u0661", "Content-Length:",
        "Transfer-Encoding: gzip", "Transfer-Encoding: chunked, identity", "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: \u000bchunked", "Transfer-Encoding: xchunked", "Transfer-Encoding:", "NoColon", ": x",
        "X-User : anna", "X User: anna", " X-Folded: a\r\n b", "X-User: a\0b", "X-User: a\u0001b", "X-User: a\rX-B: c",
        "X-User: a\nX-B: c", "X-User: \u00e9", "X-User: \u00ff\u00fe", "X-User: \u00ed\u00a0\u0080", "X-\u00e9: x",
        "Idempotency-Key: a\u007fb", "Idempotency-Key: a\r\nIdempotency-Key: b",
        "Idempotency-Key: \u00f0\u009f\u0098\u0080",
        "Content-Type: application/json\r\nContent-Type: text/plain", "Content-Type: \0", "Expect: nonsense",
        "Expect: 100-continue", "Upgrade: websocket\r\nConnection: Upgrade, close", "Authorization: Bearer \u0001",
        "Cookie: \u0001=\u0002; auction_token=\0", "Last-Event-ID: \u0007", "X-Long: " + new string('x', 20_000),
        string.Join("\r\n", Enumerable.Range(0, 150).Select(line => $"X-{line}: y")),
    ];

    private static readonly string[] Chunks =
    [
        "zz\r\n{}\r\n0\r\n\r\n", "-1\r\n{}\r\n0\r\n\r\n", "FFFFFFFFFFFFFFFF\r\n{}\r\n", "2\r\n{}0\r\n\r\n",
        "2\n{}\n0\n\n", "2 \r\n{}\r\n0\r\n\r\n", "0x2\r\n{}\r\n0\r\n\r\n", "\r\n", "1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
        "2;a=b;c=\"d\"\r\n{}\r\n0\r\nX-Trailer: y\r\n\r\n", "2\r\n{}\r\n0\r\nBad Trailer\r\n\r\n",
        $"2;{new string('x', 40_000)}\r\n{{}}\r\n0\r\n\r\n", $"2\r\n{{}}\r\n0\r\n{new string('y', 40_000)}: z\r\n\r\n",
    ];

    private static readonly string[] Unfinished =
        ["", "2", "2\r\n{", "2\r\n{}\r\n", "7FFFFFFF\r\n{}", "000000000000000000002\r\n{}\r\n",
        "2\r\n{}\r\n0\r\nX: y\r\n"];

    private const string Chunked = "Transfer-Encoding: chunked";

    private readonly Draw _draw = new(seed);
    private readonly RequestSource _sound = new(Testing.Seed.Of(seed, 1), sender);

    public string[] Auctions => _sound.Auctions;

    public RawRequest Next()
    {
        var (head, body) = Sound();
        string[] sized = [.. head, $"Content-Length: {body.Length}"];
        return _draw.Below(10) switch
        {
            0 or 1 => new(Latin1(_draw.Of(Heads))),
            2 => new(Request([.. head, _draw.Of(HeaderLines), "Connection: close"], body)),
            3 => new(Request([.. head, Chunked, "Connection: close"], Latin1(_draw.Of(Chunks)))),
            4 => new(Request([.. head, Chunked], Latin1(_draw.Of(Unfinished))), RawEnd.HalfClosed),
            5 => Smuggled(head),
            6 => Truncated(Request(sized, body)),
            7 => new(Request([.. head, $"Content-Length: {body.Length / 2}", "Connection: close"], body)),
            8 => Pipelined(Request(sized, body)),
            _ => new(Request([.. sized, "Connection: close"], body), IsSlow: _draw.Percent(5)),
        };
    }

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);

    private static byte[] Request(IEnumerable<string> head, byte[] body) =>
        [.. Latin1($"{string.Join("\r\n", head)}\r\n\r\n"), .. body];

    // No feed: it does not end.
    private (string[] Head, byte[] Body) Sound()
    {
        var endpoint = _draw.Of(Endpoint.Weighted);
        var request = _sound.Sound(endpoint == Endpoint.Feed ? Endpoint.View : endpoint);
        return (
            [
                $"{request.Method} {request.Target} HTTP/1.1", "Host: localhost",
                .. request.Headers.Select(header => $"{header.Name}: {header.Value}"),
            ],
            request.Body ?? []);
    }

    // Two lengths: what one reader takes for the body, another takes for the next request.
    private RawRequest Smuggled(string[] head)
    {
        var hidden = $"{_draw.Of("GET", "POST")} /v1/auctions HTTP/1.1\r\nHost: a\r\n\r\n";
        var body = Latin1($"{_draw.Of("0\r\n\r\n", "2\r\n{}\r\n0\r\n\r\n", "")}{hidden}");
        string[] lengths =
        [
            $"Content-Length: {_draw.Of(0, 5, body.Length)}", _draw.Of(Chunked, "transfer-encoding: Chunked"),
        ];
        return new(Request([.. head, .. _draw.Percent(50) ? lengths : lengths.Reverse()], body), IsSmuggling: true);
    }

    private RawRequest Truncated(byte[] whole) => new(
        whole[..(1 + _draw.Below(whole.Length - 1))], _draw.Of(RawEnd.HalfClosed, RawEnd.Dropped));

    private RawRequest Pipelined(byte[] one)
    {
        // Garbage of nothing but line ends is none: a server skips blank lines before a request (RFC 9112, 2.2) and
        // waits for one.
        var several = Enumerable.Repeat(one, 1 + _draw.Below(6)).SelectMany(bytes => bytes);
        byte[] last = _draw.Percent(50)
            ? Latin1(_draw.Of(Heads))
            : [0, .. _draw.Bytes(1 + _draw.Below(100)), .. "\r\n\r\n"u8];
        return new([.. several, .. last]);
    }
}
