using System.Net;
using System.Net.Http.Headers;
using Auctions.Scenarios.Support;
using Auctions.Web.Identity;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Web.Tests.Support;

/// <summary>A host with the API's authentication and two calls that answer who calls, as the API knows them.</summary>
internal sealed class AuthHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();

    private AuthHost(WebApplication app, FakeTimeProvider time, PublishedKeys keys)
    {
        _app = app;
        Time = time;
        Keys = keys;
    }

    public PublishedKeys Keys { get; }

    /// <summary>The clock of what is remembered; what is looked at again is looked at by the real one.</summary>
    public FakeTimeProvider Time { get; }

    public TokenMemory Memory => _app.Services.GetRequiredService<TokenMemory>();

    public static async Task<AuthHost> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Configuration["Auth:Authority"] = PublishedKeys.Issuer;
        builder.Configuration["Auth:Audience"] = TokenAuthority.Audience;
        var (time, keys) = (new FakeTimeProvider(DateTimeOffset.UtcNow), new PublishedKeys());
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton(new People(new byte[32]));
        builder.Services.AddAuctionsAuth(builder.Configuration, isDevelopment: true);
        builder.Services.PostConfigure<JwtBearerOptions>(
            JwtBearerDefaults.AuthenticationScheme, options => options.ConfigurationManager = keys);
        var host = new AuthHost(builder.Build(), time, keys);
        host._app.UseAuthentication();
        host._app.UseAuthorization();
        host._app.MapPost("/bid", Answer).RequireAuthorization(People.ScopeBid);
        host._app.MapPost("/sell", Answer).RequireAuthorization(People.ScopeSell);
        await host._app.StartAsync();
        host._http.BaseAddress = new Uri(host._app.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return host;
    }

    /// <summary>Calls with a token in the header; answers the status.</summary>
    public async Task<int> CallAsync(string token, string path = "/bid") => (await AskAsync(token, path)).Status;

    /// <summary>Calls with a token in the header.</summary>
    public Task<(int Status, string Who)> AskAsync(string token, string path = "/bid") => SendAsync(
        path, request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token));

    /// <summary>Calls with a token in the cookie.</summary>
    public Task<(int Status, string Who)> AskByCookieAsync(string token) => SendAsync(
        "/bid", request => request.Headers.Add("Cookie", $"{AuthSetup.CookieName}={token}"));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        Keys.Dispose();
    }

    private static string Answer(HttpContext http, People people) =>
        AuthSetup.IsForged(http) ? "forged" : people.IdOf(http.User).ToString();

    private async Task<(int Status, string Who)> SendAsync(string path, Action<HttpRequestMessage> identify)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        identify(request);
        using var answer = await _http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
