using System.Net;
using Auctions.Grains.Security;

namespace Auctions.Silo;

/// <summary>A silo's ports obey whoever reaches them, so on a network they are not left open by mistake.</summary>
internal static class PlainSilo
{
    private const string AllowKey = "Cluster:AllowPlain";

    /// <exception cref="InvalidOperationException">Others could reach this silo without a certificate.</exception>
    public static void Refuse(SiloOptions options, ClusterTls? tls, IConfiguration configuration)
    {
        if (tls is null && IPAddress.TryParse(options.Address, out var address) && !IPAddress.IsLoopback(address) &&
            !configuration.GetValue<bool>(AllowKey))
        {
            throw new InvalidOperationException(
                $"Silo:Address is {address}, where whoever reaches this silo could place bids in anybody's name. Set " +
                "Cluster:Tls:CertificateFile, KeyFile and AuthorityFile; or, in a network that nobody else is in, " +
                $"{AllowKey} to true.");
        }
    }
}
