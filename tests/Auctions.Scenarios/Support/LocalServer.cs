using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auctions.Scenarios.Support;

/// <summary>A web server in this process that stands for somebody else's; it ends when it is disposed of.</summary>
public sealed class LocalServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LocalServer(WebApplication app) => _app = app;

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Starts one on a free port of this machine.</summary>
    /// <param name="serve">Says what it answers.</param>
    /// <param name="certificate">Its certificate, with key; null: it speaks plain HTTP.</param>
    public static async Task<LocalServer> StartAsync(
        Action<WebApplication> serve, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, address =>
        {
            if (certificate is not null)
            {
                address.UseHttps(certificate);
            }
        }));
        var server = new LocalServer(builder.Build());
        serve(server._app);
        await server._app.StartAsync();
        server.Address = server._app.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
