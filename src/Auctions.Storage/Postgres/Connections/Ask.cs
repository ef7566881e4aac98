using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace Auctions.Storage.Postgres.Connections;

/// <summary>Short forms for commands with positional parameters.</summary>
internal static class Ask
{
    /// <summary>A command of its own: one statement, one transaction.</summary>
    public static NpgsqlCommand Command(
        this NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>A command of a batch: the whole batch is one round trip and one transaction.</summary>
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    public static NpgsqlParameter Of<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    public static NpgsqlParameter Of<T>(T value, NpgsqlDbType type) =>
        new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type };

    /// <summary>Null included.</summary>
    public static NpgsqlParameter OfNullable(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    /// <summary>An array of one column of many rows.</summary>
    public static NpgsqlParameter Column<TRow, T>(
        IReadOnlyList<TRow> rows, Func<TRow, T> of, NpgsqlDbType type)
    {
        var values = new T[rows.Count];
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = of(rows[row]);
        }

        return new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }

    public static async Task<List<T>> RowsAsync<T>(
        this NpgsqlCommand command, Func<DbDataReader, T> of, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(of(reader));
        }

        await reader.EndAsync(cancellation);
        return rows;
    }

    /// <summary>The first column of the only row; its type's default if there is none.</summary>
    public static async Task<T?> ValueAsync<T>(this NpgsqlCommand command, CancellationToken cancellation) =>
        (await command.RowsAsync(row => row.GetFieldValue<T>(0), cancellation)).SingleOrDefault();

    /// <summary>
    /// Awaits the end of the transaction, which comes after its rows: only then do they hold.
    /// </summary>
    public static async Task EndAsync(this DbDataReader reader, CancellationToken cancellation)
    {
        while (await reader.NextResultAsync(cancellation))
        {
        }
    }
}
