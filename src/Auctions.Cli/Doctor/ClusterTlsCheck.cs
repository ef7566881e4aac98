using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Auctions.Engine;

namespace Auctions.Cli.Doctor;

/// <summary>The certificate with which silos and front ends know each other.</summary>
internal static class ClusterTlsCheck
{
    private const string Area = "cluster TLS";

    private static readonly string[] Keys =
        ["Cluster:Tls:CertificateFile", "Cluster:Tls:KeyFile", "Cluster:Tls:AuthorityFile"];

    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public static IEnumerable<Finding> Run(Patient patient)
    {
        if (!patient.IsInCluster)
        {
            return [];
        }

        var files = Keys.Select(patient.Setting).ToArray();
        var missing = Keys.Where((_, at) => string.IsNullOrEmpty(files[at])).ToList();
        if (missing.Count == Keys.Length)
        {
            return
            [
                Finding.Warning(
                    Area,
                    "silos and front ends speak to each other without TLS.",
                    $"Set {string.Join(", ", Keys)}, unless their ports are reached from this machine alone."),
            ];
        }

        return missing.Count > 0
            ? [Finding.Fault(Area, $"{string.Join(" and ", missing)} is not set.", "Set all three, or none.")]
            : OfFiles(files[0]!, files[1]!, files[2]!, patient.Time.GetUtcNow());
    }

    private static IEnumerable<Finding> OfFiles(string certificate, string key, string authority, DateTimeOffset now)
    {
        if (new[] { certificate, key, authority }.FirstOrDefault(file => !RegularFile.MayBe(file)) is { } other)
        {
            return
            [
                Finding.Fault(
                    Area,
                    $"{other} is no regular file but a pipe or a device.",
                    "Write the PEM into a file, and name that."),
            ];
        }

        try
        {
            using var shown = X509Certificate2.CreateFromPemFile(certificate, key);
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(authority);
            if (authorities.Count == 0)
            {
                return
                [
                    Finding.Fault(
                        Area, $"{authority} holds no certificate.", "Put the authority's there, as PEM."),
                ];
            }

            // What it was signed by may follow it.
            var own = new X509Certificate2Collection();
            own.ImportFromPemFile(certificate);
            using var chain = new X509Chain();
            chain.ChainPolicy.ExtraStore.AddRange(own);
            chain.ChainPolicy.DisableCertificateDownloads = true;
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
            if (!chain.Build(shown))
            {
                return
                [
                    Finding.Fault(
                        Area,
                        $"{certificate} was not issued by {authority}: " +
                        string.Join(" ", chain.ChainStatus.Select(status => status.StatusInformation.Trim())),
                        "Use a certificate of that authority."),
                ];
            }

            return [OfTime(shown, now)];
        }
        catch (Exception failed) when (
            failed is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return [Finding.Fault(Area, failed.Message, "Set the three files to PEM files that this user may read.")];
        }
    }

    private static Finding OfTime(X509Certificate2 own, DateTimeOffset now) =>
        now < own.NotBefore || now > own.NotAfter
            ? Finding.Fault(
                Area,
                $"the certificate counts from {own.NotBefore.ToUniversalTime():u} to " +
                $"{own.NotAfter.ToUniversalTime():u}.",
                "Put a new one there; it is taken without a restart.")
            : own.NotAfter - now < Soon
                ? Finding.Warning(
                    Area,
                    $"the certificate ends at {own.NotAfter.ToUniversalTime():u}.",
                    "Put a new one there before; it is taken without a restart.")
                : Finding.Ok(Area, $"the certificate counts until {own.NotAfter.ToUniversalTime():u}.");
}
