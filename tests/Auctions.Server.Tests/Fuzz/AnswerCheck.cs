using System.Text.Json;
using System.Text.RegularExpressions;
using Auctions.Scenarios.Support;

namespace Auctions.Server.Tests.Fuzz;

/// <summary>What every answer is held to, whatever was asked.</summary>
/// <param name="documented">What may be answered.</param>
/// <param name="data">The server's data directory, of which no answer may speak.</param>
internal sealed partial class AnswerCheck(Documented documented, string data)
{
    // The web server's own, for what is no HTTP or too much of it.
    private static readonly int[] BareRefusals = [400, 405, 408, 411, 413, 414, 431, 505];

    /// <summary>What is wrong with an answer; null if nothing is.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="endpoint">Who should have answered; null: anyone.</param>
    /// <param name="isBadHttp">Whether the web server itself may have refused the request.</param>
    /// <param name="isHead">Whether the answer has no body for that.</param>
    public string? Check(FuzzAnswer answer, Endpoint? endpoint, bool isBadHttp, bool isHead)
    {
        if (answer.Headers.ContainsKey("server"))
        {
            return "It says what runs here.";
        }

        if (answer.Text.Contains(data, StringComparison.Ordinal) || Innards().Match(answer.Text) is { Success: true })
        {
            return "It shows what is inside.";
        }

        if (isBadHttp && answer.Text.Length == 0 && BareRefusals.Contains(answer.Status))
        {
            return null;
        }

        if (SafetyHeaders.Fault(
            name => answer.Headers.GetValueOrDefault(name.ToLowerInvariant()),
            string.Join('\n', answer.Headers.Select(header => $"{header.Key}: {header.Value}"))) is { } unsafely)
        {
            return unsafely;
        }

        if (!documented.MayAnswer(endpoint, answer.Status))
        {
            return "No document says that this call may answer so.";
        }

        if (isHead)
        {
            return answer.Text.Length == 0 ? null : "An answer to HEAD has a body.";
        }

        return answer.Status >= 400 ? CheckProblem(answer) : CheckTime(answer);
    }

    private string? CheckProblem(FuzzAnswer answer)
    {
        if (answer is { ContentType: "text/html", Status: 404 or 503 })
        {
            // A browser that asked for a page is told in words.
            return answer.Text.Contains("role=\"alert\"", StringComparison.Ordinal)
                ? null
                : "The page does not say so.";
        }

        if (answer.ContentType != "application/problem+json")
        {
            return "The error is no application/problem+json.";
        }

        using var json = JsonDocument.Parse(answer.Text);
        var problem = json.RootElement;
        var code = problem.GetProperty("code").GetString();
        if (!documented.IsKnown(answer.Status, code))
        {
            return $"docs/http-api.md does not know {answer.Status} {code}.";
        }

        if (answer.Status is 429 or 503 != answer.Headers.ContainsKey("retry-after"))
        {
            return "Retry-After goes with 429 and 503.";
        }

        if ((code == "invalid") != problem.TryGetProperty("errors", out _))
        {
            return "The list of errors goes with \"invalid\".";
        }

        return problem.GetProperty("status").GetInt32() == answer.Status &&
            problem.GetProperty("title").GetString() is { Length: > 0 } &&
            problem.TryGetProperty("serverTime", out _)
            ? null
            : "A member of the problem is missing or wrong.";
    }

    private static string? CheckTime(FuzzAnswer answer)
    {
        if (answer.ContentType != "application/json")
        {
            return null;
        }

        using var json = JsonDocument.Parse(answer.Text);
        return json.RootElement.TryGetProperty("serverTime", out _) || json.RootElement.TryGetProperty("openapi", out _)
            ? null
            : "It does not tell the time.";
    }

    [GeneratedRegex(
        @"\n\s+at |\wException\b|\bSystem\.|Microsoft\.|Kestrel|SQLite|\bSELECT .* FROM|\.cs\b|/tmp/|/home/|/usr/|" +
        @"LineNumber|BytePosition", RegexOptions.IgnoreCase)]
    private static partial Regex Innards();
}
