namespace Auctions.Processes;

/// <summary>The three files that a process of a cluster has for its TLS.</summary>
public sealed class MemberFiles : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("auctions-member-");

    /// <summary>Writes them, with a certificate of this authority.</summary>
    public MemberFiles(ThrowawayAuthority authority, string subject, bool hasExpired = false) =>
        Write(authority.Sign(subject, hasExpired: hasExpired), authority.Pem);

    /// <summary>The configuration that names them, for a command line.</summary>
    public IReadOnlyList<string> Options =>
    [
        "--Cluster:Tls:CertificateFile", File("tls.crt"),
        "--Cluster:Tls:KeyFile", File("tls.key"),
        "--Cluster:Tls:AuthorityFile", File("ca.crt"),
    ];

    /// <summary>Exchanges them all, the key last.</summary>
    public void Write((string Certificate, string Key) own, string authority)
    {
        System.IO.File.WriteAllText(File("ca.crt"), authority);
        System.IO.File.WriteAllText(File("tls.crt"), own.Certificate);
        System.IO.File.WriteAllText(File("tls.key"), own.Key);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private string File(string name) => Path.Combine(_directory.FullName, name);
}
