using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Auctions.Grains.Postgres.Tests.Support;
using Auctions.Processes;
using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;

namespace Auctions.Grains.Postgres.Tests.Security;

/// <summary>Who takes part in a cluster that speaks TLS, and who gets nothing in.</summary>
[Collection(nameof(Alone))]
[Trait("Category", "Long")]
public sealed class ClusterTlsTests(TlsCluster cluster) : IClassFixture<TlsCluster>
{
    private const string FrontEnd = "Auctions.FrontEnd";

    private static readonly SslApplicationProtocol Orleans = new("Orleans1");

    private ClusterProcesses Processes => cluster.Processes;

    [Fact]
    public async Task Members_take_bids()
    {
        // Until some lie on either silo: one whose number of auctions the other does not know yet gets none.
        await Eventually.IsAsync(
            async () =>
            {
                await BidAsync(Processes.FrontEnds[0].Api);
                return await Processes.AuctionsBySiloAsync();
            },
            auctions => auctions.All(count => count > 0),
            Eventually.Deadline);
        Assert.DoesNotContain("cannot be used", Processes.ReadLog(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_front_end_with_a_certificate_of_another_authority_gets_nothing_in()
    {
        using var other = ThrowawayAuthority.Make("Another authority");
        using var files = new MemberFiles(other, "stranger");

        // It trusts the cluster, which does not trust it.
        files.Write(other.Sign("stranger"), cluster.Authority.Pem);
        await GetsNothingInAsync(files.Options, "the certificate CN=stranger, signed by CN=Another authority, is");
    }

    [Fact]
    public async Task A_front_end_trusts_no_silos_of_another_authority()
    {
        using var other = ThrowawayAuthority.Make("Another authority");
        using var files = new MemberFiles(other, "distrustful");
        files.Write(cluster.Authority.Sign("distrustful"), other.Pem);
        await using var frontEnd = await StartAsync(files.Options);
        await Eventually.IsAsync(
            frontEnd.ReadLog,
            log => log.Contains(
                "the certificate CN=member, signed by CN=The authority, is", StringComparison.Ordinal));
        await AnswersNothingAsync(frontEnd);
    }

    [Fact]
    public async Task A_front_end_whose_certificate_has_expired_gets_nothing_in_and_both_say_why()
    {
        using var files = new MemberFiles(cluster.Authority, "late", hasExpired: true);
        var log = await GetsNothingInAsync(files.Options, "the certificate CN=late has expired at");
        Assert.Contains("The certificate CN=late in ", log, StringComparison.Ordinal);
        Assert.Contains("other processes refuse it", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_front_end_without_TLS_gets_nothing_in()
    {
        await using var frontEnd = await StartAsync([]);
        await AnswersNothingAsync(frontEnd);
    }

    [Fact]
    public async Task Who_shows_no_certificate_is_told_nothing()
    {
        foreach (var port in Processes.GatewayPorts)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, port);
            await using var stream = new SslStream(socket.GetStream());
            Assert.Equal(0, await ReadAsync(stream));
        }
    }

    [Fact]
    public async Task Exchanged_files_count_for_new_connections_and_old_ones_go_on()
    {
        using var next = ThrowawayAuthority.Make("The next authority");
        using var before = new MemberFiles(cluster.Authority, "of before");
        await using var first = await StartAsync(cluster.Files.Options);
        await ClusterProcesses.ReadyAsync(first.Url);
        cluster.Files.Write(next.Sign("member"), next.Pem);
        try
        {
            await GetsNothingInAsync(before.Options, "the certificate CN=of before, signed by CN=The authority, is");
            await using var second = await StartAsync(cluster.Files.Options);
            await ClusterProcesses.ReadyAsync(second.Url);
            await BidAsync(second.Api);
            await BidAsync(first.Api);
            Assert.Contains("New connections use what Cluster:Tls holds now", Processes.ReadLog());
        }
        finally
        {
            cluster.Files.Write(cluster.Authority.Sign("member"), cluster.Authority.Pem);
        }
    }

    private static async Task BidAsync(Api api)
    {
        var lot = await Lot.CreateAsync(api, "sally");
        (await lot.BidUntilToldAsync("bob", 10_000, "k")).Is(201);
    }

    // Zero bytes, whether by a good end or a bad one.
    private async Task<int> ReadAsync(SslStream stream)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPem(cluster.Authority.Pem);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "member",
            ApplicationProtocols = [Orleans],
            CertificateChainPolicy = policy,
        });
        try
        {
            return await stream.ReadAsync(new byte[1]).AsTask().WaitAsync(Eventually.Deadline);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private Task<ServerProcess> StartAsync(IReadOnlyList<string> files) =>
        ServerProcess.StartOnAsync("Development", [.. cluster.Store, .. files], FrontEnd);

    /// <summary>Starts it, and gives its log.</summary>
    private async Task<string> GetsNothingInAsync(IReadOnlyList<string> files, string silosSay)
    {
        await using var frontEnd = await StartAsync(files);
        await Eventually.IsAsync(
            Processes.ReadLog, log => log.Contains(silosSay, StringComparison.Ordinal));
        await AnswersNothingAsync(frontEnd);
        return frontEnd.ReadLog();
    }

    // And never says that it does, though Orleans counts each connection until its silo has refused it.
    private static async Task AnswersNothingAsync(ServerProcess frontEnd)
    {
        var asked = frontEnd.Api.PostAsync("/v1/auctions", "sally", Api.NewKey(), Terms.With());
        while (!asked.IsCompleted)
        {
            Assert.Equal(503, (await frontEnd.Api.GetAsync("/healthz/ready")).Status);
            await Task.WhenAny(asked, Task.Delay(TimeSpan.FromMilliseconds(20)));
        }

        Assert.Equal(503, (await asked).Status);
    }
}
