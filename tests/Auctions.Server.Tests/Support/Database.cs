using Microsoft.Data.Sqlite;

namespace Auctions.Server.Tests.Support;

/// <summary>A file of a data directory, behind the server's back.</summary>
public sealed class Database : IDisposable
{
    private readonly SqliteConnection _connection;

    public Database(string data, string file)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(data, file),
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
        }.ToString());
        _connection.Open();
    }

    /// <summary>The shard file that holds an auction.</summary>
    public static string ShardOf(string data, string auction)
    {
        foreach (var path in Directory.EnumerateFiles(data, "shard-*.db"))
        {
            using var shard = new Database(data, Path.GetFileName(path));
            if (shard.Read<long>(
                "select count(*) from head where auction_id = $id",
                ("$id", Guid.Parse(auction).ToByteArray(bigEndian: true))) == 1)
            {
                return Path.GetFileName(path);
            }
        }

        throw new InvalidOperationException($"No shard in {data} holds {auction}.");
    }

    public T Read<T>(string sql, params (string Name, object Value)[] parameters)
    {
        using var command = Command(sql, parameters);
        return (T)command.ExecuteScalar()!;
    }

    public int Run(string sql, params (string Name, object Value)[] parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    public void Dispose() => _connection.Dispose();

    private SqliteCommand Command(string sql, (string Name, object Value)[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
