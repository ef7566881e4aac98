using Auctions.Scenarios.Support;

namespace Auctions.Scenarios;

/// <summary>Who may call what: every endpoint with nobody, and with a token of each scope alone.</summary>
public abstract class AccessScenarios(IScenarioHost host) : Scenario(host)
{
    private static readonly string Unknown = $"/v1/auctions/{Guid.CreateVersion7()}";

    // Method, path, the scopes any of which suffices ("": everyone may).
    public static TheoryData<string, string, string> Endpoints => new()
    {
        { "POST", "/v1/auctions", "sell" },
        { "GET", "/v1/auctions", "" },
        { "GET", Unknown, "" },
        { "GET", $"{Unknown}/bids", "" },
        { "GET", $"{Unknown}/live", "" },
        { "POST", $"{Unknown}/bids", "bid" },
        { "POST", $"{Unknown}/buy-it-now", "bid" },
        { "GET", "/v1/users/me/bids", "bid" },
        { "POST", $"{Unknown}/close", "operate" },
        { "POST", $"{Unknown}/extend", "operate" },
        { "POST", $"{Unknown}/pause", "operate" },
        { "POST", $"{Unknown}/resume", "operate" },
        { "POST", $"{Unknown}/cancel", "operate sell" },
        { "PUT", $"{Unknown}/reserve", "sell" },
        { "GET", "/ops/hotspots", "operate" },
        { "GET", "/ops/hotspots/history", "operate" },
        { "GET", "/ops/hotspots/live?window=0", "operate" },
        { "POST", "/ops/hotspots/remedies", "operate" },
        { "GET", "/internal/scaling", "operate" },
        { "GET", "/healthz/startup", "" },
        { "GET", "/healthz/live", "" },
        { "GET", "/healthz/ready", "" },
        { "GET", "/openapi/v1.json", "" },
        { "GET", "/", "" },
        { "GET", "/auctions/some", "" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task An_endpoint_asks_for_its_scope(string method, string path, string scopes)
    {
        var anonymous = await SendAsync(method, path, null);
        if (scopes.Length > 0)
        {
            anonymous.Is(401, "token-missing");
            Assert.StartsWith("Bearer", anonymous.Header("WWW-Authenticate"));
        }
        else
        {
            AssertAllowed(anonymous);
        }

        foreach (var scope in (string[])["", "bid", "sell", "operate", "bids", "Bid", "bid,sell,operate"])
        {
            var reply = await SendAsync(method, path, Host.Tokens.Bearer("anna", scope));
            if (scopes.Length > 0 && !scopes.Split(' ').Contains(scope))
            {
                reply.Is(403, "scope-missing");
            }
            else
            {
                AssertAllowed(reply);
            }
        }
    }

    [Fact]
    public async Task In_development_a_name_stands_for_a_token_with_every_scope()
    {
        foreach (var endpoint in Endpoints)
        {
            AssertAllowed(await SendAsync((string)endpoint[0], (string)endpoint[1], "anna"));
        }
    }

    private static void AssertAllowed(Reply reply) => Assert.False(
        reply.Status == 401 || (reply.Status == 403 && reply.Code == "scope-missing"), reply.ToString());

    private Task<Reply> SendAsync(string method, string path, string? user) =>
        Api.SendAsync(new HttpMethod(method), path, user, "k1", method == "GET" ? null : Api.Json("{}"));
}
