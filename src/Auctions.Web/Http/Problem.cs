using Auctions.Engine.Ports;
using Microsoft.AspNetCore.Http;

namespace Auctions.Web.Http;

/// <summary>One thing wrong with a request.</summary>
/// <param name="Pointer">JSON pointer into the body, or "/name" of a query parameter or header.</param>
/// <param name="Detail">A sentence that says what to do.</param>
public sealed record FieldProblem(string Pointer, string Detail);

/// <summary>An error as RFC 9457 problem details, with a code that stays the same for ever.</summary>
public sealed record ProblemBody
{
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public required string Code { get; init; }

    public string? Detail { get; init; }

    /// <summary>The durable price, where the refusal is about money.</summary>
    public long? Price { get; init; }

    /// <summary>The durable minimum bid, where the refusal is about money.</summary>
    public long? MinimumBid { get; init; }

    public IReadOnlyList<FieldProblem>? Errors { get; init; }

    public required DateTime ServerTime { get; init; }
}

/// <summary>An error on its way out.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">The stable code.</param>
/// <param name="title">What it means, for people.</param>
public sealed class Problem(int status, string code, string title) : IResult
{
    public string? Detail { get; init; }

    public long? Price { get; init; }

    public long? MinimumBid { get; init; }

    public IReadOnlyList<FieldProblem>? Errors { get; init; }

    /// <summary>When to come again; goes out as <c>Retry-After</c> in whole seconds.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static Problem Invalid(params IReadOnlyList<FieldProblem> errors) =>
        new(StatusCodes.Status400BadRequest, "invalid", "The request is not valid.") { Errors = errors };

    public static Problem UnknownAuction { get; } =
        new(StatusCodes.Status404NotFound, "unknown-auction", "There is no such auction.");

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (RetryAfter is { } wait)
        {
            httpContext.Response.Headers.RetryAfter =
                ((int)Math.Max(1, Math.Ceiling(wait.TotalSeconds))).ToString(
                    System.Globalization.CultureInfo.InvariantCulture);
        }

        var body = new ProblemBody
        {
            Type = $"urn:orleans-auctions:problem:{code}",
            Title = title,
            Status = status,
            Code = code,
            Detail = Detail,
            Price = Price,
            MinimumBid = MinimumBid,
            Errors = Errors,
            ServerTime = ((IAuctions)httpContext.RequestServices.GetService(typeof(IAuctions))!).Now.UtcDateTime,
        };
        return new JsonAnswer<ProblemBody>(body, ApiJson.Default.ProblemBody, status, "application/problem+json")
            .ExecuteAsync(httpContext);
    }
}
