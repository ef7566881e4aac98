using System.Text;
using System.Text.Json;
using Auctions.Chaos.Recordings;
using Auctions.Core;

namespace Auctions.Chaos.Storms;

/// <summary>Reads the API's answers, without making objects of what is asked most.</summary>
internal static class Answers
{
    /// <summary>Enters the answer to a bid.</summary>
    public static void Enter(Reply reply, ref Sending sending)
    {
        var json = new Utf8JsonReader(reply.Body);
        var code = "";
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != 1)
            {
                continue;
            }

            if (json.ValueTextEquals("bidId"u8))
            {
                json.Read();
                sending.BidId = json.GetGuid();
            }
            else if (json.ValueTextEquals("sequence"u8))
            {
                json.Read();
                sending.Sequence = json.GetInt64();
            }
            else if (json.ValueTextEquals("price"u8))
            {
                sending.Price = ReadNumber(ref json);
            }
            else if (json.ValueTextEquals("minimumBid"u8))
            {
                sending.MinimumBid = ReadNumber(ref json);
            }
            else if (json.ValueTextEquals("closesAt"u8))
            {
                json.Read();
                sending.ClosesAt = json.GetDateTime();
            }
            else if (json.ValueTextEquals("reserveMet"u8))
            {
                json.Read();
                sending.ReserveMet = json.GetBoolean();
            }
            else if (json.ValueTextEquals("replayed"u8))
            {
                json.Read();
                sending.Replayed = json.GetBoolean();
            }
            else if (json.ValueTextEquals("status"u8) && reply.Status == 201)
            {
                json.Read();
                sending.Leads = json.ValueTextEquals("leading"u8);
            }
            else if (json.ValueTextEquals("code"u8))
            {
                json.Read();
                code = json.GetString() ?? "";
            }
            else
            {
                json.Skip();
            }
        }

        sending.Told = reply.Status == 201 ? Told.Accepted : ToldBy(reply.Status, code);
    }

    public static SeenView ReadView(Reply reply, Lot lot, long sentAt, long answeredAt, long after)
    {
        using var json = JsonDocument.Parse(reply.Body);
        var body = json.RootElement;
        var view = new AuctionView(
            new AuctionId(body.GetProperty("id").GetGuid()),
            body.GetProperty("sequence").GetInt64(),
            lot.Terms.Seller,
            body.GetProperty("title").GetString()!,
            body.GetProperty("currency").GetString()!,
            AuctionFormat.English,
            StatusOf(body.GetProperty("status").GetString()!),
            NumberOf(body.GetProperty("price")),
            body.GetProperty("bidCount").GetInt32(),
            body.GetProperty("leader").GetString() is { } leader ? BidderOf(leader) : null,
            NumberOf(body.GetProperty("minimumBid")),
            body.GetProperty("reserveMet").GetBoolean(),
            body.TryGetProperty("buyItNow", out var price) ? NumberOf(price) : null,
            body.GetProperty("opensAt").GetDateTimeOffset(),
            body.GetProperty("closesAt").GetDateTimeOffset(),
            body.GetProperty("extensions").GetInt32());
        return new SeenView(lot.Number, sentAt, answeredAt, after, view);
    }

    public static SeenHistory ReadHistory(Reply reply, Lot lot, long answeredAt, long atLeast)
    {
        using var json = JsonDocument.Parse(reply.Body);
        var bids = json.RootElement.GetProperty("items").EnumerateArray()
            .Select(bid => (
                bid.GetProperty("sequence").GetInt64(),
                BidderOf(bid.GetProperty("bidder").GetString()!),
                bid.GetProperty("price").GetInt64()))
            .ToArray();
        return new SeenHistory(lot.Number, answeredAt, atLeast, bids);
    }

    /// <summary>The own bids of a bidder, as far as they are on known auctions.</summary>
    public static IEnumerable<SeenOwnBids> ReadOwnBids(
        Reply reply, int bidder, IReadOnlyDictionary<Guid, Lot> lots)
    {
        using var json = JsonDocument.Parse(reply.Body);
        foreach (var bids in json.RootElement.GetProperty("items").EnumerateArray())
        {
            yield return new SeenOwnBids(
                lots[bids.GetProperty("auctionId").GetGuid()].Number,
                bidder,
                bids.GetProperty("maximum").GetInt64(),
                bids.GetProperty("bids").GetInt32(),
                bids.GetProperty("lastSequence").GetInt64());
        }
    }

    public static string TextOf(Reply reply) => $"{reply.Status} {Encoding.UTF8.GetString(reply.Body)}";

    private static Told ToldBy(int status, string code) => (status, code) switch
    {
        (409, "below-minimum") => Told.BelowMinimum,
        (409, "not-above-own-maximum") => Told.NotAboveOwnMaximum,
        (409, "closed") => Told.Closed,
        (409, "auction-full") => Told.AuctionFull,
        (422, "idempotency-key-reused") => Told.KeyReused,
        (404, "unknown-auction") => Told.UnknownAuction,
        (503, "busy") => Told.Busy,
        (503, "shard-unavailable") => Told.ShardUnavailable,
        (503, "moving") => Told.Moving,
        (503, "outcome-unknown") => Told.OutcomeUnknown,
        _ => Told.Nonsense,
    };

    private static AuctionStatus StatusOf(string status) => status switch
    {
        "sold" => AuctionStatus.Sold,
        "unsold" => AuctionStatus.Unsold,
        "cancelled" => AuctionStatus.Cancelled,
        "paused" => AuctionStatus.Paused,
        _ => AuctionStatus.Open,
    };

    private static int BidderOf(string name) => int.Parse(name.AsSpan("Bidder ".Length));

    private static long? NumberOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null ? null : value.GetInt64();

    private static long? ReadNumber(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.Null ? null : json.GetInt64();
    }
}
