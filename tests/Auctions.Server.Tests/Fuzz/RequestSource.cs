namespace Auctions.Server.Tests.Fuzz;

/// <summary>
/// Draws one sender's requests: a third are sound, so that auctions live through everything in any order, the others
/// have one thing or more wrong with them. What it draws depends on its seed alone, but for the ids of its auctions.
/// </summary>
internal sealed class RequestSource(int seed, string sender)
{
    private const int RequestsPerAuction = 30;

    private static readonly string[] Methods =
        ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "FOO", "get", "PROPFIND"];

    private static readonly string[] UnknownPaths =
    [
        "/nowhere", "/v1", "/v1/", "/v2/auctions", "/v1/auctions/", "/v1//auctions", "/v1/auctions//bids", "//", "/.",
        "/..", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/.git/config", "/assets/", "/assets/..%2fx",
        "/assets/%00", "/favicon.ico", "/robots.txt", "/v1/users/you/bids", "/v1/users/me", "/healthz", "/healthz/x",
        "/ops/hotspots", "/openapi", "/openapi/v2.json", "/openapi/v1.yaml", "/v1/auctions/x/explode", "/V1/AUCTIONS",
        "/%zz", "/%", "/v1/auctions/x/bids/y", "/a/b/c/d/e/f/g", "/appsettings.json", "/v1/auctions;x=y", "/*", "/?",
        "/??",
        "/v1/auctions?", "/v1/auctions?&&==&", "/sell", "/" + new string('a', 2000), "/" + new string('a', 9000),
    ];

    private readonly Draw _draw = new(seed);
    private int _drawn;

    /// <summary>The sender's auctions: it has a few at a time and makes a new one now and then.</summary>
    public string[] Auctions { get; } = [.. Enumerable.Repeat("x", 5)];

    public FuzzRequest Next()
    {
        var drawn = _drawn++;
        if (drawn < Auctions.Length || drawn % RequestsPerAuction == 0)
        {
            return Renewal(drawn);
        }

        if (_draw.Percent(4))
        {
            var lost = new FuzzRequest { Method = "GET", Target = _draw.Of(UnknownPaths), IsBadHttp = true };
            lost.Headers.Add(("X-User", Someone()));
            return lost;
        }

        var request = Sound(_draw.Of(Endpoint.Weighted));
        if (!_draw.Percent(33))
        {
            for (var wrongs = 1 + (_draw.Below(4) / 3); wrongs > 0; wrongs--)
            {
                Spoil(request);
            }
        }

        return request;
    }

    /// <summary>A request there is nothing wrong with, except perhaps when it comes.</summary>
    public FuzzRequest Sound(Endpoint endpoint)
    {
        var request = new FuzzRequest
        {
            Method = endpoint.Method,
            Target = endpoint.Path.Replace("{id}", _draw.Of(Auctions)),
            Endpoint = endpoint,
        };
        request.Headers.Add(("X-User", Someone()));
        if (endpoint.HasKey)
        {
            request.Headers.Add(("Idempotency-Key", $"k{_draw.Below(40)}"));
        }

        if (endpoint.Body != BodyKind.None)
        {
            request.Body = BodyDraw.Json(BodyDraw.Fields(_draw, endpoint.Body));
            request.Headers.Add(("Content-Type", "application/json"));
            request.IsChunked = _draw.Percent(10);
        }

        return request;
    }

    private FuzzRequest Renewal(int drawn)
    {
        var request = new FuzzRequest
        {
            Method = "POST",
            Target = Endpoint.Create.Path,
            Endpoint = Endpoint.Create,
            Renews = drawn < Auctions.Length ? drawn : drawn / RequestsPerAuction % Auctions.Length,
            Body = BodyDraw.Json(BodyDraw.Fields(_draw, BodyKind.Terms)),
        };
        request.Headers.Add(("X-User", Someone()));
        request.Headers.Add(("Idempotency-Key", $"new-{drawn}"));
        request.Headers.Add(("Content-Type", "application/json"));
        return request;
    }

    // Few people, who are sellers and bidders at once: they meet themselves and each other's keys.
    private string Someone() => $"{sender}-{_draw.Of("anna", "bert", "cleo", "dora")}";

    private void Spoil(FuzzRequest request)
    {
        switch (_draw.Below(14))
        {
            case 0 or 1 or 2 when request.Endpoint is { Body: not BodyKind.None } misfit:
                request.Body = BodyDraw.Misfit(_draw, BodyDraw.Fields(_draw, misfit.Body));
                break;
            case <= 4 when request.Endpoint is not null:
                var sound = BodyDraw.Json(BodyDraw.Fields(_draw, request.Endpoint.Body));
                request.Body = BodyDraw.Spoilt(_draw, sound);
                request.IsChunked = _draw.Percent(20);
                break;
            case 5:
                request.Set("Content-Type", _draw.Of(Absurd.ContentTypes));
                request.Body ??= "{}"u8.ToArray();
                request.IsBadHttp = true;
                break;
            case 6:
                SpoilKey(request);
                break;
            case 7:
                SpoilName(request);
                break;
            case 8 when request.Endpoint is { } place:
                SpoilId(request, place);
                break;
            case 9:
                SpoilQuery(request);
                break;
            case 10:
                request.Method = _draw.Of(Methods);
                request.Endpoint = null;
                break;
            case 11:
                AddHeaders(request);
                break;
            case 12:
                request.Set("Last-Event-ID", _draw.Of(Absurd.EventIds));
                request.IsBadHttp = true;
                break;
            default:
                SpoilQuery(request);
                break;
        }
    }

    private void SpoilKey(FuzzRequest request)
    {
        switch (_draw.Below(4))
        {
            case 0:
                request.Set("Idempotency-Key");
                break;
            case 1:
                request.Set("Idempotency-Key", "k1", _draw.Of("k1", "k2"));
                break;
            default:
                request.Set("Idempotency-Key", _draw.Of(Absurd.Keys));
                request.IsBadHttp = true;
                break;
        }
    }

    private void SpoilName(FuzzRequest request)
    {
        request.IsBadHttp = true;
        switch (_draw.Below(4))
        {
            case 0:
                request.Set("X-User");
                request.Set("Authorization", _draw.Of(Absurd.Tokens));
                break;
            case 1:
                request.Set("X-User", "anna", "bert");
                break;
            case 2:
                request.Set("X-User");
                request.Set("Cookie", _draw.Of(
                    "auction_token=x", "auction_token=a.b.c", "=;;=", "auction_token", "a\u00e9=b"));
                break;
            default:
                request.Set("X-User", _draw.Of(Absurd.Names));
                break;
        }
    }

    private void SpoilId(FuzzRequest request, Endpoint endpoint)
    {
        if (endpoint.Path.Contains("{id}"))
        {
            var id = _draw.Percent(20) ? _draw.Of(Auctions).ToUpperInvariant() : _draw.Of(Absurd.Ids);
            request.Target = endpoint.Path.Replace("{id}", id);
            request.IsBadHttp = true;
        }
    }

    private void SpoilQuery(FuzzRequest request)
    {
        var names = request.Endpoint?.Query is { Length: > 0 } known ? known.Split(' ') : ["after", "limit", "x", ""];
        var target = request.Target.Contains('?') ? $"{request.Target}&" : $"{request.Target}?";
        for (var more = 1 + _draw.Below(3); more > 0; more--)
        {
            target += $"{_draw.Of(names)}={_draw.Of(Absurd.Parameters)}&";
        }

        request.Target = target;
        request.IsBadHttp = true;
    }

    private void AddHeaders(FuzzRequest request)
    {
        request.IsBadHttp = true;
        (string, string)[] more = _draw.Below(9) switch
        {
            0 => [("X-Long", new string('x', 20_000))],
            1 => [.. Enumerable.Range(0, 120).Select(header => ($"X-{header}", "y"))],
            2 => [.. Enumerable.Range(0, 60).Select(header => ($"X-{header}", new string('y', 100)))],
            3 => [("Accept", _draw.Of("", "nonsense", "text/html;q=x", "*/*;q=-1")), ("Accept-Encoding", "x, *;q=0")],
            4 => [("If-None-Match", _draw.Of("*", "\"1\"", "\"", "W/")), ("If-Match", _draw.Of("*", "\"1\"", "x"))],
            5 => [("Range", _draw.Of("bytes=0-0", "bytes=9-1", "bytes=-", "lines=1-2")), ("If-Range", "\"x\"")],
            6 => [("Origin", _draw.Of("null", "http://evil.example", "\u00e9")), ("Referer", "javascript:x")],
            7 => [("Upgrade", "h2c, websocket"), ("Connection", "Upgrade"), ("HTTP2-Settings", "AAMAAABk")],
            _ => [("X-HTTP-Method-Override", "DELETE"), ("X-Forwarded-For", "::1"), ("Forwarded", "for=\"")],
        };
        request.Headers.AddRange(more);
    }
}
