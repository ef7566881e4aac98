using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Auctions.Core;

namespace Auctions.Cli.Tests.Support;

/// <summary>Status and JSON body.</summary>
internal sealed record FakeAnswer(int Status, object Body)
{
    public static FakeAnswer Problem(int status, string code, string detail) =>
        new(status, new { title = code, status, code, detail, serverTime = DateTimeOffset.UtcNow });
}

/// <summary>The auctions behind the fake API.</summary>
internal sealed partial class FakeHouse
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly ConcurrentDictionary<string, (string Body, string Id)> created = new();
    private readonly ConcurrentDictionary<string, Auction> auctions = new();
    private readonly ConcurrentDictionary<AuctionId, List<ShownBid>> histories = new();

    public FakeAnswer Answer(Received request)
    {
        var person = request.User ?? request.Authorization ?? (request.IsGet ? "nobody" : null);
        if (person is null) return FakeAnswer.Problem(401, "unauthorized", "Say who you are.");
        if (request.IsCreate) return Create(request, person);
        var match = AuctionPath().Match(request.Path);
        if (!match.Success || !auctions.TryGetValue(match.Groups[1].Value, out var auction))
        {
            return FakeAnswer.Problem(404, "unknown-auction", "There is no such auction.");
        }

        lock (auction)
        {
            return request switch
            {
                { IsHistory: true } => History(auction, request.Query),
                { IsGet: true } => View(auction),
                { IsBid: true } => Bid(auction, request, person),
                _ => Close(auction, person),
            };
        }
    }

    private FakeAnswer Create(Received request, string person)
    {
        if (request.Key is null) return FakeAnswer.Problem(400, "idempotency-key-missing", "Send a key.");
        var mine = created.GetOrAdd($"{person} {request.Key}", _ => (request.Body, Guid.CreateVersion7().ToString()));
        if (mine.Body != request.Body) return FakeAnswer.Problem(422, "idempotency-key-reused", "Use a new key.");
        auctions.GetOrAdd(mine.Id, id =>
        {
            var terms = JsonSerializer.Deserialize<Terms>(request.Body, Json)!;
            var auction = new Auction(new AuctionId(Guid.Parse(id)));
            var now = DateTimeOffset.UtcNow;
            var decision = auction.Decide(
                new CreateAuction(new AuctionTerms(
                    Pseudonym(person),
                    terms.Title,
                    terms.Currency,
                    AuctionFormat.English,
                    terms.OpeningPrice,
                    TableOf(terms.Increments),
                    Reserve: null,
                    BuyItNow: null,
                    now,
                    terms.ClosesAt,
                    SoftClose: null)),
                TurnNow());
            auction.Evolve(decision.Event!);
            return auction;
        });
        return new FakeAnswer(201, new { id = mine.Id, serverTime = DateTimeOffset.UtcNow });
    }

    private FakeAnswer Bid(Auction auction, Received request, string person)
    {
        if (request.Key is null) return FakeAnswer.Problem(400, "idempotency-key-missing", "Send a key.");
        var bidder = Pseudonym(person);
        var key = BidKey.Of(bidder, auction.State.Id, request.Key);
        var amount = JsonSerializer.Deserialize<Amount>(request.Body, Json)!.Value;
        var decision = auction.Decide(new PlaceBid(bidder, key, amount, DateTimeOffset.UtcNow), TurnNow());
        if (decision.Kind == DecisionKind.Accepted)
        {
            auction.Evolve(decision.Event!);
            histories.GetOrAdd(auction.State.Id, _ => []).Add(new ShownBid(
                auction.State.Sequence, $"Bidder {auction.Bids.NumberOf(bidder)}", auction.State.Price));
        }

        auction.Bids.TryFind(key, out var first);
        return decision.Kind switch
        {
            DecisionKind.Refused => FakeAnswer.Problem(
                StatusOf(decision.Refusal), CodeOf(decision.Refusal), "The rules say no."),
            _ => new FakeAnswer(201, new
            {
                bidId = Guid.CreateVersion7(),
                sequence = first.Sequence,
                price = first.Price,
                replayed = decision.Kind == DecisionKind.Repeated,
                serverTime = DateTimeOffset.UtcNow,
            }),
        };
    }

    private static FakeAnswer Close(Auction auction, string person)
    {
        var decision = auction.Decide(new CloseNow(Pseudonym(person)), TurnNow());
        if (decision.Kind == DecisionKind.Accepted)
        {
            auction.Evolve(decision.Event!);
        }

        return View(auction);
    }

    private static FakeAnswer View(Auction auction)
    {
        var view = AuctionView.Of(auction.State);
        return new FakeAnswer(200, new
        {
            id = auction.State.Id.ToString(),
            status = view.StatusAt(DateTimeOffset.UtcNow),
            price = view.Price,
            bidCount = view.BidCount,
            leader = view.LeaderNumber is { } number ? $"Bidder {number}" : null,
            serverTime = DateTimeOffset.UtcNow,
        });
    }

    // The cursor is the sequence before which a page begins.
    private FakeAnswer History(Auction auction, IReadOnlyDictionary<string, string> query)
    {
        var limit = int.Parse(query["limit"], null);
        var before = query.TryGetValue("cursor", out var cursor) ? long.Parse(cursor, null) : long.MaxValue;
        var items = histories.GetOrAdd(auction.State.Id, _ => []).Where(bid => bid.Sequence < before).Reverse()
            .Take(limit).ToArray();
        var next = items.Length == limit ? $"{items[^1].Sequence}" : null;
        return new FakeAnswer(200, new { items, nextCursor = next, serverTime = DateTimeOffset.UtcNow });
    }

    private static IncrementTable TableOf(JsonElement increments) => increments.ValueKind == JsonValueKind.Array
        ? IncrementTable.Of([.. increments.EnumerateArray().Select(row => new IncrementStep(
            row.GetProperty("from").GetInt64(), row.GetProperty("step").GetInt64()))])
        : IncrementTable.EbayUs;

    private static int StatusOf(Refusal refusal) => refusal switch
    {
        Refusal.OwnAuction => 403,
        Refusal.IdempotencyKeyReused => 422,
        _ => 409,
    };

    private static string CodeOf(Refusal refusal) =>
        CapitalInside().Replace(refusal.ToString(), "-$0").ToLowerInvariant();

    private static Turn TurnNow() => new(DateTimeOffset.UtcNow, TimeSpan.FromSeconds(0.5), BidsMax: 1_000_000);

    private static PersonId Pseudonym(string person) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(person))));

    [GeneratedRegex("^/v1/auctions/([0-9a-f-]{36})(/bids|/close)?$")]
    private static partial Regex AuctionPath();

    [GeneratedRegex("(?<=.)[A-Z]")]
    private static partial Regex CapitalInside();

    private sealed record Terms(
        string Title, string Currency, long OpeningPrice, JsonElement Increments, DateTimeOffset ClosesAt);

    private sealed record ShownBid(long Sequence, string Bidder, long Price);

    private sealed record Amount([property: System.Text.Json.Serialization.JsonPropertyName("amount")] long Value);
}
