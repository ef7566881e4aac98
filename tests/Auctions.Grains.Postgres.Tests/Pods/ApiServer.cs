using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Auctions.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Auctions.Grains.Postgres.Tests.Pods;

/// <summary>As much of an API server of Kubernetes as a silo asks: one pod, read, listed and watched.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    public const string Pod = "silo-7", Namespace = "auctions", Service = "the-service", Cluster = "the-cluster";

    private const string Token = "a-token";

    private readonly DirectoryInfo _account = Directory.CreateTempSubdirectory("auctions-account-");
    private readonly WebApplication _app;

    private ApiServer(WebApplication app) => _app = app;

    /// <summary>Whether it answers 403 to all.</summary>
    public bool Forbids { get; set; }

    /// <summary>Whether it answers 403 to whoever wants to watch.</summary>
    public bool ForbidsWatching { get; set; }

    /// <summary>
    /// What it was asked, as method, path and query; what it forbade, as without the account's token, is not.
    /// </summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>What a pod's environment tells its silo.</summary>
    public Dictionary<string, string> Environment => new()
    {
        ["KUBERNETES_SERVICE_HOST"] = "127.0.0.1",
        ["KUBERNETES_SERVICE_PORT"] = $"{new Uri(_app.Urls.Single()).Port}",
        ["Kubernetes__ServiceAccountDirectory"] = _account.FullName,
        ["POD_NAME"] = Pod,
        ["POD_NAMESPACE"] = Namespace,
        ["POD_IP"] = "127.0.0.1",
        ["ORLEANS_SERVICE_ID"] = Service,
        ["ORLEANS_CLUSTER_ID"] = Cluster,
    };

    public static async Task<ApiServer> StartAsync()
    {
        using var authority = ThrowawayAuthority.Make();
        var (certificate, key) = authority.Sign("kubernetes", ["127.0.0.1"]);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            System.Net.IPAddress.Loopback,
            0,
            listen => listen.UseHttps(X509Certificate2.CreateFromPem(certificate, key))));
        var server = new ApiServer(builder.Build());
        await File.WriteAllTextAsync(Path.Combine(server._account.FullName, "ca.crt"), authority.Pem);
        await File.WriteAllTextAsync(Path.Combine(server._account.FullName, "token"), $"{Token}\n");
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _account.Delete(recursive: true);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var request = http.Request;
        var isWatch = request.Query["watch"] == "true";
        if (request.Headers.Authorization != $"Bearer {Token}" || Forbids || (isWatch && ForbidsWatching))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        Asked.Enqueue($"{request.Method} {request.Path}{Uri.UnescapeDataString($"{request.QueryString}")}");
        var pod = new
        {
            apiVersion = "v1",
            kind = "Pod",
            metadata = new Dictionary<string, object>
            {
                ["name"] = Pod,
                ["labels"] = new Dictionary<string, string>
                {
                    ["orleans/serviceId"] = Service,
                    ["orleans/clusterId"] = Cluster,
                },
            },
        };
        if (isWatch)
        {
            await http.Response.WriteAsync(JsonSerializer.Serialize(new { type = "ADDED", @object = pod }) + "\n");
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else if (request.Path.Value!.EndsWith($"/pods/{Pod}", StringComparison.Ordinal))
        {
            await http.Response.WriteAsJsonAsync(pod);
        }
        else
        {
            await http.Response.WriteAsJsonAsync(new { apiVersion = "v1", kind = "PodList", items = new[] { pod } });
        }
    }
}
