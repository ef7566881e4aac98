using Npgsql;

namespace Auctions.Chaos.Databases;

/// <summary>SQL by a superuser, over a connection of its own.</summary>
internal static class Sql
{
    private const int TimeoutSeconds = 120;

    /// <summary>A session that stays open until it is disposed of.</summary>
    public static async Task<NpgsqlConnection> OpenAsync(string connection, CancellationToken cancellation)
    {
        var session = new NpgsqlConnection($"{connection};Pooling=false");
        try
        {
            await session.OpenAsync(cancellation);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs one statement, or several.</summary>
    /// <returns>Rows affected.</returns>
    public static async Task<int> RunAsync(string connection, string sql, CancellationToken cancellation)
    {
        await using var session = await OpenAsync(connection, cancellation);
        return await RunAsync(session, sql, cancellation);
    }

    /// <summary>The same in a session that is open.</summary>
    public static async Task<int> RunAsync(NpgsqlConnection session, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, session) { CommandTimeout = TimeoutSeconds };
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>One value.</summary>
    public static async Task<T> ReadAsync<T>(string connection, string sql, CancellationToken cancellation)
    {
        await using var session = await OpenAsync(connection, cancellation);
        await using var command = new NpgsqlCommand(sql, session) { CommandTimeout = TimeoutSeconds };
        return (T)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
