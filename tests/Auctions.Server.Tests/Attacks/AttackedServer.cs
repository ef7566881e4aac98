using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Fuzz;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests.Attacks;

/// <summary>
/// A server as it runs outside development: names mean nothing, tokens come from an authority that it trusts by https.
/// Its journal is looked through when the last attack on it is over.
/// </summary>
public sealed class AttackedServer : IAsyncLifetime
{
    private DataDirectory? _data;
    private X509Certificate2? _certificate;
    private TokenAuthority? _tokens;
    private ServerProcess? _server;
    private AnswerJudge? _judge;

    public Uri Url => _server!.Url;

    public Api Api => _server!.Api;

    public ServerProcess Process => _server!;

    public TokenAuthority Tokens => _tokens!;

    /// <summary>What each answer is held to.</summary>
    internal AnswerJudge Judge => _judge!;

    public async Task InitializeAsync()
    {
        var data = new DataDirectory();
        _data = data;
        _certificate = MakeCertificate();
        _tokens = await TokenAuthority.StartAsync(_certificate);
        _server = await StartAsync(data.Path, _tokens, _certificate);
        await _tokens.UntilTrustedAsync(Api);
        _judge = new AnswerJudge(new AnswerCheck(await Documented.ReadAsync(Api), data.Path));
    }

    public async Task DisposeAsync()
    {
        try
        {
            await _server!.StopAsync();
            await AssertJournalIsWholeAsync();
        }
        finally
        {
            await _server!.DisposeAsync();
            await _tokens!.DisposeAsync();
            _certificate!.Dispose();
            _data!.Dispose();
        }
    }

    /// <summary>What is to be so after every attack.</summary>
    public async Task AssertUnhurtAsync()
    {
        Assert.Null(_server!.ExitCode);
        _judge!.AssertNoFault();
        Assert.DoesNotMatch(" (fail|crit): ", _server.Output);
        Assert.Empty(_server.Error.Trim());
        var lot = await Lot.CreateAsync(Api, Bearer("sally", "sell"));
        Assert.Equal("leading", (await lot.BidAsync(Bearer("bystander", "bid"), 5000)).Is(201).String("status"));
    }

    /// <summary>A good token's header value.</summary>
    public string Bearer(string subject, string scope) => Tokens.Bearer(subject, scope);

    /// <summary>Starts such a server.</summary>
    internal static Task<ServerProcess> StartAsync(
        string data, TokenAuthority tokens, X509Certificate2 certificate, params string[] options)
    {
        // Where OpenSSL, and .NET on Linux, look for whom to trust.
        var trusted = Path.Combine(data, "trusted.pem");
        File.WriteAllText(trusted, certificate.ExportCertificatePem());
        return ServerProcess.StartOnAsync(
            "Production",
            [
                "--Storage:Path", data, "--Storage:Migrate", "true", "--Auth:Authority", tokens.Issuer,
                "--Auth:Audience", TokenAuthority.Audience,

                // What comes from this machine counts for no address. What is counted has its own tests.
                "--Limits:CallsPerPersonPerMinute", "0", .. ServerProcess.Patient, .. options,
            ],
            variables: [new("SSL_CERT_FILE", trusted)]);
    }

    /// <summary>A certificate of its own for this machine.</summary>
    internal static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private async Task AssertJournalIsWholeAsync() => Assert.Matches(
        "^verify: [0-9]+ auctions, [0-9]+ events, 0 faults",
        await CommandLine.RunAsync("verify", "--Storage:Path", _data!.Path));
}
