using Npgsql;

namespace Auctions.Postgres.Tests;

/// <summary>The PostgreSQL servers that tests run on: throw-away ones, each with a superuser.</summary>
internal static class Servers
{
    /// <summary>Connection strings, one per server.</summary>
    public static IReadOnlyList<string> All { get; } = PostgresServers.Find(wanted: 5);

    /// <summary>A database on a server.</summary>
    public static string Database(int server, string name) =>
        new NpgsqlConnectionStringBuilder(All[server % All.Count]) { Database = name }.ConnectionString;

    /// <summary>Runs SQL as superuser.</summary>
    public static async Task RunAsync(string connection, string sql, CancellationToken cancellation = default)
    {
        await using var session = new NpgsqlConnection($"{connection};Pooling=false;Include Error Detail=true");
        await session.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, session) { CommandTimeout = 60 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>One value, as superuser.</summary>
    public static async Task<T> ReadAsync<T>(string connection, string sql)
    {
        await using var session = new NpgsqlConnection($"{connection};Pooling=false");
        await session.OpenAsync();
        await using var command = new NpgsqlCommand(sql, session);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>As superuser: until a query that counts finds as many as wanted.</summary>
    public static Task CountedAsync(string connection, string count, long wanted = 1) => Until.TrueAsync(
        async () => await ReadAsync<long>(connection, count) >= wanted, $"{count} gives {wanted}");
}
