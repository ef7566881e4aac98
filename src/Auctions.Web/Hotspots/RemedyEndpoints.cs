using Auctions.Core;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;
using Auctions.Web.Api;
using Auctions.Web.Http;
using Auctions.Web.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Auctions.Web.Hotspots;

/// <summary>What operators do about a hot auction.</summary>
internal static class RemedyEndpoints
{
    private const int ReasonLengthMax = 500;
    private const int ProcessLengthMax = 200;
    private const int ShardsMax = 256;

    public static void MapRemedies(this IEndpointRouteBuilder routes) => routes
        .MapPost("/ops/hotspots/remedies", RemedyAsync)
        .RequireAuthorization(People.ScopeOperate)
        .WithSummary("Pins, conflates or migrates a hot auction, or says what that would do.")
        .Accepts<RemedyRequest>("application/json")
        .Produces<RemedyBody>()
        .WithProblems(400, 401, 403, 409, 413, 415, 503);

    private static async Task<IResult> RemedyAsync(
        HttpContext http, [FromServices] IHotspots hotspots, ApiContext api)
    {
        var (wanted, problem) = await RequestBody.ReadAsync(http.Request, Parse);
        if (problem is not null)
        {
            return problem;
        }

        // Once begun it is gone through with, also if whoever asked for it does not wait.
        var (remedy, isDryRun) = wanted!;
        var report = isDryRun
            ? await hotspots.PlanAsync(remedy, http.RequestAborted)
            : await hotspots.ApplyAsync(remedy, $"{api.People.IdOf(http.User)}", CancellationToken.None);
        return report.Refusal is { } refusal && !isDryRun
            ? Refused(refusal)
            : new JsonAnswer<RemedyBody>(
                new RemedyBody(report.Refusal, report.Steps, report.IsDone, api.Auctions.Now.UtcDateTime),
                ApiJson.Default.RemedyBody);
    }

    private static Problem Refused(string why) =>
        new(StatusCodes.Status409Conflict, "remedy-refused", "The remedy was not carried out.") { Detail = why };

    private static Wanted? Parse(JsonFields fields)
    {
        var kind = ParseKind(fields);
        var auction = ParseAuction(fields);
        var reason = ParseReason(fields);
        var shard = ParseNumber(fields, "shard", 0, ShardsMax - 1);
        var process = ParseProcess(fields);
        var views = ParseNumber(fields, "viewsPerSecond", 1, Conflation.Usual);
        var isDryRun = fields.Flag("dryRun", required: true);
        if (kind is { } known)
        {
            RefuseOthers(fields, known, "shard", RemedyKind.Pin, shard is not null);
            RefuseOthers(fields, known, "process", RemedyKind.Migrate, process is not null);
            RefuseOthers(fields, known, "viewsPerSecond", RemedyKind.Conflate, views is not null);
            if (known == RemedyKind.Conflate)
            {
                fields.Integer("viewsPerSecond", required: true);
            }
        }

        if (kind is null || auction is null || reason is null || isDryRun is null)
        {
            return null;
        }

        var remedy = new Remedy(kind.Value, auction.Value, reason)
        {
            Shard = shard,
            Process = process,
            ViewsPerSecond = views,
        };
        return new Wanted(remedy, isDryRun.Value);
    }

    private static RemedyKind? ParseKind(JsonFields fields)
    {
        switch (fields.Text("kind", required: true))
        {
            case "pin":
                return RemedyKind.Pin;
            case "conflate":
                return RemedyKind.Conflate;
            case "migrate":
                return RemedyKind.Migrate;
            case not null:
                fields.Add("kind", "Must be pin, conflate or migrate.");
                return null;
            default:
                return null;
        }
    }

    private static AuctionId? ParseAuction(JsonFields fields)
    {
        if (fields.Text("auction", required: true) is not { } text)
        {
            return null;
        }

        if (AuctionId.TryParse(text, out var auction))
        {
            return auction;
        }

        fields.Add("auction", "Must be an auction's id, as its page's address has it.");
        return null;
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

    private static string? ParseProcess(JsonFields fields)
    {
        var process = fields.Text("process");
        if (process is { Length: 0 or > ProcessLengthMax })
        {
            fields.Add("process", "Must be the name of a process that reports, or left out.");
        }

        return process;
    }

    private static int? ParseNumber(JsonFields fields, string name, int least, int most)
    {
        var number = fields.Integer(name);
        if (number is not null && (number < least || number > most))
        {
            fields.Add(name, $"Must be {least} to {most}.");
            return null;
        }

        return (int?)number;
    }

    private static void RefuseOthers(JsonFields fields, RemedyKind kind, string name, RemedyKind itsKind, bool isThere)
    {
        if (isThere && kind != itsKind)
        {
            fields.Add(name, $"It belongs to {itsKind.ToString().ToLowerInvariant()}; leave it out.");
        }
    }

    private sealed record Wanted(Remedy Remedy, bool IsDryRun);
}
