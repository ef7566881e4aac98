using System.Text.Json.Nodes;
using Auctions.Core;
using Auctions.Scenarios.Support;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>Has the server and the rules decide the same, and notes what the server shows of it.</summary>
internal sealed class Bidding(IWalkedHost host, Secrets secrets, Sights sights, Cast cast)
{
    private int _bids;

    /// <summary>Bids sent so far.</summary>
    public int Sent => Volatile.Read(ref _bids);

    private Api Api => new(host.Url);

    /// <summary>Creates an auction; the opening price and buy-it-now are public, the reserve is not.</summary>
    public async Task<KnownLot> CreateAsync(
        int number, Random chance, bool hasReserve = false, bool hasBuyItNow = false, JsonObject? softClose = null,
        DateTimeOffset? opensAt = null, DateTimeOffset? closesAt = null)
    {
        var seller = cast.Seller(number);
        var opening = secrets.Figure(chance, Secrets.Least * 6 / 5, Secrets.Least * 3 / 2);
        var buyItNow = hasBuyItNow ? secrets.Figure(chance, opening * 2, opening * 3) : (long?)null;
        var reserve = hasReserve ? secrets.Amount(chance, opening, opening * 2) : null;
        var body = Terms.With(
            ("title", $"Lot {number}"),
            ("openingPrice", opening),
            ("increments", new JsonArray(new JsonObject { ["from"] = 1, ["step"] = Secrets.Step })),
            ("reserve", reserve),
            ("buyItNow", buyItNow),
            ("softClose", softClose),
            ("opensAt", opensAt),
            ("closesAt", closesAt ?? DateTimeOffset.UtcNow.AddHours(1)));
        var key = secrets.Text("key");
        var reply = await SendUntilToldAsync(HttpMethod.Post, "/v1/auctions", seller, key, body);
        reply.Is(201);
        var lot = new KnownLot(reply.String("id")!, seller, new AuctionTerms(
            seller.Id, $"Lot {number}", "USD", AuctionFormat.English, opening,
            IncrementTable.Of([new(1, Secrets.Step)]), reserve, buyItNow, reply.Time("opensAt"),
            reply.Time("closesAt"), SoftCloseOf(softClose)));
        sights.Add(lot);

        Assert.True((await SendUntilToldAsync(HttpMethod.Post, "/v1/auctions", seller, key, body)).Is(201).IsReplayed);
        body["reserve"] = secrets.Amount(chance, opening, opening * 2);
        (await SendUntilToldAsync(HttpMethod.Post, "/v1/auctions", seller, key, body))
            .Is(422, "idempotency-key-reused");
        body["reserve"] = secrets.Amount(chance, Secrets.Least, opening - 1);
        (await SendUntilToldAsync(HttpMethod.Post, "/v1/auctions", seller, secrets.Text("key"), body))
            .Is(400, "invalid");
        return lot;
    }

    /// <summary>Places a bid; the answer must be what the rules say.</summary>
    /// <param name="lot">Where.</param>
    /// <param name="bidder">Who.</param>
    /// <param name="amount">The maximum.</param>
    /// <param name="key">The key; null: a new one.</param>
    /// <param name="isLate">Whether it may have come after the end, which only the server knows.</param>
    public async Task<Reply> BidAsync(
        KnownLot lot, Person bidder, long amount, string? key = null, bool isLate = false)
    {
        key ??= secrets.Text("key");
        var bid = new PlaceBid(
            bidder.Id, BidKey.Of(bidder.Id, lot.AuctionId, key), amount, DateTimeOffset.UtcNow);
        var decision = lot.Decide(bid, DateTimeOffset.UtcNow);
        var reply = await SendUntilToldAsync(
            HttpMethod.Post, $"{lot.Path}/bids", bidder, key, new JsonObject { ["amount"] = amount }, lot);
        if (isLate && reply.Code == "closed")
        {
            return reply;
        }

        Check(lot, decision, reply);
        if (decision.Kind == DecisionKind.Accepted)
        {
            lot.Accepted.Add((bidder, key, amount));
        }

        return reply;
    }

    /// <summary>Buys a lot at once; the answer must be what the rules say.</summary>
    public async Task BuyAsync(KnownLot lot, Person buyer)
    {
        var key = secrets.Text("key");
        var buy = new BuyNow(buyer.Id, BidKey.Of(buyer.Id, lot.AuctionId, key), DateTimeOffset.UtcNow);
        var decision = lot.Decide(buy, DateTimeOffset.UtcNow);
        Check(lot, decision, await SendUntilToldAsync(
            HttpMethod.Post, $"{lot.Path}/buy-it-now", buyer, key, null, lot));
    }

    /// <summary>Has an operator do something; the answer must be what the rules say.</summary>
    public async Task OperateAsync(KnownLot lot, string action, AuctionCommand command, JsonObject? body = null)
    {
        var decision = lot.Decide(command, DateTimeOffset.UtcNow);
        var reply = await SendUntilToldAsync(
            HttpMethod.Post, $"{lot.Path}/{action}", cast.Operator, null, body, lot);
        reply.Is(200);
        lot.Apply(decision);
        Assert.Equal(lot.State.Sequence, reply.Number("sequence"));
    }

    /// <summary>Has somebody lower the reserve; the answer must be what the rules say.</summary>
    public async Task LowerReserveAsync(KnownLot lot, Person by, long amount)
    {
        var decision = lot.Decide(new LowerReserve(by.Id, amount), DateTimeOffset.UtcNow);
        var body = new JsonObject { ["amount"] = amount };
        var reply = await SendUntilToldAsync(HttpMethod.Put, $"{lot.Path}/reserve", by, null, body, lot);
        Assert.Equal(decision.Kind == DecisionKind.Refused ? CodeOf(decision.Refusal) : null, reply.Code);
        lot.Apply(decision);
    }

    /// <summary>Sends anything at all.</summary>
    public async Task<Reply> SendAsync(
        HttpMethod method, string path, Person? by, string? key, JsonNode? body, KnownLot? lot = null)
    {
        if (method == HttpMethod.Post && (path.EndsWith("/bids") || path.EndsWith("/buy-it-now")))
        {
            Interlocked.Increment(ref _bids);
        }

        var content = body is null ? null : Api.Json(body.ToJsonString());
        return sights.Add("answer", await Api.SendAsync(method, path, by?.Call, key, content), lot);
    }

    /// <summary>The same, again and again until it is told accepted or refused.</summary>
    public Task<Reply> SendUntilToldAsync(
        HttpMethod method, string path, Person? by, string? key, JsonNode? body, KnownLot? lot = null) =>
        Eventually.IsAsync(
            () => SendAsync(method, path, by, key, body, lot), told => told.Status != 503, Eventually.Deadline);

    private static void Check(KnownLot lot, Decision decision, Reply reply)
    {
        switch (decision.Kind)
        {
            case DecisionKind.Accepted:
                reply.Is(201);
                lot.Apply(decision);
                Assert.Equal(lot.PriceAt(reply.Number("sequence")), reply.Number("price"));
                break;
            case DecisionKind.Repeated:
                Assert.True(reply.Is(201).IsReplayed);
                break;
            case DecisionKind.Refused:
                Assert.Equal(CodeOf(decision.Refusal), reply.Code);
                break;
            case DecisionKind.Held:
                reply.Is(409, "closed");
                break;
            default:
                Assert.Fail($"The rules decide {decision.Kind} where the server says {reply}");
                break;
        }
    }

    // "BelowMinimum" is "below-minimum".
    private static string CodeOf(Refusal refusal) => string.Concat($"{refusal}".Select((letter, at) =>
        char.IsUpper(letter) ? $"{(at > 0 ? "-" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));

    private static SoftClose? SoftCloseOf(JsonObject? body) => body is null
        ? null
        : new SoftClose(
            TimeSpan.FromSeconds(body["windowSeconds"]!.GetValue<int>()),
            TimeSpan.FromSeconds(body["extensionSeconds"]!.GetValue<int>()),
            body["mode"]!.GetValue<string>() == "from-now" ? ExtensionMode.FromNow : ExtensionMode.FromEnd,
            ExtensionsMax: null,
            HardEnd: null);
}
