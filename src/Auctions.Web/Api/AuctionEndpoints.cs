using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Web.Http;
using Auctions.Web.Identity;
using Auctions.Web.Limits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Auctions.Web.Api;

/// <summary>Auctions: create, look at, list.</summary>
internal static class AuctionEndpoints
{
    public static void MapAuctions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/auctions", CreateAsync)
            .RequireAuthorization(People.ScopeSell)
            .WithSummary("Creates an auction. Needs Idempotency-Key.")
            .Accepts<CreateRequest>("application/json")
            .Produces<ViewBody>(201)
            .WithProblems(400, 401, 403, 413, 415, 422, 503);
        routes.MapGet("/v1/auctions/{id}", ViewAsync)
            .WithSummary("The durable public view, at least as new as sequence 'after'.")
            .Produces<ViewBody>()
            .WithProblems(400, 404, 503);
        routes.MapGet("/v1/auctions", ListAsync)
            .WithMetadata(RequestPrice.List)
            .WithSummary("Auctions of all shards by their ends; only those whose titles hold every word of 'search'.")
            .Produces<AuctionListBody>()
            .WithProblems(400, 503);
        routes.MapGet("/v1/auctions/{id}/bids", HistoryAsync)
            .WithSummary("Accepted bids, newest first, at least as new as sequence 'after'; never a maximum.")
            .Produces<HistoryBody>()
            .WithProblems(400, 404, 503);
        routes.MapGet("/v1/users/me/bids", OwnBidsAsync)
            .RequireAuthorization(People.ScopeBid)
            .WithSummary("The caller's own bids, own maxima included, last bid first; on one auction with 'auction'.")
            .Produces<OwnBidsBody>()
            .WithProblems(400, 401, 403, 503);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, ApiContext api)
    {
        var (key, keyProblem) = IdempotencyKey.Of(http.Request);
        var seller = api.People.IdOf(http.User);
        var (parsed, problem) = await RequestBody.ReadAsync(
            http.Request, fields => TermsParser.Parse(fields, seller));
        if ((keyProblem ?? problem) is { } wrong)
        {
            return wrong;
        }

        var request = new AuctionRequest(
            People.NameOf(http.User), HashKey(seller, key!), parsed!.Hash(), parsed.Terms, parsed.OpensNow);
        return await api.AnswerAsync(
            api.Auctions.CreateAsync(request, CancellationToken.None), http, isCreation: true);
    }

    private static async Task<IResult> ViewAsync(string id, string? after, HttpContext http, ApiContext api)
    {
        var problems = new List<FieldProblem>();
        var sequence = Paging.ParseAfter(after, problems);
        if (problems.Count > 0)
        {
            return Problem.Invalid(problems);
        }

        return AuctionId.TryParse(id, out var auction)
            ? await api.ToResultAsync(await api.ViewAsync(auction, sequence), http)
            : Problem.UnknownAuction;
    }

    private static async Task<IResult> ListAsync(
        string? search,
        string? status,
        string? seller,
        string? sort,
        string? limit,
        string? cursor,
        HttpContext http,
        ApiContext api)
    {
        var problems = new List<FieldProblem>();
        var titles = Paging.ParseSearch(search, problems);
        var listed = Paging.ParseStatus(status, problems);
        var most = Paging.ParseLimit(limit, problems);
        var after = Paging.ParseDue(cursor, problems);
        if (sort is not (null or "closesAt"))
        {
            problems.Add(new FieldProblem("/sort", "Must be \"closesAt\"."));
        }

        if (problems.Count > 0)
        {
            return Problem.Invalid(problems);
        }

        var now = api.Auctions.Now;
        var query = new AuctionQuery(listed, seller, after, most, now, titles);
        var page = await api.ReadModels.ListAsync(query, http.RequestAborted);
        var body = new AuctionListBody
        {
            Items = await ViewBody.OfAsync(page.Items, api.Names, now),
            NextCursor = page.Next is { } next ? Paging.Cursor(next.ClosesAt, next.Id) : null,
            Partial = page.MissingShards.Count > 0,
            MissingShards = page.MissingShards,
            AsOf = Earlier(page.AsOf, now).UtcDateTime,
            ServerTime = now.UtcDateTime,
        };
        return TypedResults.Json(body, ApiJson.Default.AuctionListBody);
    }

    private static async Task<IResult> HistoryAsync(
        string id, string? after, string? limit, string? cursor, HttpContext http, ApiContext api)
    {
        var problems = new List<FieldProblem>();
        var sequence = Paging.ParseAfter(after, problems);
        var most = Paging.ParseLimit(limit, problems);
        var before = 0L;
        if (cursor is not null && !TryParseCount(cursor, long.MaxValue, out before))
        {
            problems.Add(Paging.BadCursor);
        }

        if (problems.Count > 0)
        {
            return Problem.Invalid(problems);
        }

        if (!AuctionId.TryParse(id, out var auction))
        {
            return Problem.UnknownAuction;
        }

        var own = http.User.Identity is { IsAuthenticated: true }
            ? api.RecentBids.LastOf(api.People.IdOf(http.User), auction)
            : 0;
        var query = new HistoryQuery(auction, cursor is null ? null : before, most, sequence, own);
        var page = await api.ReadModels.HistoryAsync(query, http.RequestAborted);
        if (page.Items.Count == 0 && await api.ViewAsync(auction, 0)
            is Engine.Actor.RefusedAnswer { Refusal: Refusal.UnknownAuction })
        {
            return Problem.UnknownAuction;
        }

        if (page.IsBehind)
        {
            return Answers.ToProblem(Engine.Actor.Unavailability.Busy);
        }

        var now = api.Auctions.Now;
        var body = new HistoryBody
        {
            Items = [.. page.Items.Select(HistoryItem.Of)],
            NextCursor = page.Next?.ToString(CultureInfo.InvariantCulture),
            AsOf = Earlier(page.AsOf, now).UtcDateTime,
            ServerTime = now.UtcDateTime,
        };
        return TypedResults.Json(body, ApiJson.Default.HistoryBody);
    }

    private static async Task<IResult> OwnBidsAsync(
        string? auction, string? limit, string? cursor, HttpContext http, ApiContext api)
    {
        var problems = new List<FieldProblem>();
        var only = Paging.ParseAuction(auction, problems);
        var most = Paging.ParseLimit(limit, problems);
        var after = Paging.ParseDue(cursor, problems);
        if (auction is not null && after is not null)
        {
            problems.Add(new FieldProblem("/cursor", "Leave it out beside \"auction\": there is one page."));
        }

        if (problems.Count > 0)
        {
            return Problem.Invalid(problems);
        }

        var bidder = api.People.IdOf(http.User);
        OwnBidsCursor? position = after is { } at ? new OwnBidsCursor(at.ClosesAt, at.Id) : null;
        var page = only is { } one
            ? await api.ReadModels.OwnBidsOnAsync(bidder, one, http.RequestAborted)
            : await api.ReadModels.OwnBidsAsync(bidder, position, most, http.RequestAborted);
        var now = api.Auctions.Now;
        var body = new OwnBidsBody
        {
            Items = [.. page.Items.Select(own => ToItem(own, now))],
            NextCursor = page.Next is { } next ? Paging.Cursor(next.LastBidAt, next.Id) : null,
            Partial = page.MissingShards.Count > 0,
            MissingShards = page.MissingShards,
            ServerTime = now.UtcDateTime,
        };
        return TypedResults.Json(body, ApiJson.Default.OwnBidsBody);
    }

    private static OwnBidsItem ToItem(OwnBids own, DateTimeOffset now) => new()
    {
        AuctionId = own.View.Id.Value,
        Title = own.View.Title,
        Currency = own.View.Currency,
        Status = own.View.StatusAt(now),
        Price = own.View.Price,
        ClosesAt = own.View.ClosesAt.UtcDateTime,
        Bidder = ViewBody.BidderName(own.BidderNumber),
        Leading = own.View.LeaderNumber == own.BidderNumber,
        Maximum = own.Maximum,
        Bids = own.Bids,
        LastSequence = own.LastSequence,
        LastBidAt = own.LastBidAt.UtcDateTime,
    };

    // The store may have looked at its clock a moment after the answer's time was taken.
    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static UInt128 HashKey(PersonId seller, string key) => BinaryPrimitives.ReadUInt128BigEndian(
        SHA256.HashData(Encoding.ASCII.GetBytes($"{seller}/{key}")));

    internal static bool TryParseCount(string text, long most, out long count) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count <= most;
}
