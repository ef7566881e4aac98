using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;
using Auctions.Web.Http;
using Auctions.Web.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Auctions.Web.Api;

/// <summary>What every endpoint needs.</summary>
internal sealed class ApiContext(
    IAuctions auctions,
    IReadModels readModels,
    People people,
    Answers answers,
    SellerNames names,
    RecentBids recentBids,
    TimeProvider time,
    IOptions<EngineOptions> options)
{
    private readonly TimeSpan _deadline = TimeSpan.FromMilliseconds(options.Value.AnswerDeadlineMs);

    public IAuctions Auctions => auctions;

    public IReadModels ReadModels => readModels;

    public People People => people;

    public SellerNames Names => names;

    public RecentBids RecentBids => recentBids;

    /// <summary>Has an auction decide a command and turns its answer into one of the API's, in time.</summary>
    public async Task<IResult> SubmitAsync(string id, AuctionCommand command, HttpContext http) =>
        AuctionId.TryParse(id, out var auction)
            ? await AnswerAsync(auctions.SubmitAsync(auction, command, CancellationToken.None), http)
            : Problem.UnknownAuction;

    /// <summary>
    /// Has an auction decide a bid, turns its answer into one of the API's, in time, and remembers an accepted one.
    /// </summary>
    public async Task<IResult> SubmitAsync(AuctionId auction, KeyedCommand bid, HttpContext http)
    {
        var answer = await BidMeter.AskAsync(http, auction, () => InTimeAsync(
            auctions.SubmitAsync(auction, bid, CancellationToken.None), Unavailability.OutcomeUnknown));
        if (answer is BidAnswer accepted)
        {
            recentBids.Add(bid.Bidder, auction, accepted.Bid.Sequence);
        }

        return await ToResultAsync(answer, http);
    }

    /// <summary>The durable view, or why there is none, in time.</summary>
    public async Task<Answer> ViewAsync(AuctionId auction, long after) => await InTimeAsync(
        auctions.ViewAsync(auction, after, CancellationToken.None), Unavailability.ShardUnavailable);

    /// <summary>
    /// Waits for an answer of the engine until the deadline; after it nobody can tell what became of the request.
    /// </summary>
    public async Task<IResult> AnswerAsync(ValueTask<Answer> asked, HttpContext http, bool isCreation = false)
    {
        var answer = await InTimeAsync(asked, Unavailability.OutcomeUnknown);
        return await ToResultAsync(answer, http, isCreation);
    }

    public ValueTask<IResult> ToResultAsync(Answer answer, HttpContext http, bool isCreation = false) =>
        answers.ToResultAsync(answer, http, isCreation);

    private async Task<Answer> InTimeAsync(ValueTask<Answer> asked, Unavailability late)
    {
        try
        {
            return asked.IsCompletedSuccessfully ? asked.Result : await asked.AsTask().WaitAsync(_deadline, time);
        }
        catch (TimeoutException)
        {
            return new UnavailableAnswer(late);
        }
    }
}
