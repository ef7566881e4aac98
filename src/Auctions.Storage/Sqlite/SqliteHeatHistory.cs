using Auctions.Engine.Heat;
using Auctions.Engine.Ports;
using Auctions.Storage.Heat;
using Microsoft.Data.Sqlite;

namespace Auctions.Storage.Sqlite;

/// <summary>What is hot, over time, and the audit log, in a file of their own that is made when it is needed.</summary>
internal sealed class SqliteHeatHistory(string path) : IHeatHistory, IDisposable
{
    private readonly Lock _asking = new();
    private SqliteSession? _session;
    private bool _isDisposed;

    public Task AppendAsync(IReadOnlyList<StoredHeat> frames, CancellationToken cancellation) =>
        DoAsync(session => session.InTransaction(() =>
        {
            foreach (var frame in frames)
            {
                session.Execute(
                    "insert into heat (seconds, start, process, payload) " +
                    "values ($seconds, $start, $process, $payload) " +
                    "on conflict do update set payload = excluded.payload",
                    ("$seconds", frame.Seconds),
                    ("$start", frame.Start),
                    ("$process", frame.Process),
                    ("$payload", frame.Payload));
            }
        }));

    public Task<IReadOnlyList<StoredHeat>> ReadAsync(
        int seconds, long from, long until, CancellationToken cancellation) =>
        AskAsync<IReadOnlyList<StoredHeat>>(session => session.Query(
            "select seconds, start, process, payload from heat " +
            "where seconds = $seconds and start >= $from and start < $until order by start, process",
            static row => new StoredHeat(
                row.GetInt32(0), row.GetInt64(1), row.GetString(2), row.GetFieldValue<byte[]>(3)),
            ("$seconds", seconds),
            ("$from", from),
            ("$until", until)));

    public Task ForgetAsync(int seconds, long before, CancellationToken cancellation) =>
        DoAsync(session => session.InTransaction(() =>
        {
            session.Execute(
                "delete from heat where seconds = $seconds and start < $before",
                ("$seconds", seconds),
                ("$before", before));
            session.Execute(
                "delete from heat_mark where at < $before",
                ("$before", StoredMarks.MarksForgottenBefore(seconds, before)));
        }));

    public Task AddMarkAsync(HeatMark mark, CancellationToken cancellation) => DoAsync(session => session.Execute(
        "insert into heat_mark (at, kind, text, auction_id) values ($at, $kind, $text, $auction) " +
        "on conflict do nothing",
        ("$at", mark.At),
        ("$kind", mark.Kind.ToString()),
        ("$text", mark.Text),
        ("$auction", mark.Auction?.ToString())));

    public Task<IReadOnlyList<HeatMark>> MarksAsync(long from, long until, CancellationToken cancellation) =>
        AskAsync<IReadOnlyList<HeatMark>>(session => session.Query(
            "select at, kind, text, auction_id from heat_mark where at >= $from and at < $until " +
            "order by at, number limit 1000",
            static row => new HeatMark(
                row.GetInt64(0),
                StoredMarks.KindOf(row.GetString(1)),
                row.GetString(2),
                row.IsDBNull(3) ? null : Guid.Parse(row.GetString(3))),
            ("$from", 1_000 * from),
            ("$until", 1_000 * until)));

    public Task AuditAsync(AuditEntry entry, CancellationToken cancellation) => DoAsync(session => session.Execute(
        "insert into audit (at, actor, action, subject, outcome, details) " +
        "values ($at, $actor, $action, $subject, $outcome, $details)",
        ("$at", entry.At),
        ("$actor", entry.Actor),
        ("$action", entry.Action),
        ("$subject", entry.Subject),
        ("$outcome", entry.Outcome),
        ("$details", entry.Details)));

    public Task<IReadOnlyList<AuditEntry>> AuditedAsync(
        string? subject, int limit, CancellationToken cancellation) =>
        AskAsync<IReadOnlyList<AuditEntry>>(session => session.Query(
            "select at, actor, action, subject, outcome, details from audit " +
            "where $subject is null or subject = $subject order by number desc limit $limit",
            static row => new AuditEntry(
                row.GetInt64(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                row.GetString(5)),
            ("$subject", subject),
            ("$limit", limit)));

    public void Dispose()
    {
        lock (_asking)
        {
            _isDisposed = true;
            _session?.Dispose();
        }
    }

    private Task<int> DoAsync(Action<SqliteSession> work) => AskAsync(session =>
    {
        work(session);
        return 0;
    });

    // A file waits for its disk, and only one may ask at a time; whoever reports has time.
    private Task<T> AskAsync<T>(Func<SqliteSession, T> ask) => Task.Run(() =>
    {
        lock (_asking)
        {
            try
            {
                return ask(Open());
            }
            catch (Exception failed) when (failed is SqliteException or StorageException)
            {
                throw new JournalException(
                    JournalFault.Unavailable, $"{Path.GetFileName(path)} cannot be used: {failed.Message}", failed);
            }
        }
    });

    private SqliteSession Open()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_session is null)
        {
            var session = new SqliteSession(path);
            try
            {
                SqliteSchema.Migrate(session, "operations");
            }
            catch
            {
                session.Dispose();
                throw;
            }

            _session = session;
        }

        return _session;
    }
}
