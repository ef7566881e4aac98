using System.Data;
using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Statements;
using Npgsql;
using NpgsqlTypes;

namespace Auctions.Storage.Postgres.Moving;

/// <summary>
/// One shard as a move sees it, as whoever logs in: none of the roles of servers may take the place of a snapshot.
/// </summary>
internal sealed class MovingShard(int number, string connection) : IAsyncDisposable
{
    /// <summary>A shard that is well answers sooner. This is what a bidder may wait for it.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly PostgresDatabase _database = new(
        connection, $"shard-{number:00}-move", role: null, connectionsMax: 4, Deadline);

    public int Number => number;

    /// <summary>For logs and people.</summary>
    public string Address => _database.Address;

    /// <summary>Asks.</summary>
    /// <exception cref="AuctionNotMovedException">What was asked has thrown it.</exception>
    /// <exception cref="JournalException">No answer, or no success.</exception>
    public async Task<T> AskAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> ask, CancellationToken cancellation = default)
    {
        try
        {
            return await _database.AskAsync(Deadline, ask, cancellation);
        }
        catch (JournalException failed) when (failed.InnerException is AuctionNotMovedException told)
        {
            throw new AuctionNotMovedException(told.Message, told);
        }
    }

    /// <summary>What it says of an auction; null: nothing.</summary>
    public Task<AuctionPlace?> LookAsync(AuctionId id, CancellationToken cancellation) => AskAsync(
        async (session, token) =>
        {
            await using var look = session.Command(Statement.LookAtAuction, Ask.Of(id.Value));
            return (await look.RowsAsync(
                row => new AuctionPlace(
                    number,
                    row.GetInt64(0),
                    row.GetNullableInt32(1),
                    row.IsDBNull(2) ? null : row.GetGuid(2),
                    row.GetInt16(3) != 0,
                    row.GetInt32(4)),
                token)).SingleOrDefault();
        },
        cancellation);

    /// <summary>Whether who logs in may move an auction to or from here.</summary>
    public Task<bool> MayMoveAsync(CancellationToken cancellation) => AskAsync(
        async (session, token) =>
        {
            await using var may = session.Command(
                "select has_table_privilege('auctions.head', 'update') and " +
                "has_table_privilege('auctions.key_chunk', 'delete')");
            return await may.ValueAsync<bool>(token);
        },
        cancellation);

    /// <summary>Has a row for an auction that is to come; whatever moved it before cannot go on.</summary>
    /// <returns>False: it lives here.</returns>
    public async Task<bool> ExpectAsync(AuctionId id, Guid move, int from, CancellationToken cancellation) =>
        await RunAsync(Statement.ExpectAuction, [Ask.Of(id.Value), Ask.Of(move), Ask.Of(from)], cancellation) == 1;

    /// <summary>Ends all writing to an auction.</summary>
    /// <returns>Its epoch since; null: it is on its way elsewhere, or ends too soon.</returns>
    public async Task<long?> FenceAsync(AuctionId id, Guid move, int to, TimeSpan? beforeEnd) => await AskAsync<long?>(
        async (session, token) =>
        {
            await using var fence = session.Command(
                Statement.FenceAuction,
                Ask.Of(id.Value),
                Ask.Of(move),
                Ask.Of(to),
                Ask.OfNullable(beforeEnd?.Ticks, NpgsqlDbType.Bigint));
            return await fence.RowsAsync(row => row.GetInt64(0), token) is [var epoch] ? epoch : null;
        });

    /// <summary>Has an auction stay that was to move.</summary>
    /// <returns>False: the move went on, or another one did.</returns>
    public async Task<bool> TakeBackAsync(AuctionId id, Guid move) =>
        await RunAsync(Statement.TakeBack, [Ask.Of(id.Value), Ask.Of(move)], default) == 1;

    /// <summary>Has lists show an auction here no more.</summary>
    /// <returns>False: another move took over.</returns>
    public async Task<bool> LeaveListsAsync(AuctionId id, Guid move) =>
        await RunAsync(Statement.LeaveLists, [Ask.Of(id.Value), Ask.Of(move)], default) == 1;

    /// <summary>How much of an auction's journal is here.</summary>
    public Task<StreamSize> MeasureAsync(AuctionId id, CancellationToken cancellation) => AskAsync(
        async (session, token) =>
        {
            await using var measure = session.Command(Statement.MeasureStream, Ask.Of(id.Value));
            return (await measure.RowsAsync(
                row => new StreamSize(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)), token))[0];
        },
        cancellation);

    /// <summary>How many segments of an auction the bidders' own bids lack here.</summary>
    public Task<long> NotTakenInAsync(AuctionId id, CancellationToken cancellation) => AskAsync(
        async (session, token) =>
        {
            await using var count = session.Command(
                "select count(*) from auctions.segment s, auctions.checkpoint c where s.auction_id = $1 and " +
                "(s.transaction_id, s.auction_id, s.first_sequence) > " +
                "(c.transaction_id, c.auction_id, c.first_sequence)",
                Ask.Of(id.Value));
            return await count.ValueAsync<long>(token);
        },
        cancellation);

    /// <summary>What is committed here by now.</summary>
    public Task<string> EndOfLogAsync() => AskAsync(async (session, token) =>
    {
        await using var end = session.Command("select pg_current_wal_insert_lsn()::text");
        return (await end.ValueAsync<string>(token))!;
    });

    /// <summary>A snapshot, and which chunks there are, by what they hold; from one moment.</summary>
    public Task<(StoredSnapshot? Snapshot, Dictionary<long, string> Chunks)> ReadFoldAsync(
        AuctionId id, CancellationToken cancellation) => AskAsync(
        async (session, token) =>
        {
            await using var moment = await session.BeginTransactionAsync(IsolationLevel.RepeatableRead, token);
            return (await ReadSnapshotAsync(session, id, token), await NameChunksAsync(session, id, token));
        },
        cancellation);

    public static async Task<Dictionary<long, string>> NameChunksAsync(
        NpgsqlConnection session, AuctionId id, CancellationToken cancellation)
    {
        await using var name = session.Command(Statement.NameChunks, Ask.Of(id.Value));
        return (await name.RowsAsync(
            row => KeyValuePair.Create(row.GetInt64(0), row.GetString(1)), cancellation)).ToDictionary();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static async Task<StoredSnapshot?> ReadSnapshotAsync(
        NpgsqlConnection session, AuctionId id, CancellationToken cancellation)
    {
        await using var read = session.Command(
            "select sequence, codec_version, chain_hash, payload from auctions.snapshot where auction_id = $1",
            Ask.Of(id.Value));
        return (await read.RowsAsync(
            row => new StoredSnapshot(id, row.GetInt64(0), row.GetInt16(1), row.GetBytes(2), row.GetBytes(3)),
            cancellation)).SingleOrDefault();
    }

    private Task<int> RunAsync(string statement, NpgsqlParameter[] parameters, CancellationToken cancellation) =>
        AskAsync(
            async (session, token) =>
            {
                await using var command = session.Command(statement, parameters);
                return await command.ExecuteNonQueryAsync(token);
            },
            cancellation);
}
