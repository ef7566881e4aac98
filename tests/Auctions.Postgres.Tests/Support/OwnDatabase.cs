using Auctions.Storage.Postgres.Schema;

namespace Auctions.Postgres.Tests;

/// <summary>A shard's database for the tests of one class alone, which may add to its schema.</summary>
public sealed class OwnDatabase : IAsyncLifetime
{
    private static int _made;

    private readonly string _name = $"own_{Environment.ProcessId}_{Interlocked.Increment(ref _made)}";

    /// <summary>The database, as superuser.</summary>
    public string Connection { get; private set; } = "";

    public async Task InitializeAsync()
    {
        await Servers.RunAsync(Servers.Database(0, "postgres"), $"create database {_name}");
        Connection = Servers.Database(0, _name);
        await new Migrator(Connection, _name, "shard").MigrateAsync(default);
    }

    public Task DisposeAsync() =>
        Servers.RunAsync(Servers.Database(0, "postgres"), $"drop database {_name} with (force)");
}
