using System.Net;
using System.Text;
using System.Text.Json;
using Auctions.Engine;
using Auctions.Engine.Ports;
using Auctions.Scenarios.Support;
using Auctions.Web.Identity;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auctions.Web.Tests.Support;

/// <summary>The whole API of one process over auctions and hotspots that a test scripts.</summary>
internal sealed class WebHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();

    private WebHost(WebApplication app) => _app = app;

    public PublishedKeys Keys { get; } = new();

    public ScriptedAuctions Auctions { get; } = new(TimeProvider.System);

    public ScriptedHotspots Hotspots { get; } = new();

    public IServiceProvider Services => _app.Services;

    public Uri Url => _http.BaseAddress!;

    /// <param name="decidesElsewhere">Whether other processes decide bids.</param>
    /// <param name="more">Services beside the API's, or in place of some.</param>
    public static async Task<WebHost> StartAsync(
        bool decidesElsewhere = false, Action<IServiceCollection>? more = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Configuration["Auth:Authority"] = PublishedKeys.Issuer;
        builder.Configuration["Auth:Audience"] = TokenAuthority.Audience;
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new People(new byte[32]));
        builder.Services.AddSingleton<IReadModels>(new NoReadModels());
        builder.Services.AddOptions<EngineOptions>();
        WebHost? host = null;
        builder.Services.AddSingleton<IAuctions>(_ => host!.Auctions);
        builder.Services.AddSingleton<IHotspots>(_ => host!.Hotspots);
        builder.Services.AddAuctionsWeb(builder.Configuration, isDevelopment: true, decidesElsewhere);
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .PostConfigure(options => options.ConfigurationManager = host!.Keys);
        more?.Invoke(builder.Services);
        host = new WebHost(builder.Build());
        host._app.UseAuctionsWeb();
        await host._app.StartAsync();
        host._http.BaseAddress = new Uri(host._app.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return host;
    }

    /// <summary>Sends a request; the caller disposes of the answer.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request);

    /// <summary>Posts JSON.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="json">The body.</param>
    /// <param name="identify">Adds who calls.</param>
    public async Task<(int Status, JsonElement Body)> PostAsync(
        string path, string json, Action<HttpRequestMessage>? identify = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        identify?.Invoke(request);
        using var answer = await _http.SendAsync(request);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return ((int)answer.StatusCode, body.RootElement.Clone());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        Keys.Dispose();
    }
}
