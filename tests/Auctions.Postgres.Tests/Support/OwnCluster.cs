using System.Data;
using Auctions.Storage.Postgres;
using Auctions.Storage.Postgres.Schema;
using Npgsql;

namespace Auctions.Postgres.Tests;

/// <summary>
/// A meta database for the tests of one class alone, asked as the AdoNet providers of Orleans ask it: with the
/// statements it holds, their connection string, their names and types of parameters.
/// </summary>
public sealed class OwnCluster : IAsyncLifetime
{
    private static int _made;

    private readonly string _name = $"cluster_{Environment.ProcessId}_{Interlocked.Increment(ref _made)}";
    private NpgsqlDataSource? _source;
    private Dictionary<string, string> _statements = [];

    /// <summary>The database, as superuser.</summary>
    public string Meta { get; private set; } = "";

    /// <summary>The names of the statements.</summary>
    public IReadOnlyCollection<string> Keys => _statements.Keys;

    public async Task InitializeAsync()
    {
        await Servers.RunAsync(Servers.Database(0, "postgres"), $"create database {_name}");
        Meta = Servers.Database(0, _name);
        await new Migrator(Meta, "meta", "meta").MigrateAsync(default);
        _source = NpgsqlDataSource.Create(ClusterDatabase.ConnectionFor(Meta));
        var rows = await RunAsync("SELECT QueryKey, QueryText FROM OrleansQuery");
        _statements = rows.ToDictionary(row => (string)row["QueryKey"], row => (string)row["QueryText"]);
    }

    public async Task DisposeAsync()
    {
        await _source!.DisposeAsync();
        await Servers.RunAsync(Servers.Database(0, "postgres"), $"drop database {_name} with (force)");
    }

    /// <summary>Runs a statement of the table.</summary>
    public Task<List<DataRow>> AskAsync(string key, params (string Name, DbType Type, object? Value)[] parameters) =>
        RunAsync(_statements[key], parameters);

    /// <summary>Runs any statement as the providers would.</summary>
    public async Task<List<DataRow>> RunAsync(
        string sql, params (string Name, DbType Type, object? Value)[] parameters)
    {
        await using var session = await _source!.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(sql, session);
        foreach (var (name, type, value) in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter(name, type) { Value = value ?? DBNull.Value });
        }

        await using var reader = await command.ExecuteReaderAsync();
        using var table = new DataTable();
        table.Load(reader);
        return [.. table.Rows.Cast<DataRow>()];
    }
}
