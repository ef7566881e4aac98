using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;
using Auctions.Web.Http;
using Microsoft.AspNetCore.Http;

namespace Auctions.Web.Api;

/// <summary>The one place that says which answer of the engine becomes which answer of the API.</summary>
internal sealed class Answers(IAuctions auctions, SellerNames names)
{
    private static readonly TimeSpan RetrySoon = TimeSpan.FromSeconds(1);

    /// <param name="answer">The engine's answer.</param>
    /// <param name="http">Where it goes.</param>
    /// <param name="isCreation">Whether an auction was to be created.</param>
    public async ValueTask<IResult> ToResultAsync(Answer answer, HttpContext http, bool isCreation = false) =>
        answer switch
        {
            BidAnswer bid => ToResult(bid, http),
            ViewAnswer view => await ToResultAsync(view, http, isCreation),
            RefusedAnswer refused => ToProblem(refused),
            InvalidTermsAnswer invalid => Problem.Invalid(
                [.. invalid.Problems.Select(problem => new FieldProblem(problem.Field, problem.Detail))]),
            TooManyBidsAnswer tooMany => new Problem(429, "too-many-bids", "You bid faster than this auction allows.")
            {
                RetryAfter = tooMany.RetryAfter,
            },
            UnavailableAnswer unavailable => ToProblem(unavailable.Reason),
            _ => throw new InvalidOperationException($"The API does not know the answer {answer.GetType().Name}."),
        };

    public static Problem ToProblem(Unavailability reason) => reason switch
    {
        Unavailability.Busy => Unavailable("busy", "Too much is going on; nothing was done."),
        Unavailability.ShardUnavailable => Unavailable(
            "shard-unavailable", "This auction's shard cannot write now; nothing was done."),
        Unavailability.Moving => Unavailable("moving", "This auction is moving; nothing was done."),
        Unavailability.OutcomeUnknown => Unavailable(
            "outcome-unknown", "It may have been done. Send the same request with the same key to learn which."),
    };

    private static Problem Unavailable(string code, string title) => new(503, code, title) { RetryAfter = RetrySoon };

    private static Problem ToProblem(RefusedAnswer refused)
    {
        var (status, code, title) = refused.Refusal switch
        {
            Refusal.UnknownAuction => (404, "unknown-auction", "There is no such auction."),
            Refusal.IdempotencyKeyReused => (
                422, "idempotency-key-reused", "This key was used for something else; make a new key."),
            Refusal.OwnAuction => (403, "own-auction", "Nobody bids on the own lot."),
            Refusal.Cancelled => (409, "cancelled", "The lot was withdrawn."),
            Refusal.Closed => (409, "closed", "The auction is closed."),
            Refusal.Paused => (409, "paused", "The auction is paused."),
            Refusal.NotOpen => (409, "not-open", "The auction is not open yet."),
            Refusal.AuctionFull => (409, "auction-full", "This auction holds as many bids as it may."),
            Refusal.NotAboveOwnMaximum => (
                409, "not-above-own-maximum", "You lead; a new maximum must be above your own."),
            Refusal.BelowMinimum => (409, "below-minimum", "The amount is below the minimum bid."),
            Refusal.BuyItNowUnavailable => (
                409, "buy-it-now-unavailable", "The lot cannot be bought at once (any more)."),
            Refusal.NotSeller => (403, "not-seller", "Only the seller of this lot may do that."),
            Refusal.HasBids => (409, "has-bids", "A lot with bids can only be withdrawn by an operator."),
            Refusal.ReserveNotLower => (409, "reserve-not-lower", "A reserve can only be lowered."),
            Refusal.EndNotLater => (409, "end-not-later", "The end can only be moved to a later time."),
        };
        return new Problem(status, code, title) { Price = refused.Price, MinimumBid = refused.MinimumBid };
    }

    private async ValueTask<IResult> ToResultAsync(ViewAnswer answer, HttpContext http, bool isCreation)
    {
        var view = answer.View;
        http.Response.Headers.ETag = $"\"{view.Sequence}\"";
        if (isCreation)
        {
            http.Response.Headers.Location = $"/v1/auctions/{view.Id}";
            SetReplayed(http, answer.Replayed);
        }

        var body = ViewBody.Of(view, await names.OfAsync(view.Seller), auctions.Now);
        return new JsonAnswer<ViewBody>(body, ApiJson.Default.ViewBody, isCreation ? 201 : 200);
    }

    private JsonAnswer<BidBody> ToResult(BidAnswer answer, HttpContext http)
    {
        SetReplayed(http, answer.Replayed);
        var bid = answer.Bid;
        var body = new BidBody
        {
            BidId = BidId.Of(bid.At, bid.Key),
            Sequence = bid.Sequence,
            Status = bid.Status switch
            {
                BidStatus.Leading => "leading",
                BidStatus.Outbid => "outbid",
                BidStatus.Won => "won",
            },
            Price = bid.Price,
            MinimumBid = answer.MinimumBid,
            ClosesAt = bid.ClosesAt.UtcDateTime,
            ReserveMet = bid.ReserveMet,
            Replayed = answer.Replayed,
            ServerTime = auctions.Now.UtcDateTime,
        };
        return new JsonAnswer<BidBody>(body, ApiJson.Default.BidBody, 201);
    }

    private static void SetReplayed(HttpContext http, bool replayed)
    {
        if (replayed)
        {
            http.Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        }
    }
}
