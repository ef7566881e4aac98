using Auctions.Storage.Postgres;

namespace Auctions.Storage.Tests;

/// <summary>To which PostgreSQL servers a store connects without TLS that proves who answers.</summary>
public sealed class TransportSecurityTests
{
    private const string Here = "Host=127.0.0.1";

    [Theory]
    [InlineData("Host=db")]
    [InlineData("Host=10.0.0.7")]
    [InlineData("Host=fd00::7")]
    [InlineData("Host=[fd00::7]:5433")]
    [InlineData("Host=db:5433;SSL Mode=Require")]
    [InlineData("Host=db;SSL Mode=VerifyCA;Root Certificate=/ca.crt")]
    [InlineData("Host=localhost.example.org")]
    [InlineData("Host=127.0.0.1,db")]
    [InlineData("Host=localhost, db:5433")]
    public void Another_machine_without_it_is_refused_and_told_what_to_write(string connection)
    {
        foreach (var key in new[] { "Storage:Meta", "Storage:Shards:1", "Storage:Replicas:0:1" })
        {
            var message = Assert.Throws<StorageException>(() => Read((key, connection))).Message;
            Assert.StartsWith($"{key} goes to ", message, StringComparison.Ordinal);
            Assert.Contains("\"SSL Mode=VerifyFull\"", message, StringComparison.Ordinal);
            Assert.Contains("\"Root Certificate=FILE\"", message, StringComparison.Ordinal);
            Assert.Contains("tls to Storage:AllowUnsafe", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Host=db;SSL Mode=VerifyFull")]
    [InlineData("Host=db1,db2:5433;SSL Mode=VerifyFull;Root Certificate=/ca.crt")]
    [InlineData("Host=127.0.0.1:5433")]
    [InlineData("Host=::1")]
    [InlineData("Host=[::1]:5433")]
    [InlineData("Host=localhost")]
    [InlineData("Host=/var/run/postgresql")]
    [InlineData("Host=@abstract,127.0.0.2")]
    public void What_proves_who_answers_and_what_never_leaves_this_machine_is_taken(string connection) =>
        Assert.StartsWith(connection, Read(("Storage:Shards:1", connection)).Shards[1], StringComparison.Ordinal);

    [Fact]
    public void Kerberos_is_not_asked_for_encryption_unless_it_is_required()
    {
        var usual = Read(("Storage:Shards:1", "Host=127.0.0.1;Password=mellon"));
        string[] all = [usual.Meta, .. usual.Shards, .. usual.ReplicasOf(0)];
        Assert.All(all, one => Assert.EndsWith(";GSS Encryption Mode=Disable", one, StringComparison.Ordinal));

        const string Required = "Host=127.0.0.1;GSS Encryption Mode=Require";
        Assert.Equal(Required, Read(("Storage:Meta", Required)).Meta);
        Assert.Contains("GSS Encryption Mode=Disable", ClusterDatabase.ConnectionFor(Here), StringComparison.Ordinal);
    }

    [Fact]
    public void It_can_be_done_without_by_name_and_in_development()
    {
        Assert.StartsWith(
            "Host=db", Read(("Storage:Meta", "Host=db"), ("Storage:AllowUnsafe", "fsync,tls")).Meta);
        Assert.StartsWith("Host=db", Read(demandsTls: false, ("Storage:Meta", "Host=db")).Meta);
    }

    [Theory]
    [InlineData("Root Certificate")]
    [InlineData("SSL Certificate")]
    [InlineData("SSL Key")]
    [InlineData("Passfile")]
    public void A_file_that_the_driver_would_wait_for_is_refused(string word)
    {
        var connection = $"{Here};Password=mellon;{word}=/dev/zero";
        var message = Assert.Throws<StorageException>(() => Read(("Storage:Shards:1", connection))).Message;
        Assert.StartsWith(
            $"Storage:Shards:1 says {word}=/dev/zero, which is no regular file", message, StringComparison.Ordinal);
        Assert.DoesNotContain("mellon", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_is_not_told()
    {
        var message = Assert.Throws<StorageException>(
            () => Read(("Storage:Meta", "Host=db;Username=app;Password=mellon"))).Message;
        Assert.DoesNotContain("mellon", message, StringComparison.Ordinal);
    }

    private static PostgresStoreOptions Read(params (string Key, string Value)[] more) => Read(demandsTls: true, more);

    private static PostgresStoreOptions Read(bool demandsTls, params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string>
        {
            ["Storage:Provider"] = "PostgreSql",
            ["Storage:Meta"] = Here,
            ["Storage:Shards:0"] = Here,
            ["Storage:Shards:1"] = Here,
            ["Storage:Replicas:0:0"] = Here,
        };
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        return StoreSettings.Read(settings.GetValueOrDefault, root: "/", migrates: false, demandsTls).Postgres!;
    }
}
