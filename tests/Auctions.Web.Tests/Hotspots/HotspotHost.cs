using System.Net;
using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;
using Auctions.Scenarios.Support;
using Auctions.Web.Identity;
using Auctions.Web.Tests.Support;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auctions.Web.Tests.Hotspots;

/// <summary>The API on what is hot by a script.</summary>
internal sealed class HotspotHost : IAsyncDisposable
{
    /// <summary>What each auction is called.</summary>
    public const string Title = "Chair & \"<i>table</i>\"";

    private readonly WebApplication _app;
    private readonly PublishedKeys _keys;

    private HotspotHost(WebApplication app, PublishedKeys keys)
    {
        _app = app;
        _keys = keys;
    }

    public FakeHotspots Hotspots => (FakeHotspots)_app.Services.GetRequiredService<IHotspots>();

    public Scenarios.Support.Api Api => new(Url);

    public Uri Url => new(_app.Services.GetRequiredService<IServer>()
        .Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <param name="isDevelopment">Whether a name stands for a token.</param>
    /// <param name="logIn">Where one logs in.</param>
    public static async Task<HotspotHost> StartAsync(bool isDevelopment = false, string? logIn = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });

        // Nobody is asked: the keys come with the test.
        builder.Configuration["Auth:Authority"] = "https://127.0.0.1:9";
        builder.Configuration["Auth:Audience"] = TokenAuthority.Audience;
        builder.Configuration["Pages:LogInUrl"] = logIn;
        var keys = new PublishedKeys();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new People(new byte[32]));
        builder.Services.Configure<EngineOptions>(static _ => { });
        builder.Services.AddSingleton<IAuctions, Lots>();
        builder.Services.AddSingleton<IReadModels, NoReadModels>();
        builder.Services.AddSingleton<IHotspots, FakeHotspots>();
        builder.Services.AddAuctionsWeb(builder.Configuration, isDevelopment);
        builder.Services.PostConfigure<JwtBearerOptions>(
            JwtBearerDefaults.AuthenticationScheme, options => options.ConfigurationManager = keys);
        var host = new HotspotHost(builder.Build(), keys);
        host._app.UseAuctionsWeb();
        await host._app.StartAsync();
        return host;
    }

    /// <summary>A token with a scope.</summary>
    public string Bearer(string scope) => $"Bearer {_keys.Token("olga", scope)}";

    public Task<Reply> GetAsync(string path, string? scope) =>
        Api.GetAsync(path, scope is null ? null : Bearer(scope));

    /// <summary>As a browser asks for a page; what a page of this host is, the suite's promises do not say.</summary>
    public async Task<(int Status, string Text, HttpResponseMessage Answer)> BrowseAsync(
        string path, string? scope, string? user = null)
    {
        using var http = new HttpClient { BaseAddress = Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", "text/html,*/*");
        if (scope is not null)
        {
            request.Headers.Add("Cookie", $"auction_token={_keys.Token("olga", scope)}");
        }

        if (user is not null)
        {
            request.Headers.Add("X-User", user);
        }

        var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer);
    }

    /// <summary>Ends it as an operator ends a process.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _keys.Dispose();
    }

    /// <summary>Auctions that can be looked at.</summary>
    private sealed class Lots(TimeProvider time) : IAuctions
    {
        public DateTimeOffset Now => time.GetUtcNow();

        public bool IsReady => true;

        public ValueTask<Answer> CreateAsync(AuctionRequest request, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public ValueTask<Answer> SubmitAsync(
            AuctionId id, AuctionCommand command, CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask<Answer> ViewAsync(AuctionId id, long after, CancellationToken cancellation) =>
            new(new ViewAnswer(Views.Of(1) with { Id = id, Title = Title }));

        public IAsyncEnumerable<AuctionView> WatchAsync(AuctionId id, long after, CancellationToken cancellation) =>
            throw new NotSupportedException();
    }
}
