using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Auctions.Grains.Security;

/// <summary>
/// TLS between silos, and of front ends to silos. Both sides show a certificate, and both demand one that the cluster's
/// own authority has signed; who has one is a member, whatever it is called. Configuration section <c>Cluster:Tls</c>.
/// </summary>
/// <param name="CertificateFile">The process' own certificate, PEM; what it was signed by may follow it.</param>
/// <param name="KeyFile">Its private key, PEM, not encrypted.</param>
/// <param name="AuthorityFile">The authority's certificate, PEM; while one takes over from another, both.</param>
public sealed record ClusterTls(string CertificateFile, string KeyFile, string AuthorityFile)
{
    private const string Section = "Cluster:Tls";

    /// <summary>What a configuration says; null: no TLS.</summary>
    /// <exception cref="InvalidOperationException">It says half of it; the message says what is missing.</exception>
    public static ClusterTls? In(IConfiguration configuration)
    {
        string[] keys = [nameof(CertificateFile), nameof(KeyFile), nameof(AuthorityFile)];
        var files = keys.Select(key => configuration[$"{Section}:{key}"] ?? "").ToArray();
        var missing = keys.Where((_, at) => string.IsNullOrWhiteSpace(files[at])).Select(key => $"{Section}:{key}");
        return missing.ToArray() switch
        {
            [] => new ClusterTls(files[0], files[1], files[2]),
            { Length: var none } when none == keys.Length => null,
            var some => throw new InvalidOperationException(
                $"TLS of the cluster needs {Section}:CertificateFile, KeyFile and AuthorityFile, or none of them; " +
                $"{string.Join(" and ", some)} is not set."),
        };
    }

    /// <summary>Has a silo speak it, to other silos and to front ends.</summary>
    /// <exception cref="InvalidOperationException">A file cannot be used; the message says which and why.</exception>
    public void Protect(ISiloBuilder silo)
    {
        Add(silo.Services);
        silo.Configure<SiloConnectionOptions>(connections =>
        {
            connections.ConfigureSiloInboundConnection(Answer);
            connections.ConfigureGatewayInboundConnection(Answer);
            connections.ConfigureSiloOutboundConnection(Ask);
        });
    }

    /// <summary>Has a front end speak it.</summary>
    /// <exception cref="InvalidOperationException">A file cannot be used; the message says which and why.</exception>
    public void Protect(IClientBuilder client)
    {
        Add(client.Services);
        client.Configure<ClientConnectionOptions>(connections => connections.ConfigureConnection(Ask));
    }

    // Read once before anything starts, so that a mistake is told in one line.
    private void Add(IServiceCollection services)
    {
        _ = Credentials.Read(this);
        services.AddSingleton(provider => new Handshakes(
            this,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Handshakes>>()));
    }

    private static void Answer(IConnectionBuilder connection) =>
        connection.UseServerTls(connection.ApplicationServices.GetRequiredService<Handshakes>().Options);

    private static void Ask(IConnectionBuilder connection) =>
        connection.UseClientTls(connection.ApplicationServices.GetRequiredService<Handshakes>().Options);
}
