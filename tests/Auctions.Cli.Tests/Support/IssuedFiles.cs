using Auctions.Processes;

namespace Auctions.Cli.Tests.Support;

/// <summary>An authority, and what it issued, as PEM files in a directory of their own.</summary>
internal sealed class IssuedFiles : IDisposable
{
    private readonly ThrowawayAuthority _authority = ThrowawayAuthority.Make();
    private int _issued;

    public IssuedFiles() => File.WriteAllText(AuthorityFile, _authority.Pem);

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("auctions-issued-").FullName;

    /// <summary>The authority's own certificate.</summary>
    public string AuthorityFile => Path.Combine(Directory, "ca.crt");

    /// <summary>Issues a certificate for this machine; by default it counts for a year.</summary>
    public (string CertificateFile, string KeyFile) Issue(TimeSpan? from = null, TimeSpan? until = null)
    {
        var (certificate, key) = _authority.Sign(
            "server", ["localhost", "127.0.0.1"], from ?? TimeSpan.FromDays(-1), until ?? TimeSpan.FromDays(365));
        var name = Path.Combine(Directory, $"tls-{++_issued}");
        File.WriteAllText($"{name}.crt", certificate);
        File.WriteAllText($"{name}.key", key);
        return ($"{name}.crt", $"{name}.key");
    }

    public void Dispose()
    {
        System.IO.Directory.Delete(Directory, recursive: true);
        _authority.Dispose();
    }
}
