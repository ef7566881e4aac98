using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Auctions.Cli.Replay;

/// <summary>The calls of the HTTP API that a replay makes.</summary>
/// <param name="sender">Waits out what is not a definite answer.</param>
/// <param name="tokens">Stand for people; null: each is named by <c>X-User</c>.</param>
internal sealed class AuctionClient(PatientSender sender, BearerTokens? tokens)
{
    /// <summary>The seller of every replayed auction, who also closes it.</summary>
    public const string Seller = "replay-seller";

    /// <summary>Longest wait for an answer before the connection counts as lost; twice the server's bound.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    private const string SharedHint =
        " (the seller bids, too, since one token stands for everyone: put a line \"person token\" for each into the " +
        "file)";

    private const int AnswerBytesMax = 1 << 20;

    /// <param name="url">Where the API is; its path ends with a slash.</param>
    /// <param name="parallel">Most requests under way at once.</param>
    public static HttpClient Connect(Uri url, int parallel) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxConnectionsPerServer = parallel,
    })
    {
        BaseAddress = url,
        Timeout = AnswerTimeout,
        MaxResponseContentBufferSize = AnswerBytesMax,
    };

    /// <returns>The id of the auction: a new one, or the one that this key made before.</returns>
    /// <exception cref="CommandFailedException">Anything else.</exception>
    public async Task<string> CreateAsync(RecordedAuction auction, string key, CancellationToken cancellation)
    {
        var what = $"creating auction {auction.Id}";
        var terms = Terms.Of(auction);
        var answer = await sender.SendAsync(what, () => Post("v1/auctions", Seller, key, terms), cancellation);
        return answer.IsSuccess && answer.As<Created>()?.Id is { Length: > 0 } id ? id : throw Unexpected(what, answer);
    }

    /// <returns>Whether the bid was accepted, now or before; otherwise the rules refuse it.</returns>
    /// <exception cref="CommandFailedException">Anything else.</exception>
    public async Task<bool> BidAsync(
        string id, RecordedAuction auction, RecordedBid bid, string key, CancellationToken cancellation)
    {
        var what = $"bid of row {bid.Row} on auction {auction.Id}";
        var body = new Bid(bid.Amount);
        var answer = await sender.SendAsync(
            what, () => Post($"{PathOf(id)}/bids", bid.Bidder, key, body), cancellation);
        return answer.Status switch
        {
            HttpStatusCode.Created => true,
            HttpStatusCode.Conflict => false,
            HttpStatusCode.Forbidden when tokens is { AreShared: true } => throw Unexpected(what, answer, SharedHint),
            _ => throw Unexpected(what, answer),
        };
    }

    /// <returns>The hammer price in minor units; null if nothing was sold.</returns>
    /// <exception cref="CommandFailedException">The auction is not closed by that.</exception>
    public async Task<long?> CloseAsync(string id, RecordedAuction auction, CancellationToken cancellation)
    {
        var what = $"closing auction {auction.Id}";
        var answer = await sender.SendAsync(
            what, () => Post<object>($"{PathOf(id)}/close", Seller, key: null, body: null), cancellation);
        return answer.IsSuccess ? answer.As<View>() switch
        {
            { Status: "sold", Price: { } price } => price,
            { Status: "unsold" } => null,
            { Status: { } other } => throw new CommandFailedException($"{what}: the auction is {other}, not closed."),
            _ => throw Unexpected(what, answer),
        } : throw Unexpected(what, answer);
    }

    private static string PathOf(string id) => $"v1/auctions/{Uri.EscapeDataString(id)}";

    private HttpRequestMessage Post<T>(string path, string person, string? key, T? body) where T : class
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (tokens is null)
        {
            request.Headers.TryAddWithoutValidation("X-User", person);
        }
        else
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Of(person));
        }

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }

        return request;
    }

    private static CommandFailedException Unexpected(string what, Answer answer, string hint = "") =>
        new($"{what}: the server answered {answer}{hint}");

    /// <summary>The same for every run: the same key asks for the same body.</summary>
    private sealed record Terms(
        string Title, string Currency, string Format, long OpeningPrice, string Increments, string ClosesAt)
    {
        public static Terms Of(RecordedAuction auction) =>
            new(auction.Title, "USD", "english", auction.OpeningPrice, "ebay-us", "2099-12-31T00:00:00Z");
    }

    private sealed record Bid(long Amount);

    private sealed record Created(string? Id);

    private sealed record View(string? Status, long? Price);
}
