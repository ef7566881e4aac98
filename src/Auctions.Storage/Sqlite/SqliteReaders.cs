using System.Collections.Concurrent;
using Auctions.Engine.Ports;
using Microsoft.Data.Sqlite;

namespace Auctions.Storage.Sqlite;

/// <summary>A few read-only connections to a file. Readers see the last commit and never wait for the writer.</summary>
internal sealed class SqliteReaders(string path, int connectionsMax) : IDisposable
{
    private readonly SemaphoreSlim _free = new(connectionsMax);
    private readonly ConcurrentBag<SqliteSession> _idle = [];

    /// <summary>Reads everything from one snapshot of the file.</summary>
    /// <exception cref="JournalException">The file cannot be read now.</exception>
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => Read(read), cancellation);
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }

        _free.Dispose();
    }

    private T Read<T>(Func<SqliteSession, T> read)
    {
        SqliteSession? session = null;
        try
        {
            session = _idle.TryTake(out var idle) ? idle : new SqliteSession(path, isReadOnly: true);
            var result = session.InReadTransaction(() => read(session));
            _idle.Add(session);
            return result;
        }
        catch (SqliteException error)
        {
            session?.Dispose();
            throw new JournalException(JournalFault.Unavailable, $"{path}: {error.Message}", error);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }
}
