using Auctions.Cli.Doctor;
using Auctions.Cli.Tests.Support;
using Auctions.Testing;

namespace Auctions.Cli.Tests.Doctor;

/// <summary>What is wrong with the certificate of a silo or front end.</summary>
public sealed class ClusterTlsCheckTests : IDisposable
{
    private readonly IssuedFiles _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void A_certificate_of_the_authority_is_well() =>
        Check(_authority.Issue(), _authority.AuthorityFile).AreWell();

    [Fact]
    public void Without_one_the_cluster_speaks_in_plain_text() =>
        ClusterTlsCheck.Run(Patients.Of(ProgramKind.Silo)).Worst()
            .Is(Severity.Warning, "without TLS", "Cluster:Tls:CertificateFile");

    [Fact]
    public void A_server_by_itself_has_none() => Assert.Empty(ClusterTlsCheck.Run(Patients.Of(ProgramKind.Server)));

    [Fact]
    public void Half_of_it_is_a_fault() =>
        ClusterTlsCheck.Run(Patients.Of(ProgramKind.Silo, ("Cluster:Tls:KeyFile", "x"))).Worst()
            .Is(Severity.Fault, "Cluster:Tls:CertificateFile and Cluster:Tls:AuthorityFile", "all three, or none");

    [Fact]
    public void Another_authoritys_is_a_fault()
    {
        using var other = new IssuedFiles();

        Check(other.Issue(), _authority.AuthorityFile).Worst()
            .Is(Severity.Fault, "was not issued by", "that authority");
    }

    [Theory]
    [InlineData(-20, -10, true)]
    [InlineData(10, 20, true)]
    [InlineData(-10, 10, false)]
    public void One_out_of_its_time_or_soon_to_be_is_named(int from, int until, bool isFault) =>
        Check(_authority.Issue(TimeSpan.FromDays(from), TimeSpan.FromDays(until)), _authority.AuthorityFile).Worst()
            .Is(isFault ? Severity.Fault : Severity.Warning, "the certificate", "Put a new one there");

    [Fact]
    public void A_key_of_another_certificate_is_a_fault()
    {
        var (certificate, _) = _authority.Issue();
        var (_, key) = _authority.Issue();

        Assert.Equal(Severity.Fault, Check((certificate, key), _authority.AuthorityFile).Worst().Severity);
    }

    [Fact]
    public void Files_that_are_not_there_or_hold_nothing_are_a_fault()
    {
        var (certificate, key) = _authority.Issue();

        Assert.Equal(Severity.Fault, Check((certificate, key + "x"), _authority.AuthorityFile).Worst().Severity);
        Check((certificate, key), key).Worst().Is(Severity.Fault, "holds no certificate", "PEM");
    }

    [Fact]
    public async Task A_pipe_is_a_fault_and_not_waited_for()
    {
        var (certificate, key) = _authority.Issue();
        await NamedPipe.MakeAsync(key);

        var found = await Task.Run(() => Check((certificate, key), _authority.AuthorityFile).Worst())
            .WaitAsync(NamedPipe.Patience);

        found.Is(Severity.Fault, $"{key} is no regular file", "PEM into a file");
    }

    private static IEnumerable<Finding> Check((string Certificate, string Key) files, string authority) =>
        ClusterTlsCheck.Run(Patients.Of(
            ProgramKind.Silo,
            ("Cluster:Tls:CertificateFile", files.Certificate),
            ("Cluster:Tls:KeyFile", files.Key),
            ("Cluster:Tls:AuthorityFile", authority)));
}
