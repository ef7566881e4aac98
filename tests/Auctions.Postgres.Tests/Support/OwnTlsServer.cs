namespace Auctions.Postgres.Tests;

/// <summary>
/// A server that speaks TLS under the name of localhost, and lets user <c>hashed</c> in by MD5, <c>trusted</c> without
/// a password, all others by SCRAM.
/// </summary>
public sealed class OwnTlsServer : OwnServer
{
    private const string LogIns =
        """
        local all all trust
        host all trusted all trust
        host all hashed all md5
        host all all all scram-sha-256

        """;

    private readonly ThrowawayAuthority _authority = ThrowawayAuthority.Make();

    /// <summary>The authority that has signed its certificate.</summary>
    public string AuthorityFile { get; private set; } = "";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        AuthorityFile = $"{Process.Data}-authority.crt";
        await File.WriteAllTextAsync(AuthorityFile, _authority.Pem);
        var (certificate, key) = _authority.Sign("localhost");
        await WriteAsync("server.crt", certificate);
        await WriteAsync("server.key", key);
        await WriteAsync("pg_hba.conf", LogIns);
        await Servers.RunAsync(Connection, "alter system set ssl = on");
        await Servers.RunAsync(
            Connection,
            """
            create role trusted login;
            set password_encryption = 'md5';
            create role hashed login password 'secret';
            """);
        await Servers.RunAsync(Connection, "create database meta");
        await Servers.RunAsync(Connection, "select pg_reload_conf()");
        await Until.TrueAsync(
            async () => await Servers.ReadAsync<bool>(
                $"{Connection};SSL Mode=Allow",
                "select current_setting('ssl')::bool and exists " +
                "(select from pg_hba_file_rules where 'hashed' = any (user_name))"),
            "the server speaks TLS");
    }

    public override async Task DisposeAsync()
    {
        _authority.Dispose();
        File.Delete(AuthorityFile);
        await base.DisposeAsync();
    }

    private async Task WriteAsync(string name, string text)
    {
        var file = Path.Combine(Process.Data, name);
        await File.WriteAllTextAsync(file, text);
        await Command.RunAsync(["chmod", "600", file]);
        if (Environment.IsPrivilegedProcess)
        {
            await Command.RunAsync(["chown", Process.User, file]);
        }
    }
}
