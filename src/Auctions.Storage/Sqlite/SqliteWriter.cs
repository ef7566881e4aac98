using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Auctions.Engine.Ports;
using Auctions.Storage.Heat;
using Microsoft.Data.Sqlite;

namespace Auctions.Storage.Sqlite;

/// <summary>The one thread that writes to a file: SQLite's calls block, and a file has one writer anyway.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int QueueMax = 4_096;

    private readonly BlockingCollection<Action> _queue = new(QueueMax);
    private readonly SqliteSession _session;
    private readonly Thread _thread;
    private int _isDisposed;

    public SqliteWriter(SqliteSession session)
    {
        _session = session;
        _thread = new Thread(Work) { IsBackground = true, Name = $"writer {Path.GetFileName(session.Path)}" };
        _thread.Start();
    }

    /// <summary>Does work in one transaction on the writer's thread.</summary>
    /// <exception cref="JournalException">It could not be done, or nobody can tell; or the queue is full.</exception>
    public Task<T> InTransactionAsync<T>(
        Func<SqliteSession, T> work, CancellationToken cancellation, [CallerMemberName] string what = "")
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Do()
        {
            if (cancellation.IsCancellationRequested)
            {
                done.TrySetCanceled(cancellation);
                return;
            }

            var began = Stopwatch.GetTimestamp();
            try
            {
                var result = default(T)!;
                _session.InTransaction(() => result = work(_session));
                done.TrySetResult(result);
            }
            catch (SqliteException error)
            {
                done.TrySetException(SqliteFaults.Translate(error, _session));
            }
            catch (Exception bug)
            {
                done.TrySetException(bug);
            }

            SlowStatements.OfThisProcess.Ended(
                Path.GetFileNameWithoutExtension(_session.Path),
                what,
                Stopwatch.GetElapsedTime(began),
                failed: !done.Task.IsCompletedSuccessfully);
        }

        if (_queue.IsAddingCompleted || !TryAdd(Do))
        {
            throw new JournalException(
                JournalFault.Unavailable, $"{_session.Path}: its writer is closed or has {QueueMax} tasks waiting.");
        }

        return done.Task;
    }

    /// <summary>Finishes what is queued, then closes the file.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        _queue.CompleteAdding();
        _thread.Join();
        _session.Dispose();
        _queue.Dispose();
    }

    private bool TryAdd(Action work)
    {
        try
        {
            return _queue.TryAdd(work);
        }
        catch (InvalidOperationException)
        {
            // Closed between the look and the call.
            return false;
        }
    }

    private void Work()
    {
        foreach (var work in _queue.GetConsumingEnumerable())
        {
            work();
        }
    }
}
