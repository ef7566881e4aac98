using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Auctions.Engine;

namespace Auctions.Grains.Security;

/// <summary>What a process proves itself with and judges others by, as the files were when it was read.</summary>
internal sealed class Credentials
{
    private const int BytesMax = 1024 * 1024;

    private readonly string[] _texts;

    private Credentials(string[] texts, X509Certificate2Collection own, X509Certificate2Collection authorities)
    {
        _texts = texts;
        Certificate = own[0];
        own.RemoveAt(0);
        Authorities = authorities;
        Identity = SslStreamCertificateContext.Create(Certificate, own, offline: true);
    }

    /// <summary>The process' own certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The same with its key, and with what it was signed by.</summary>
    public SslStreamCertificateContext Identity { get; }

    private X509Certificate2Collection Authorities { get; }

    /// <summary>Reads the files.</summary>
    /// <param name="files">Where they are.</param>
    /// <param name="before">What was read before: where nothing has changed it is good for longer.</param>
    /// <exception cref="InvalidOperationException">They cannot be used; the message says which and why.</exception>
    public static Credentials Read(ClusterTls files, Credentials? before = null)
    {
        // Their text, and not when they were written: what a link leads to may change without any file being written.
        string[] texts = [Text(files.CertificateFile), Text(files.KeyFile), Text(files.AuthorityFile)];
        if (before is not null && texts.SequenceEqual(before._texts))
        {
            return before;
        }

        var own = Certificates(files.CertificateFile, texts[0]);
        try
        {
            own[0] = X509Certificate2.CreateFromPem(texts[0], texts[1]);
        }
        catch (Exception failed) when (failed is CryptographicException or ArgumentException)
        {
            throw new InvalidOperationException(
                $"{files.KeyFile} is not the private key of the certificate in {files.CertificateFile}, in PEM and " +
                "not encrypted. Set Cluster:Tls:KeyFile to it.",
                failed);
        }

        return new Credentials(texts, own, Certificates(files.AuthorityFile, texts[2]));
    }

    /// <summary>How a certificate is judged: by the cluster's authority alone, whatever this machine trusts.</summary>
    public X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(Authorities);
        return policy;
    }

    private static X509Certificate2Collection Certificates(string file, string text)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(text);
        }
        catch (CryptographicException failed)
        {
            throw new InvalidOperationException(
                $"{file} holds a certificate that cannot be read: {failed.Message}", failed);
        }

        return certificates.Count > 0
            ? certificates
            : throw new InvalidOperationException(
                $"{file} holds no certificate in PEM (\"-----BEGIN CERTIFICATE-----\").");
    }

    private static string Text(string file)
    {
        if (!RegularFile.MayBe(file))
        {
            throw new InvalidOperationException(
                $"{file} of Cluster:Tls is no regular file but a pipe or a device. Write the PEM into a file, and " +
                "name that.");
        }

        try
        {
            using var stream = File.OpenRead(file);
            using var reader = new StreamReader(stream);
            return stream.Length <= BytesMax
                ? reader.ReadToEnd()
                : throw new InvalidOperationException($"{file} of Cluster:Tls is too large for a certificate.");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"{file} of Cluster:Tls cannot be read. Let this user read it: {failed.Message}", failed);
        }
    }
}
