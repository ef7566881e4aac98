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

    public FakeAnswer Answer(Received request)
    {
        var person = request.User ?? request.Authorization;
        if (person is null) return FakeAnswer.Problem(401, "unauthorized", "Say who you are.");
        if (request.IsCreate) return Create(request, person);
        var match = AuctionPath().Match(request.Path);
        if (!match.Success || !auctions.TryGetValue(match.Groups[1].Value, out var auction))
        {
            return FakeAnswer.Problem(404, "unknown-auction", "There is no such auction.");
        }

        lock (auction)
        {
            return match.Groups[2].Value == "bids" ? Bid(auction, request, person) : Close(auction, person);
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
                    IncrementTable.EbayUs,
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

    private static FakeAnswer Bid(Auction auction, Received request, string person)
    {
        if (request.Key is null) return FakeAnswer.Problem(400, "idempotency-key-missing", "Send a key.");
        var bidder = Pseudonym(person);
        var key = BidKey.Of(bidder, auction.State.Id, request.Key);
        var amount = JsonSerializer.Deserialize<Amount>(request.Body, Json)!.Value;
        var decision = auction.Decide(new PlaceBid(bidder, key, amount, DateTimeOffset.UtcNow), TurnNow());
        if (decision.Kind == DecisionKind.Accepted)
        {
            auction.Evolve(decision.Event!);
        }

        return decision.Kind switch
        {
            DecisionKind.Refused => FakeAnswer.Problem(
                StatusOf(decision.Refusal), CodeOf(decision.Refusal), "The rules say no."),
            _ => new FakeAnswer(201, new
            {
                bidId = Guid.CreateVersion7(),
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

        var view = AuctionView.Of(auction.State);
        return new FakeAnswer(200, new
        {
            id = auction.State.Id.ToString(),
            status = view.StatusAt(DateTimeOffset.UtcNow),
            price = view.Price,
            serverTime = DateTimeOffset.UtcNow,
        });
    }

    private static int StatusOf(Refusal refusal) => refusal switch
    {
        Refusal.OwnAuction => 403,
        Refusal.IdempotencyKeyReused => 422,
        _ => 409,
    };

    private static string CodeOf(Refusal refusal) =>
        CapitalInside().Replace(refusal.ToString(), "-$0").ToLowerInvariant();

    private static Turn TurnNow() => new(DateTimeOffset.UtcNow, TimeSpan.FromSeconds(0.5), BidsMax: 1_000);

    private static PersonId Pseudonym(string person) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(person))));

    [GeneratedRegex("^/v1/auctions/([0-9a-f-]{36})/(bids|close)$")]
    private static partial Regex AuctionPath();

    [GeneratedRegex("(?<=.)[A-Z]")]
    private static partial Regex CapitalInside();

    private sealed record Terms(string Title, string Currency, long OpeningPrice, DateTimeOffset ClosesAt);

    private sealed record Amount([property: System.Text.Json.Serialization.JsonPropertyName("amount")] long Value);
}
