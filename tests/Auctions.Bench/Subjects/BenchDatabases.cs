using Auctions.Measuring;
using Auctions.Storage;
using Auctions.Storage.Postgres;
using Auctions.Storage.Postgres.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Auctions.Bench.Subjects;

/// <summary>New databases on PostgreSQL servers; dropped once they are disposed of.</summary>
internal sealed class BenchDatabases : IAsyncDisposable
{
    private readonly List<string> _connections = [];

    private BenchDatabases()
    {
    }

    /// <summary>Connection string of the meta database.</summary>
    public string Meta => _connections[0];

    /// <summary>Those of the shards, in their order.</summary>
    public IReadOnlyList<string> Shards => _connections[1..];

    /// <summary>Where they are, for whoever looks at all that they hold.</summary>
    public StoreSettings Place => new(null, new PostgresStoreOptions(Meta, Shards));

    /// <param name="servers">The first has the meta database, the next ones a shard each, round robin if too few.
    /// </param>
    /// <param name="shards">How many shards.</param>
    /// <param name="cancellation">Ends the making.</param>
    /// <exception cref="MeasurementException">There is no server.</exception>
    public static async Task<BenchDatabases> MakeAsync(
        IReadOnlyList<string> servers, int shards, CancellationToken cancellation)
    {
        if (servers.Count == 0)
        {
            throw new MeasurementException("This needs PostgreSQL. " + BenchOptions.HowToGivePostgres);
        }

        var made = new BenchDatabases();
        try
        {
            var name = $"auctions_bench_{Guid.NewGuid():N}";
            for (var at = 0; at <= shards; at++)
            {
                var server = servers[at == 0 || servers.Count == 1 ? 0 : 1 + ((at - 1) % (servers.Count - 1))];
                await RunAsync(server, $"create database {name}_{at}", cancellation);
                made._connections.Add(
                    new NpgsqlConnectionStringBuilder(server) { Database = $"{name}_{at}" }.ConnectionString);
            }

            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a store in them, made first if need be.</summary>
    /// <param name="projects">Whether this process keeps the read models.</param>
    /// <param name="cancellation">Ends the opening.</param>
    public Task<PostgresStore> OpenAsync(bool projects, CancellationToken cancellation)
    {
        var options = new PostgresStoreOptions(Meta, Shards, Migrate: true)
        {
            // A run measures how long things take; it does not give up on them.
            Deadlines = new PostgresDeadlines(
                TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10)),
            Projects = projects,
        };
        return PostgresStore.OpenAsync(options, TimeProvider.System, NullLoggerFactory.Instance, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            var maintenance = new NpgsqlConnectionStringBuilder(connection);
            var name = maintenance.Database;
            maintenance.Database = "postgres";
            await RunAsync(
                maintenance.ConnectionString, $"drop database if exists {name} with (force)", CancellationToken.None);
        }
    }

    private static async Task RunAsync(string connection, string sql, CancellationToken cancellation)
    {
        await using var session = new NpgsqlConnection($"{connection};Pooling=false");
        await session.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, session) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
