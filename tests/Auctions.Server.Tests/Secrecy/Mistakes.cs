using System.Text;
using Auctions.Scenarios.Support;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>
/// Requests that are wrong and have a secret in them, each as its sender may well send it by mistake.
/// </summary>
internal sealed class Mistakes(IWalkedHost host, Secrets secrets, Sights sights, Cast cast, Random chance)
{
    private const int TooLong = 5_000;

    private Person Bidder => cast.Bidders[chance.Next(cast.Bidders.Count)];

    /// <summary>Makes all of them about one auction.</summary>
    public async Task MakeAsync(KnownLot lot)
    {
        var bids = $"{lot.Path}/bids";
        (string Body, int Status)[] bodies =
        [
            ($"{{\"amount\":{Amount()}", 400), ($"{{\"amount\":{Amount()},\"amount\":{Amount()}}}", 400),
            ($"{{\"amount\":{Amount()}.5}}", 400), ($"{{\"amount\":{Amount()}0}}", 400),
            ($"{{\"amount\":\"{Amount()}\"}}", 400), ($"{{\"amount\":-{Amount()}}}", 400),
            ($"{{\"amount\":{Amount()}x}}", 400), ($"{{\"maximum\":{Amount()}}}", 400), ($"{Amount()}", 400),
            ($"{{\"amount\":{Amount()},\"note\":\"{secrets.Text("note")}\"}}", 400),
            ($"{{\"amount\":{Amount()},\"\\ud800\":1}}", 400), ($"\"{secrets.Text("note")}", 400),
            ($"{{\"amount\":{Amount()}{new string(' ', TooLong)}}}", 413),
        ];
        foreach (var (body, status) in bodies)
        {
            (await SendAsync(HttpMethod.Post, bids, Api.Json(body))).Is(status);
        }

        (await SendAsync(HttpMethod.Post, bids, new StringContent(Body(), Encoding.UTF8, "text/plain"))).Is(415);
        (await SendAsync(HttpMethod.Post, bids, null)).Is(415);
        (await SendAsync(HttpMethod.Post, $"{bids}?amount={Amount()}", Api.Json("{}"))).Is(400);
        (await SendAsync(HttpMethod.Post, $"/v1/auctions/{Guid.NewGuid()}/bids", Api.Json(Body())))
            .Is(404, "unknown-auction");
        (await SendAsync(HttpMethod.Post, bids, Api.Json(Body()), key: secrets.Text("key") + " b")).Is(400);
        (await SendAsync(HttpMethod.Post, bids, Api.Json(Body()), key: new string('k', 256) + Secrets.Mark)).Is(400);
        await AsNobodyAsync(bids);
        await ElsewhereAsync(lot);
        await AsNoHttpAsync(bids);
    }

    private async Task AsNobodyAsync(string bids)
    {
        foreach (var call in (string?[])
        [
            null, cast.ExpiredToken(), $"Bearer {secrets.Text("token")}", $"Bearer a.{secrets.Text("token")}.c",
            $"{secrets.Text("name")} of two words", $"{secrets.Text("name")}{new string('n', 200)}",
        ])
        {
            (await SendAsync(HttpMethod.Post, bids, Api.Json(Body()), call: call ?? "")).Is(401);
        }
    }

    private async Task ElsewhereAsync(KnownLot lot)
    {
        (await SendAsync(HttpMethod.Get, $"{lot.Path}?amount={Amount()}", null)).Is(200);
        (await SendAsync(HttpMethod.Get, $"{lot.Path}/bids?limit={Amount()}", null)).Is(400);
        (await SendAsync(HttpMethod.Get, $"{lot.Path}/bids?cursor={secrets.Text("cursor")}", null)).Is(400);
        (await SendAsync(HttpMethod.Get, $"/v1/auctions?status={Amount()}&seller={Amount()}", null)).Is(400);
        (await SendAsync(HttpMethod.Get, $"/auctions/{lot.Id}?amount={Amount()}", null)).Is(200);
        (await SendAsync(HttpMethod.Put, $"{lot.Path}/bids", Api.Json(Body()))).Is(405);
        (await SendAsync(HttpMethod.Put, $"{lot.Path}/reserve", Api.Json($"{{\"amount\":{Amount()}"))).Is(400);
        (await SendAsync(HttpMethod.Post, $"{lot.Path}/close", Api.Json(Body()))).Is(400);
        (await SendAsync(HttpMethod.Post, $"{lot.Path}/extend", Api.Json($"{{\"closesAt\":{Amount()}}}"))).Is(400);
        (await SendAsync(
            HttpMethod.Post, "/v1/auctions", Api.Json(Terms.Raw("reserve", $"\"{Amount()}\"")))).Is(400);
        (await SendAsync(HttpMethod.Post, "/v1/auctions", Api.Json(Terms.Raw("reserve", $"{Amount()}")[..^1])))
            .Is(400);
    }

    // What no HTTP library sends: the web server refuses most of it before anybody else sees it.
    private async Task AsNoHttpAsync(string bids)
    {
        var call = cast.Stranger.Call;
        var user = $"X-User: {call}";
        const string Json = "Content-Type: application/json";
        (string Line, string[] Headers)[] requests =
        [
            ($"POST {bids}?amount={Amount()} {Amount()} HTTP/1.1", [user, Json]),
            ($"POST {bids} HTTP/1.1", [user, Json, $"Idempotency-Key {secrets.Text("key")}"]),
            ($"POST {bids} HTTP/1.1", [user, Json, $"Idempotency-Key: {secrets.Text("key")}\0"]),
            ($"POST {bids} HTTP/1.1", [user, Json, $"Amount {Amount()}: 1"]),
            ($"POST {bids} HTTP/1.1", [user, Json, $"X-Long: {Amount()}{new string('x', 20_000)}"]),
            ($"POST {bids} HTTP/1.1", [user, Json, $"Content-Length: {Amount()}x"]),
            ($"POST {bids} HTTP/1.1", [user, Json, $"Host: {Amount()} {call}"]),
            ($"{Amount()} {bids} HTTP/1.1", [user, Json]),
            ($"{{\"amount\":{Amount()}}}", [user]),
            ($"POST {bids} HTTP/1.{Amount()}", [user]),
        ];
        foreach (var (line, headers) in requests)
        {
            sights.Add("no HTTP", "", "", await SendAsync(line, headers));
        }
    }

    private async Task<string> SendAsync(string line, string[] headers)
    {
        try
        {
            return await RawHttp.SendAsync(host.Url, line, headers);
        }
        catch (IOException)
        {
            // It hung up before it had read all.
            return "";
        }
    }

    // Where nobody can tell now whether there is such an auction it is asked again.
    private async Task<Reply> SendAsync(
        HttpMethod method, string path, HttpContent? body, string? key = null, string? call = null)
    {
        var bytes = body is null ? null : await body.ReadAsByteArrayAsync();
        return await Eventually.IsAsync(
            async () =>
            {
                using var again = bytes is null ? null : new ByteArrayContent(bytes);
                again?.Headers.ContentType = body!.Headers.ContentType;
                return await SendOnceAsync(method, path, again, key, call);
            },
            told => told.Status != 503,
            Eventually.Deadline);
    }

    private async Task<Reply> SendOnceAsync(
        HttpMethod method, string path, HttpContent? body, string? key, string? call)
    {
        var reply = await new Api(host.Url).SendAsync(
            method, path, call is null ? Bidder.Call : call.Length > 0 ? call : null, key ?? secrets.Text("key"), body,
            request =>
            {
                request.Headers.TryAddWithoutValidation("X-Maximum", $"{Amount()}");
                request.Headers.TryAddWithoutValidation("Cookie", $"maximum={Amount()}; who={secrets.Text("name")}");
                request.Headers.TryAddWithoutValidation("Last-Event-ID", $"{Amount()}");
            });

        // The line of the request is the sender's, not an answer.
        sights.Add("mistake", "", $"{reply.Status}\n{reply.Headers}", reply.Text);
        return reply;
    }

    private string Body() => $"{{\"amount\":{Amount()}}}";

    private long Amount() => secrets.Amount(chance, Secrets.Least, Secrets.Most)!.Value;
}
