using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Auctions.Processes;

/// <summary>An authority that signs certificates for one test.</summary>
public sealed class ThrowawayAuthority : IDisposable
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(1);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    private ThrowawayAuthority(string name)
    {
        var now = DateTimeOffset.UtcNow;
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _certificate = request.CreateSelfSigned(now - 400 * Validity, now + 400 * Validity);
    }

    /// <summary>Its certificate.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    public static ThrowawayAuthority Make(string name = "An authority") => new(name);

    /// <summary>Signs a certificate, good for a day.</summary>
    /// <param name="subject">Whose it is.</param>
    /// <param name="hosts">Names and addresses it is good for.</param>
    /// <param name="hasExpired">Whether its day was yesterday.</param>
    public (string Certificate, string Key) Sign(string subject, string[]? hosts = null, bool hasExpired = false) =>
        hasExpired
            ? Sign(subject, hosts, from: -3 * Validity, until: -Validity)
            : Sign(subject, hosts, from: -Validity, until: Validity);

    /// <summary>Signs a certificate.</summary>
    /// <param name="subject">Whose it is.</param>
    /// <param name="hosts">Names and addresses it is good for; null: the subject.</param>
    /// <param name="from">From when on it is good, as of now.</param>
    /// <param name="until">Until when.</param>
    public (string Certificate, string Key) Sign(string subject, string[]? hosts, TimeSpan from, TimeSpan until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={subject}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts ?? [subject])
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var signed = request.Create(_certificate, now + from, now + until, RandomNumberGenerator.GetBytes(8));
        return (signed.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }
}
