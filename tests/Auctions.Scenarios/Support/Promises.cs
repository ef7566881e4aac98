namespace Auctions.Scenarios.Support;

/// <summary>What the contract promises of every answer; checked on each one that the suite gets.</summary>
internal static class Promises
{
    // Server and test share a clock or nearly so; this only tells a time from a constant.
    private static readonly TimeSpan ClockDifferenceMax = TimeSpan.FromMinutes(1);

    public static Reply Check(Reply reply)
    {
        var unsafely = SafetyHeaders.Fault(reply.Header, reply.Headers);
        Assert.True(unsafely is null, $"{reply.Request}: {reply.Status}: {unsafely}");
        if (reply.Status is 404 or 503 && reply.ContentType == "text/html" &&
            reply.Request.StartsWith("GET /auctions/", StringComparison.Ordinal))
        {
            // A browser that asked for a page is told in words.
            Assert.Contains("role=\"alert\"", reply.Text);
        }
        else if (reply.Status >= 400 && !reply.Request.Contains("/healthz/"))
        {
            CheckProblem(reply);
        }
        else if (reply.ContentType == "application/json" && !reply.Request.Contains("/openapi/"))
        {
            CheckServerTime(reply);
        }

        return reply;
    }

    private static void CheckProblem(Reply reply)
    {
        // Kestrel refuses some requests before any of our code sees them.
        if (reply.Text.Length == 0 && reply.Request.StartsWith("HEAD ", StringComparison.Ordinal))
        {
            return;
        }

        Assert.Equal("application/problem+json", reply.ContentType);
        Assert.Equal(reply.Status, reply.Number("status"));
        Assert.Matches("^[a-z]+(-[a-z]+)*$", reply.Code);
        Assert.NotEmpty(reply.String("type")!);
        Assert.NotEmpty(reply.String("title")!);
        Assert.True(reply.Status < 500 || reply.Status == 503, reply.ToString());
        Assert.Equal(reply.Status is 429 or 503, reply.Header("Retry-After") is not null);
        Assert.Equal(reply.Code == "invalid", reply.Has("errors"));
        CheckServerTime(reply);
    }

    private static void CheckServerTime(Reply reply)
    {
        Assert.EndsWith("Z", reply.String("serverTime"));
        var difference = (reply.ServerTime - DateTimeOffset.UtcNow).Duration();
        Assert.True(difference < ClockDifferenceMax, $"{reply.Request}: serverTime is {reply.ServerTime}");
    }
}
