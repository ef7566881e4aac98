using System.Net.Http.Headers;
using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Scenarios.Support;
using Auctions.Web.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Auctions.Web.Tests;

/// <summary>What breaks lets nobody in, and its answer is as careful as any other.</summary>
public sealed class FailClosedTests
{
    private const string Bids = "/v1/auctions/0198c0de-0000-7000-8000-000000000001/bids";

    [Fact]
    public async Task An_authorization_that_breaks_lets_nobody_in()
    {
        var reached = 0;
        await using var host = await WebHost.StartAsync(more: services =>
            services.AddSingleton<IAuthorizationHandler, Broken>());
        host.Auctions.OnSubmit = _ => Reached(ref reached);

        var answer = await BidAsync(host);

        Assert.Equal((500, 0), (answer.Status, reached));
        Assert.Contains("\"code\":\"internal\"", answer.Text);
        Assert.DoesNotContain("of the test", answer.Text);
    }

    [Fact]
    public async Task Policies_that_cannot_be_had_let_nobody_in()
    {
        var reached = 0;
        await using var host = await WebHost.StartAsync(more: services =>
            services.AddSingleton<IAuthorizationPolicyProvider, Broken>());
        host.Auctions.OnSubmit = _ => Reached(ref reached);

        Assert.Equal((500, 0), ((await BidAsync(host)).Status, reached));
    }

    // The control: with nothing broken the same call gets through.
    [Fact]
    public async Task With_nothing_broken_the_call_gets_through()
    {
        var reached = 0;
        await using var host = await WebHost.StartAsync();
        host.Auctions.OnSubmit = _ => Reached(ref reached);

        Assert.Equal((404, 1), ((await BidAsync(host)).Status, reached));
    }

    [Fact]
    public async Task What_broke_is_told_with_the_same_headers_as_anything_else()
    {
        await using var host = await WebHost.StartAsync();
        host.Auctions.OnSubmit = _ => throw new InvalidOperationException("of the test");

        var answer = await BidAsync(host);

        Assert.Equal(500, answer.Status);
        Assert.Null(SafetyHeaders.Fault(answer.Header, answer.Headers));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_who_comes_by_https_is_told_to_stay_with_it(bool isHttps)
    {
        await using var host = await WebHost.StartAsync(more: services =>
        {
            if (isHttps)
            {
                // As a proxy with TLS does that is known.
                services.AddSingleton<IStartupFilter>(new ByHttps());
            }
        });
        foreach (var path in (string[])["/healthz/live", "/nowhere", "/sell", "/v1/users/me/bids"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            using var message = await host.SendAsync(request);
            var told = (await Reply.ReadAsync(message, default)).Header("Strict-Transport-Security");
            Assert.Equal(isHttps ? "max-age=31536000" : null, told);
        }
    }

    private static RefusedAnswer Reached(ref int reached)
    {
        reached++;
        return new RefusedAnswer(Refusal.UnknownAuction);
    }

    private static async Task<Reply> BidAsync(WebHost host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Bids)
        {
            Content = Scenarios.Support.Api.Json("{\"amount\":5000}"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Keys.Token("anna", "bid"));
        request.Headers.Add("Idempotency-Key", "k1");
        using var message = await host.SendAsync(request);
        return await Reply.ReadAsync(message, default);
    }

    private sealed class Broken : IAuthorizationHandler, IAuthorizationPolicyProvider
    {
        public Task HandleAsync(AuthorizationHandlerContext context) =>
            throw new InvalidOperationException("of the test");

        public Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) =>
            throw new InvalidOperationException("of the test");

        public Task<AuthorizationPolicy> GetDefaultPolicyAsync() => throw new InvalidOperationException("of the test");

        public Task<AuthorizationPolicy?> GetFallbackPolicyAsync() => Task.FromResult<AuthorizationPolicy?>(null);
    }

    private sealed class ByHttps : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((http, then) =>
            {
                http.Request.Scheme = "https";
                return then(http);
            });
            next(app);
        };
    }
}
