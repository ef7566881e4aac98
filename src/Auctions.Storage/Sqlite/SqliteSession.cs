using Microsoft.Data.Sqlite;

namespace Auctions.Storage.Sqlite;

/// <summary>
/// One connection to one file with its prepared statements. For one thread at a time. Writable sessions use the
/// write-ahead log and flush it at every commit: what is committed survives a power cut.
/// </summary>
internal sealed class SqliteSession : IDisposable
{
    private const int BusyTimeoutSeconds = 1;

    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private readonly SqliteConnection _connection;
    private bool _isCommitting;

    public SqliteSession(string path, bool isReadOnly = false)
    {
        Path = path;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = isReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = BusyTimeoutSeconds,
        }.ToString());
        try
        {
            _connection.Open();
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public string Path { get; }

    /// <summary>Whether the last error struck while committing, so that nobody can tell whether it happened.</summary>
    public bool FailedInCommit { get; private set; }

    /// <summary>
    /// Turns the write-ahead log on, flushed at every commit. Writes to the file: look at its version first.
    /// </summary>
    /// <exception cref="StorageException">The file system cannot keep a write-ahead log.</exception>
    public void UseWriteAheadLog()
    {
        var mode = Query("pragma journal_mode = wal", row => row.GetString(0))[0];
        if (mode != "wal")
        {
            throw new StorageException($"{Path} cannot keep a write-ahead log here (journal mode {mode}).");
        }

        Run("pragma synchronous = full");
    }

    /// <summary>Runs statements that need no parameters and return nothing, unprepared.</summary>
    public void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Runs one prepared statement; answers the number of rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Prepare(sql, parameters).ExecuteNonQuery();

    /// <summary>The rows as they are found, for who may stop early; the caller disposes of them.</summary>
    public SqliteDataReader Read(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Prepare(sql, parameters).ExecuteReader();

    public List<T> Query<T>(
        string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var reader = Read(sql, parameters);
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>
    /// Does all of it or nothing. Takes the write lock at once, so that it cannot fail half way for want of it.
    /// </summary>
    public void InTransaction(Action work)
    {
        _isCommitting = false;
        FailedInCommit = false;
        Execute("begin immediate");
        try
        {
            work();
            _isCommitting = true;
            Execute("commit");
        }
        catch
        {
            FailedInCommit = _isCommitting;
            TryRollBack();
            throw;
        }
    }

    /// <summary>Reads everything in <paramref name="work"/> from one snapshot of the file.</summary>
    public T InReadTransaction<T>(Func<T> work)
    {
        Execute("begin");
        try
        {
            return work();
        }
        finally
        {
            TryRollBack();
        }
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private void TryRollBack()
    {
        try
        {
            Execute("rollback");
        }
        catch (SqliteException)
        {
            // Some errors end the transaction themselves; then there is nothing to roll back.
        }
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in parameters)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            }

            _commands.Add(sql, command);
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].Value = parameters[i].Value ?? DBNull.Value;
        }

        return command;
    }
}
