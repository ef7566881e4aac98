using Auctions.Core;
using Auctions.Web.Http;
using Auctions.Web.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Auctions.Web.Api;

/// <summary>
/// What operators do to a running auction, and the two things its seller may. All can be sent again safely.
/// </summary>
internal static class OperatorEndpoints
{
    private const int ReasonLengthMax = 500;

    public static void MapOperators(this IEndpointRouteBuilder routes)
    {
        Describe(
            routes.MapPost("/v1/auctions/{id}/close", (string id, HttpContext http, ApiContext api) =>
                WithoutBodyAsync(id, http, api, by => new CloseNow(by))),
            "Lets the hammer fall now.");
        Describe(
            routes.MapPost("/v1/auctions/{id}/pause", (string id, HttpContext http, ApiContext api) =>
                WithoutBodyAsync(id, http, api, by => new Pause(by))),
            "Stops the clock; bids are refused meanwhile.");
        Describe(
            routes.MapPost("/v1/auctions/{id}/resume", (string id, HttpContext http, ApiContext api) =>
                WithoutBodyAsync(id, http, api, by => new Resume(by))),
            "Starts the clock again and moves the end by the pause.");
        Describe(
            routes.MapPost("/v1/auctions/{id}/extend", ExtendAsync).Accepts<ExtendRequest>("application/json"),
            "Moves the end to a later time.");
        Describe(
            routes.MapPost("/v1/auctions/{id}/cancel", CancelAsync).Accepts<CancelRequest>("application/json"),
            "Withdraws the lot: an operator at any time, the seller while there is no bid.",
            scope: null);
        Describe(
            routes.MapPut("/v1/auctions/{id}/reserve", ReserveAsync).Accepts<ReserveRequest>("application/json"),
            "Lowers the reserve, or drops it with 0; the seller only.",
            People.ScopeSell);
    }

    private static void Describe(RouteHandlerBuilder route, string summary, string? scope = People.ScopeOperate)
    {
        route.WithSummary(summary).Produces<ViewBody>().WithProblems(400, 401, 403, 404, 409, 413, 415, 503);
        _ = scope is null ? route.RequireAuthorization() : route.RequireAuthorization(scope);
    }

    private static async Task<IResult> WithoutBodyAsync(
        string id, HttpContext http, ApiContext api, Func<PersonId, AuctionCommand> command) =>
        await RequestBody.ReadNothingAsync(http.Request) is { } problem
            ? problem
            : await api.SubmitAsync(id, command(api.People.IdOf(http.User)), http);

    private static async Task<IResult> ExtendAsync(string id, HttpContext http, ApiContext api)
    {
        var (closesAt, problem) = await RequestBody.ReadAsync(
            http.Request, fields => ParseEnd(fields, api.Auctions.Now));
        return problem is null
            ? await api.SubmitAsync(id, new ExtendEnd(api.People.IdOf(http.User), closesAt!.Value), http)
            : problem;
    }

    private static async Task<IResult> CancelAsync(string id, HttpContext http, ApiContext api)
    {
        var isOperator = People.HasScope(http.User, People.ScopeOperate);
        if (!isOperator && !People.HasScope(http.User, People.ScopeSell))
        {
            return CommonProblems.ScopeMissing;
        }

        var (reason, problem) = await RequestBody.ReadAsync(http.Request, ParseReason);
        return problem is null
            ? await api.SubmitAsync(id, new Withdraw(api.People.IdOf(http.User), isOperator, reason!), http)
            : problem;
    }

    private static async Task<IResult> ReserveAsync(string id, HttpContext http, ApiContext api)
    {
        var (amount, problem) = await RequestBody.ReadAsync(
            http.Request, static fields => fields.Amount("amount", required: true, least: 0));
        return problem is null
            ? await api.SubmitAsync(id, new LowerReserve(api.People.IdOf(http.User), amount!.Value), http)
            : problem;
    }

    private static DateTimeOffset? ParseEnd(JsonFields fields, DateTimeOffset now)
    {
        var closesAt = fields.Instant("closesAt", required: true);
        if (closesAt - now > TermsCheck.OpenMax)
        {
            fields.Add("closesAt", "The end lies at most 100 years ahead.");
        }

        return closesAt;
    }

    private static string? ParseReason(JsonFields fields)
    {
        var reason = fields.Text("reason", required: true);
        if (reason is not null && (string.IsNullOrWhiteSpace(reason) || reason.Length > ReasonLengthMax))
        {
            fields.Add("reason", $"A reason has 1 to {ReasonLengthMax} characters.");
        }

        return reason;
    }
}
