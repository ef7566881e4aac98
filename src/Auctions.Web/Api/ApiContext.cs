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
    TimeProvider time,
    IOptions<EngineOptions> options)
{
    private readonly TimeSpan _deadline = TimeSpan.FromMilliseconds(options.Value.AnswerDeadlineMs);

    public IAuctions Auctions => auctions;

    public IReadModels ReadModels => readModels;

    public People People => people;

    public SellerNames Names => names;

    /// <summary>Has an auction decide a command and turns its answer into one of the API's, in time.</summary>
    public async Task<IResult> SubmitAsync(string id, AuctionCommand command, HttpContext http) =>
        AuctionId.TryParse(id, out var auction)
            ? await AnswerAsync(auctions.SubmitAsync(auction, command, CancellationToken.None), http)
            : Problem.UnknownAuction;

    /// <summary>
    /// Waits for an answer of the engine until the deadline; after it nobody can tell what became of the request.
    /// </summary>
    public async Task<IResult> AnswerAsync(ValueTask<Answer> asked, HttpContext http, bool isCreation = false)
    {
        Answer answer;
        try
        {
            answer = asked.IsCompletedSuccessfully ? asked.Result : await asked.AsTask().WaitAsync(_deadline, time);
        }
        catch (TimeoutException)
        {
            answer = new UnavailableAnswer(Unavailability.OutcomeUnknown);
        }

        return await answers.ToResultAsync(answer, http, isCreation);
    }
}
