using Auctions.Core;
using Auctions.Web.Http;
using Auctions.Web.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Auctions.Web.Api;

/// <summary>Bids and buy-it-now.</summary>
internal static class BidEndpoints
{
    public static void MapBids(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/auctions/{id}/bids", PlaceBidAsync)
            .RequireAuthorization(People.ScopeBid)
            .WithMetadata(new BidMeter.Mark())
            .WithSummary("Bids up to an amount. Needs Idempotency-Key.")
            .Accepts<BidRequest>("application/json")
            .Produces<BidBody>(201)
            .WithProblems(400, 401, 403, 404, 409, 413, 415, 422, 503);
        routes.MapPost("/v1/auctions/{id}/buy-it-now", BuyNowAsync)
            .RequireAuthorization(People.ScopeBid)
            .WithMetadata(new BidMeter.Mark())
            .WithSummary("Buys the lot at its buy-it-now price. Needs Idempotency-Key.")
            .Produces<BidBody>(201)
            .WithProblems(400, 401, 403, 404, 409, 413, 415, 422, 503);
    }

    private static async Task<IResult> PlaceBidAsync(string id, HttpContext http, ApiContext api)
    {
        var (amount, problem) = await RequestBody.ReadAsync(
            http.Request, static fields => fields.Amount("amount", required: true), UsualBody.Amount);
        return await SubmitAsync(
            id, http, api, problem, (bidder, key, stamp) => new PlaceBid(bidder, key, amount!.Value, stamp));
    }

    private static async Task<IResult> BuyNowAsync(string id, HttpContext http, ApiContext api)
    {
        var problem = await RequestBody.ReadNothingAsync(http.Request);
        return await SubmitAsync(
            id, http, api, problem, static (bidder, key, stamp) => new BuyNow(bidder, key, stamp));
    }

    // To be called when the whole request is read and its sender is known: that is when the bid arrived.
    private static async Task<IResult> SubmitAsync(
        string id,
        HttpContext http,
        ApiContext api,
        Problem? bodyProblem,
        Func<PersonId, BidKey, DateTimeOffset, KeyedCommand> command)
    {
        var stamp = api.Auctions.Now;
        var (key, keyProblem) = IdempotencyKey.Of(http.Request);
        if ((keyProblem ?? bodyProblem) is { } wrong)
        {
            return wrong;
        }

        if (!AuctionId.TryParse(id, out var auction))
        {
            return Problem.UnknownAuction;
        }

        var bidder = api.People.IdOf(http.User);
        var keyed = command(bidder, BidKey.Of(bidder, auction, key!), stamp);
        return await api.SubmitAsync(auction, keyed, http);
    }
}
