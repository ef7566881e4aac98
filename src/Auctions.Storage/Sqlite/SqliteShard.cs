namespace Auctions.Storage.Sqlite;

/// <summary>One shard's file: its writer and its readers.</summary>
internal sealed class SqliteShard : IDisposable
{
    private const int ReadersMax = 4;

    private SqliteShard(string path, SqliteSession session)
    {
        FilePath = path;
        Writer = new SqliteWriter(session);
        Readers = new SqliteReaders(path, ReadersMax);
    }

    public string FilePath { get; }

    public SqliteWriter Writer { get; }

    public SqliteReaders Readers { get; }

    /// <summary>Opens a shard's file, making or migrating it where needed.</summary>
    /// <exception cref="StorageException">A newer version wrote it.</exception>
    public static SqliteShard Open(string path)
    {
        var session = new SqliteSession(path);
        try
        {
            SqliteSchema.Migrate(session, "shard");
            return new SqliteShard(path, session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    // The writer closes last: only it can move the log into the file, so that the file alone is whole.
    public void Dispose()
    {
        Readers.Dispose();
        Writer.Dispose();
    }
}
