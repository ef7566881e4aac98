using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Auctions.Cli.Demo.Lots;
using Auctions.Cli.Replay;

namespace Auctions.Cli.Demo.Calls;

/// <summary>
/// The calls of the HTTP API that a demo makes. Each is made until it is answered definitely, however long the server
/// is away, with the same key and body.
/// </summary>
/// <param name="sender">Waits out what is no definite answer.</param>
/// <param name="clock">Is told the time by every answer.</param>
/// <param name="presence">Is told of every answer.</param>
internal sealed class DemoClient(PatientSender sender, ServerClock clock, Presence presence)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Asks for something that only somebody known may see, and so learns the server's time.</summary>
    /// <exception cref="CommandFailedException">The server does not take a name for a log-in.</exception>
    public Task CheckAccessAsync(string person, CancellationToken cancellation) =>
        SendAsync(() => Ask(HttpMethod.Get, "v1/users/me/bids?limit=1", person), cancellation);

    /// <param name="lot">What to create.</param>
    /// <param name="key">The same key gives the same lot.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The answer, and when the lot opens and closes by the server's clock.</returns>
    public async Task<(DemoAnswer Answer, DateTimeOffset OpensAt, DateTimeOffset ClosesAt)> CreateAsync(
        PlannedLot lot, string key, CancellationToken cancellation)
    {
        var now = clock.Now;
        var closesAt = now + lot.ClosesIn;
        var body = new
        {
            title = lot.Item.Title,
            currency = lot.Item.Currency,
            format = "english",
            openingPrice = lot.OpeningPrice,
            increments = lot.Increments,
            reserve = lot.Reserve,
            buyItNow = lot.BuyItNow,
            opensAt = lot.OpensIn > TimeSpan.Zero ? Write(now + lot.OpensIn) : null,
            closesAt = Write(closesAt),
            softClose = lot.SoftClose is not { } soft ? null : new
            {
                windowSeconds = soft.WindowSeconds,
                extensionSeconds = soft.ExtensionSeconds,
                mode = soft.Mode,
                maxExtensions = soft.MaxExtensions,
                hardEnd = Write(closesAt + soft.HardEndAfter),
            },
        };
        var answer = await SendAsync(
            () => Ask(HttpMethod.Post, "v1/auctions", lot.Seller, key, JsonContent.Create(body, options: Json)),
            cancellation);
        return (answer, now + lot.OpensIn, closesAt);
    }

    public Task<DemoAnswer> ViewAsync(string id, CancellationToken cancellation) =>
        SendAsync(() => Ask(HttpMethod.Get, PathOf(id)), cancellation);

    public Task<DemoAnswer> BidAsync(
        string id, string bidder, string key, long amount, CancellationToken cancellation) =>
        SendAsync(
            () => Ask(HttpMethod.Post, $"{PathOf(id)}/bids", bidder, key, JsonContent.Create(new { amount })),
            cancellation);

    private async Task<DemoAnswer> SendAsync(Func<HttpRequestMessage> request, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                var answer = await sender.SendAsync("demo", request, cancellation);
                presence.Answered();
                var lot = answer.As<LotAnswer>() ?? new LotAnswer();
                if (lot.ServerTime is { } serverTime)
                {
                    clock.Hear(serverTime);
                }

                return answer.Status == HttpStatusCode.Unauthorized
                    ? throw new CommandFailedException(
                        "the server does not take X-User for a log-in; the demo needs a server started with " +
                        "ASPNETCORE_ENVIRONMENT=Development.")
                    : new DemoAnswer(answer.Status, lot, answer.ToString());
            }
            catch (UnansweredException)
            {
                // It may come back; whether the request took effect its key will tell then.
            }
        }
    }

    private static string PathOf(string id) => $"v1/auctions/{Uri.EscapeDataString(id)}";

    private static string Write(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static HttpRequestMessage Ask(
        HttpMethod method, string path, string? person = null, string? key = null, HttpContent? body = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body };
        if (person is not null)
        {
            request.Headers.TryAddWithoutValidation("X-User", person);
        }

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return request;
    }
}
