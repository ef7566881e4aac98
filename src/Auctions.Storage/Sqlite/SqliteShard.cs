namespace Auctions.Storage.Sqlite;

/// <summary>One shard's file: its writer and its readers.</summary>
internal sealed class SqliteShard : IDisposable
{
    private const int ReadersMax = 4;
    private const int ListReadersMax = 4;

    private SqliteShard(string path, SqliteSession session)
    {
        FilePath = path;
        Writer = new SqliteWriter(session);
        Readers = new SqliteReaders(path, ReadersMax);
        ListReaders = new SqliteReaders(path, ListReadersMax);
    }

    public string FilePath { get; }

    public SqliteWriter Writer { get; }

    /// <summary>The journal's own readers: opening an auction never waits behind a list.</summary>
    public SqliteReaders Readers { get; }

    public SqliteReaders ListReaders { get; }

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

    public void Dispose()
    {
        // The writer closes last: it brings what is in the write-ahead log home into the file.
        ListReaders.Dispose();
        Readers.Dispose();
        Writer.Dispose();
    }
}
