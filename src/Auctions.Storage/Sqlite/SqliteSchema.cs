using Microsoft.Data.Sqlite;

namespace Auctions.Storage.Sqlite;

/// <summary>Brings a SQLite file to this version's schema, and refuses one that a newer version wrote.</summary>
internal static class SqliteSchema
{
    /// <summary>Number of the newest script of every kind of file, kept in <c>user_version</c>.</summary>
    public const int Version = 1;

    /// <param name="session">The file, writable.</param>
    /// <param name="kind">Which scripts: shard, meta or read-models.</param>
    /// <exception cref="StorageException">A newer version wrote the file.</exception>
    public static void Migrate(SqliteSession session, string kind)
    {
        var found = Check(session);
        session.UseWriteAheadLog();
        for (var version = found + 1; version <= Version; version++)
        {
            var script = ReadScript($"{kind}-{version:000}");
            session.InTransaction(() =>
            {
                session.Run(script);
                session.Run($"pragma user_version = {version}");
            });
        }
    }

    /// <summary>The file's version, at most this one; 0 for an empty file.</summary>
    /// <exception cref="StorageException">A newer version wrote the file, or it is no database.</exception>
    public static int Check(SqliteSession session)
    {
        int found;
        try
        {
            found = (int)session.Query("pragma user_version", static row => row.GetInt64(0))[0];
        }
        catch (SqliteException broken)
        {
            throw new StorageException($"{session.Path} cannot be read as a database: {broken.Message}", broken);
        }

        return found <= Version
            ? found
            : throw new StorageException(
                $"{session.Path} was written by a newer version of OrleansAuctions (schema {found}; this one knows " +
                $"{Version}). Run that version, or set Storage:Path to another directory.");
    }

    private static string ReadScript(string name)
    {
        using var stream = typeof(SqliteSchema).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The script {name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
