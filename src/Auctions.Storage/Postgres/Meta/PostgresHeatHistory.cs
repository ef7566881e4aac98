using System.Data.Common;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;
using Auctions.Storage.Heat;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Statements;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Auctions.Storage.Postgres.Meta;

/// <summary>
/// What is hot, over time, in the meta database; through connections of its own, so that it is in nobody's way. A crash
/// of the database may cost the last moment of frames and marks, never an audit entry.
/// </summary>
/// <param name="connection">The meta database.</param>
/// <param name="patience">How long a request may take; the audit log gets more.</param>
/// <param name="logger">Told when the database falls silent and when it answers again.</param>
internal sealed class PostgresHeatHistory(string connection, TimeSpan patience, ILogger logger)
    : IHeatHistory, IAsyncDisposable
{
    /// <summary>Most connections that a process opens for this.</summary>
    public const int ConnectionsMax = 2;

    private const string NotWaitingForDisk = "select set_config('synchronous_commit', 'off', true)";

    // Somebody waits for what is on record before it happens, and it waits for the disk.
    private static readonly TimeSpan AuditPatience = TimeSpan.FromSeconds(10);

    private readonly PostgresDatabase _database = new(
        connection, "meta-heat", PostgresRoles.Writer, ConnectionsMax, patience, logger);

    public async Task AppendAsync(IReadOnlyList<StoredHeat> frames, CancellationToken cancellation)
    {
        if (frames.Count > 0)
        {
            await WriteAsync(
                Statement.KeepHeat,
                [
                    Ask.Column(frames, frame => frame.Seconds, NpgsqlDbType.Integer),
                    Ask.Column(frames, frame => frame.Start, NpgsqlDbType.Bigint),
                    Ask.Column(frames, frame => frame.Process, NpgsqlDbType.Text),
                    Ask.Column(frames, frame => frame.Payload, NpgsqlDbType.Bytea),
                ],
                cancellation);
        }
    }

    public Task<IReadOnlyList<StoredHeat>> ReadAsync(
        int seconds, long from, long until, CancellationToken cancellation) => ReadAsync(
        Statement.ReadHeat,
        [Ask.Of(seconds), Ask.Of(from), Ask.Of(until)],
        static row => new StoredHeat(
            row.GetInt32(0), row.GetInt64(1), row.GetString(2), row.GetFieldValue<byte[]>(3)),
        cancellation);

    public Task ForgetAsync(int seconds, long before, CancellationToken cancellation) => WriteAsync(
        Statement.ForgetHeat,
        [Ask.Of(seconds), Ask.Of(before), Ask.Of(StoredMarks.MarksForgottenBefore(seconds, before))],
        cancellation);

    public Task AddMarkAsync(HeatMark mark, CancellationToken cancellation) => WriteAsync(
        Statement.Mark,
        [
            Ask.Of(mark.At),
            Ask.Of(mark.Kind.ToString()),
            Ask.Of(mark.Text),
            Ask.OfNullable(mark.Auction, NpgsqlDbType.Uuid),
        ],
        cancellation);

    public Task<IReadOnlyList<HeatMark>> MarksAsync(long from, long until, CancellationToken cancellation) => ReadAsync(
        Statement.Marks,
        [Ask.Of(1_000 * from), Ask.Of(1_000 * until)],
        static row => new HeatMark(
            row.GetInt64(0),
            StoredMarks.KindOf(row.GetString(1)),
            row.GetString(2),
            row.IsDBNull(3) ? null : row.GetGuid(3)),
        cancellation);

    public Task AuditAsync(AuditEntry entry, CancellationToken cancellation) => _database.AskAsync(
        patience > AuditPatience ? patience : AuditPatience,
        async (session, token) =>
        {
            await using var command = session.Command(
                Statement.Audit,
                Ask.Of(entry.At),
                Ask.Of(entry.Actor),
                Ask.Of(entry.Action),
                Ask.Of(entry.Subject),
                Ask.Of(entry.Outcome),
                Ask.Of(entry.Details, NpgsqlDbType.Jsonb));
            return await command.ExecuteNonQueryAsync(token);
        },
        cancellation);

    public Task<IReadOnlyList<AuditEntry>> AuditedAsync(
        string? subject, int limit, CancellationToken cancellation) => ReadAsync(
        Statement.Audited,
        [Ask.OfNullable(subject, NpgsqlDbType.Text), Ask.Of(limit)],
        static row => new AuditEntry(
            row.GetInt64(0),
            row.GetString(1),
            row.GetString(2),
            row.GetString(3),
            row.GetString(4),
            row.GetString(5)),
        cancellation);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private Task<int> WriteAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellation) =>
        _database.AskAsync(
            patience,
            async (session, token) =>
            {
                await using var batch = session.CreateBatch();
                batch.Add(NotWaitingForDisk);
                batch.Add(sql, parameters);
                return await batch.ExecuteNonQueryAsync(token);
            },
            cancellation);

    private Task<IReadOnlyList<T>> ReadAsync<T>(
        string sql,
        NpgsqlParameter[] parameters,
        Func<DbDataReader, T> of,
        CancellationToken cancellation) =>
        _database.AskAsync<IReadOnlyList<T>>(
            patience,
            async (session, token) =>
            {
                await using var command = session.Command(sql, parameters);
                return await command.RowsAsync(of, token);
            },
            cancellation);
}
