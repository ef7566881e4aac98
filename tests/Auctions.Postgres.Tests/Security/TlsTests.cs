using Auctions.Engine.Ports;
using Auctions.Storage.Postgres;
using Auctions.Storage.Postgres.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Auctions.Postgres.Tests.Security;

/// <summary>Whom a connection string of <c>VerifyFull</c> connects with, and by which log-in.</summary>
public sealed class TlsTests(OwnTlsServer server) : IClassFixture<OwnTlsServer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private NpgsqlConnectionStringBuilder Verified => new(server.Connection)
    {
        Host = "localhost",
        SslMode = SslMode.VerifyFull,
        RootCertificate = server.AuthorityFile,
        RequireAuth = "ScramSHA256",
        ChannelBinding = ChannelBinding.Require,
    };

    [Fact]
    public async Task A_store_on_a_server_of_the_right_name_and_authority_has_TLS_on_each_connection()
    {
        var meta = new NpgsqlConnectionStringBuilder(Verified.ConnectionString) { Database = "meta" };
        var options = new PostgresStoreOptions(meta.ConnectionString, [Verified.ConnectionString], Migrate: true)
        {
            DemandsTls = true,
        };
        await using var store = await PostgresStore.OpenAsync(options, TimeProvider.System, NullLoggerFactory.Instance);
        await using var cluster = NpgsqlDataSource.Create(ClusterDatabase.ConnectionFor(meta.ConnectionString));
        await using var session = await cluster.OpenConnectionAsync();
        const string ofTheStore =
            "from pg_stat_ssl join pg_stat_activity using (pid) where application_name like 'OrleansAuctions%'";
        Assert.InRange(await Servers.ReadAsync<long>(server.Connection, $"select count(*) {ofTheStore}"), 3, 100);
        Assert.True(await Servers.ReadAsync<bool>(server.Connection, $"select bool_and(ssl) {ofTheStore}"));
    }

    [Fact]
    public async Task A_server_of_another_authority_is_refused()
    {
        using var other = ThrowawayAuthority.Make("Another authority");
        var file = $"{server.AuthorityFile}-other";
        await File.WriteAllTextAsync(file, other.Pem);
        var wrong = Verified;
        wrong.RootCertificate = file;
        Assert.Contains("certificate", await RefusedAsync(wrong), StringComparison.OrdinalIgnoreCase);
        File.Delete(file);
    }

    [Fact]
    public async Task A_server_whose_authority_is_not_named_is_refused()
    {
        var wrong = Verified;
        wrong.RootCertificate = null;
        Assert.Contains("certificate", await RefusedAsync(wrong), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_server_of_another_name_is_refused()
    {
        var wrong = Verified;
        wrong.Host = "127.0.0.1";
        Assert.Contains("certificate", await RefusedAsync(wrong), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_server_without_TLS_is_refused()
    {
        var plain = new NpgsqlConnectionStringBuilder(Servers.Database(0, "postgres"))
        {
            Host = "localhost",
            SslMode = SslMode.VerifyFull,
            RootCertificate = server.AuthorityFile,
        };
        Assert.Contains("SSL", await RefusedAsync(plain), StringComparison.Ordinal);
        plain.SslMode = SslMode.Prefer;
        Assert.Equal(1, await AskAsync(plain));
    }

    [Theory]
    [InlineData("hashed")]
    [InlineData("trusted")]
    public async Task A_server_that_asks_for_less_than_SCRAM_is_refused(string user)
    {
        var weak = Verified;
        (weak.Username, weak.Password) = (user, "secret");
        Assert.Contains("ScramSHA256", await RefusedAsync(weak), StringComparison.Ordinal);
        (weak.RequireAuth, weak.ChannelBinding) = ("", ChannelBinding.Prefer);
        Assert.Equal(1, await AskAsync(weak));
    }

    private static async Task<string> RefusedAsync(NpgsqlConnectionStringBuilder connection)
    {
        var refused = await Assert.ThrowsAsync<JournalException>(() => AskAsync(connection));
        Assert.Equal(JournalFault.Unavailable, refused.Fault);
        return $"{refused.InnerException}";
    }

    private static async Task<int> AskAsync(NpgsqlConnectionStringBuilder connection)
    {
        await using var database = new PostgresDatabase(
            connection.ConnectionString, "tls", role: null, connectionsMax: 1, Patience);
        return await database.AskAsync(Patience, async (session, token) =>
        {
            await using var command = session.Command("select 1");
            return (int)(await command.ExecuteScalarAsync(token))!;
        });
    }
}
