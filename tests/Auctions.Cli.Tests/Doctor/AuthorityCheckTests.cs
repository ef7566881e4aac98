using Auctions.Cli.Doctor;
using Auctions.Scenarios.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Auctions.Cli.Tests.Doctor;

/// <summary>What is wrong with an identity provider.</summary>
public sealed class AuthorityCheckTests
{
    private static readonly object Rsa = new { kty = "RSA" };
    private static readonly object Elliptic = new { kty = "EC" };
    private static readonly object Secret = new { kty = "oct" };

    [Fact]
    public async Task Keys_that_tokens_can_be_signed_with_are_well()
    {
        await using var provider = await StartAsync([Rsa, Elliptic, Secret]);

        var findings = await CheckAsync(provider.Address);

        findings.AreWell();
        Assert.Contains("publishes 2 keys", Assert.Single(findings).Found);
    }

    [Fact]
    public async Task Secrets_alone_are_a_fault()
    {
        await using var provider = await StartAsync([Secret]);

        (await CheckAsync(provider.Address)).Worst().Is(Severity.Fault, "publishes no RSA or EC key", "RS256");
    }

    [Fact]
    public async Task A_clock_further_away_than_tokens_allow_for_is_a_fault()
    {
        await using var provider = await StartAsync([Rsa], date: TimeProvider.System.GetUtcNow().AddMinutes(2));

        (await CheckAsync(provider.Address)).Worst().Is(Severity.Fault, "away from this machine's", "NTP");
    }

    [Fact]
    public async Task One_that_is_something_else_is_a_fault()
    {
        await using var website = await LocalServer.StartAsync(app =>
            app.Run(http => http.Response.WriteAsync("Hello")));

        (await CheckAsync(website.Address)).Worst().Is(Severity.Fault, "cannot be asked for its keys", "every token");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"issuer":"somebody"}""")]
    [InlineData("""{"issuer":"somebody","jwks_uri":"keys"}""")]
    [InlineData("""{"issuer":"","jwks_uri":"https://example.com/keys"}""")]
    public async Task One_whose_document_lacks_something_is_a_fault(string document)
    {
        await using var provider = await LocalServer.StartAsync(app => app.Run(http =>
        {
            http.Response.ContentType = "application/json";
            return http.Response.WriteAsync(document);
        }));

        Assert.Equal(Severity.Fault, (await CheckAsync(provider.Address)).Worst().Severity);
    }

    [Fact]
    public async Task One_that_is_not_there_is_a_fault() =>
        (await CheckAsync("http://127.0.0.1:9")).Worst()
            .Is(Severity.Fault, "cannot be asked for its keys", "reaches it");

    [Fact]
    public async Task Outside_development_it_has_to_be_set_and_under_TLS()
    {
        (await CheckAsync(Patients.Of(ProgramKind.Server))).Worst()
            .Is(Severity.Fault, "is not set", "Auth:Authority");
        (await CheckAsync(Patients.Of(
            ProgramKind.Server, ("Auth:Authority", "http://example.com"), ("Auth:Audience", "auctions")))).Worst()
            .Is(Severity.Fault, "no https address", "https");
        (await CheckAsync(Patients.Of(ProgramKind.Server, ("ASPNETCORE_ENVIRONMENT", "Development")))).AreWell();
        Assert.Empty(await CheckAsync(Patients.Of(ProgramKind.Silo)));
    }

    private static Task<IReadOnlyList<Finding>> CheckAsync(string address) => CheckAsync(Patients.Of(
        ProgramKind.Server,
        ("ASPNETCORE_ENVIRONMENT", "Development"),
        ("Auth:Authority", address),
        ("Auth:Audience", "auctions")));

    private static async Task<IReadOnlyList<Finding>> CheckAsync(Patient patient)
    {
        using var http = new HttpClient();
        return await AuthorityCheck.RunAsync(patient, http, default);
    }

    private static Task<LocalServer> StartAsync(object[] keys, DateTimeOffset? date = null) =>
        LocalServer.StartAsync(app =>
        {
            app.Use((http, next) =>
            {
                if (date is { } set)
                {
                    http.Response.Headers.Date = set.ToString("R");
                }

                return next(http);
            });
            app.MapGet(
                "/.well-known/openid-configuration",
                (HttpRequest request) => Results.Json(
                    new { issuer = "somebody", jwks_uri = $"http://{request.Host}/keys" }));
            app.MapGet("/keys", () => Results.Json(new { keys }));
        });
}
