using System.Data.Common;
using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Statements;
using Auctions.Storage.Slots;
using Npgsql;
using NpgsqlTypes;
using static Auctions.Storage.Postgres.PostgresValues;

namespace Auctions.Storage.Postgres.Journal;

/// <summary>
/// The journal on PostgreSQL: one statement per batch and shard, every request with a hard deadline of its own, nothing
/// ever cancelled. Its statements are the files beside <see cref="Statement"/>.
/// </summary>
internal sealed partial class PostgresJournal(
    IReadOnlyList<PostgresShard> shards, CurrentSlotMap slots, PostgresDeadlines deadlines) : IJournal
{
    public int ShardCount => shards.Count;

    public bool TryGetShard(AuctionId id, out int shard) => slots.Map.TryGetShard(id, out shard);

    public Task<CreationKeyBinding?> BindCreationKeyAsync(CreationKeyClaim claim, CancellationToken cancellation)
    {
        if (!slots.Map.TryGetShard(claim.Seller, out var shard))
        {
            throw new JournalException(JournalFault.Unavailable, "The seller's slot is on no shard.");
        }

        return shards[shard].AskAsync(
            deadlines.Append, (connection, token) => BindAsync(connection, claim, token), cancellation);
    }

    public async Task<IReadOnlyList<OpenedStream?>> OpenAsync(
        int shard, IReadOnlyList<OpenRequest> requests, CancellationToken cancellation)
    {
        var owned = new (long Epoch, bool WasOwned)?[requests.Count];

        // A stream asked for twice is opened twice, one after the other: the last one owns it.
        var waiting = Enumerable.Range(0, requests.Count).ToList();
        while (waiting.Count > 0)
        {
            var round = waiting.DistinctBy(at => requests[at].Id).ToList();
            waiting = [.. waiting.Except(round)];
            await TakeOverAsync(shard, requests, round, owned, cancellation);
        }

        // Two commits: the epochs are raised for good before anything is read, by a statement that starts after that.
        var streams = await ReadAsync(
            shard, [.. requests.Select(request => request.Id).Distinct()], true, deadlines.Raise, cancellation);
        return [.. requests.Select((request, at) =>
            owned[at] is { } taken && streams.TryGetValue(request.Id, out var found)
                ? new OpenedStream(taken.Epoch, taken.WasOwned, found.Outage, found.Stream)
                : null)];
    }

    public async Task<IReadOnlyList<RaisedStream?>> RaiseEpochAsync(
        int shard, IReadOnlyList<StreamClaim> claims, CancellationToken cancellation)
    {
        var epochs = await shards[shard].SettleAsync(
            deadlines.Raise,
            async (connection, token) =>
            {
                await using var command = connection.Command(
                    Statement.RaiseEpoch,
                    Ask.Column(claims, claim => claim.Id.Value, NpgsqlDbType.Uuid),
                    Ask.Column(claims, claim => claim.Activation, NpgsqlDbType.Uuid));
                return (await command.RowsAsync(ReadEpoch, token)).ToDictionary();
            },
            cancellation);

        // Only now, that the epochs are durable, where the streams end is final.
        var ends = await shards[shard].SettleAsync(
            deadlines.Raise,
            async (connection, token) =>
            {
                await using var command = connection.Command(
                    Statement.StreamEnds, Ask.Column([.. epochs.Keys], id => id.Value, NpgsqlDbType.Uuid));
                return (await command.RowsAsync(ReadEpoch, token)).ToDictionary();
            },
            cancellation);
        return [.. claims.Select(claim => epochs.TryGetValue(claim.Id, out var epoch)
            ? new RaisedStream(epoch, ends[claim.Id])
            : (RaisedStream?)null)];
    }

    public Task ReleaseAsync(int shard, IReadOnlyList<StreamClaim> claims, CancellationToken cancellation)
    {
        var lists = shards[shard].Lists;
        Segment[] behind = [.. claims.Select(claim => lists.Behind(claim.Id)).OfType<Segment>()];
        foreach (var claim in claims)
        {
            lists.Forget(claim.Id);
        }

        return shards[shard].AskAsync(
            deadlines.Append,
            async (connection, token) =>
            {
                // Nobody lists for them any more after this.
                if (behind.Length > 0)
                {
                    await using var list = AppendCommand.List(connection, behind);
                    await list.ExecuteNonQueryAsync(token);
                }

                await using var command = connection.Command(
                    Statement.Release,
                    Ask.Column(claims, claim => claim.Id.Value, NpgsqlDbType.Uuid),
                    Ask.Column(claims, claim => claim.Activation, NpgsqlDbType.Uuid),
                    Ask.Column(claims, claim => claim.Epoch, NpgsqlDbType.Bigint));
                return await command.ExecuteNonQueryAsync(token);
            },
            cancellation);
    }

    public async Task<IReadOnlyList<DueAuction>> FindDueAsync(
        int shard, DateTimeOffset before, DueAuction? after, int limit, CancellationToken cancellation) =>
        await shards[shard].AskAsync(
            deadlines.Raise,
            async (connection, token) =>
            {
                await using var command = connection.Command(
                    Statement.FindDue,
                    Ask.Of(Ticks.Of(before)),
                    Ask.Of(after is { } position ? Ticks.Of(position.ClosesAt) : long.MinValue),
                    Ask.Of(after?.Id.Value ?? Guid.Empty),
                    Ask.Of(limit));
                return await command.RowsAsync(row => new DueAuction(row.GetInstant(0), row.GetAuctionId(1)), token);
            },
            cancellation);

    public async Task<StoredStream?> ReadAsync(
        int shard, AuctionId id, bool withChunks, CancellationToken cancellation)
    {
        var streams = await ReadAsync(shard, [id], withChunks, deadlines.Background, cancellation);
        return streams.TryGetValue(id, out var found) ? found.Stream : null;
    }

    public Task<bool> SaveSnapshotAsync(
        int shard, StoredSnapshot snapshot, StoredChunk chunk, long madeFrom, CancellationToken cancellation) =>
        shards[shard].AskAsync(
            deadlines.Background,
            async (connection, token) =>
            {
                await using var command = connection.Command(
                    Statement.SaveSnapshot,
                    Ask.Of(snapshot.Id.Value),
                    Ask.Of(snapshot.Sequence),
                    Ask.Of((short)snapshot.CodecVersion),
                    Ask.Of(snapshot.ChainHash),
                    Ask.Of(snapshot.Payload),
                    Ask.Of(madeFrom),
                    Ask.Of(chunk.LastSequence),
                    Ask.Of((short)chunk.CodecVersion),
                    Ask.Of(chunk.Payload));
                return await command.ValueAsync<bool>(token);
            },
            cancellation);

    public Task<IReadOnlyList<Outage>> BeatAsync(
        int shard, TimeSpan outageMin, DateTimeOffset after, CancellationToken cancellation) =>
        shards[shard].AskAsync<IReadOnlyList<Outage>>(
            deadlines.Append,
            async (connection, token) =>
            {
                await using var batch = connection.CreateBatch();
                batch.Add(Statement.Beat, Ask.Of(outageMin.Ticks));
                batch.Add(Statement.Outages, Ask.Of(Ticks.Of(after)));
                await using var reader = await batch.ExecuteReaderAsync(token);
                var outages = new List<Outage>();
                while (await reader.ReadAsync(token))
                {
                    outages.Add(new Outage(reader.GetInstant(0), reader.GetInstant(1)));
                }

                await reader.EndAsync(token);
                return outages;
            },
            cancellation);

    private static async Task<CreationKeyBinding?> BindAsync(
        NpgsqlConnection connection, CreationKeyClaim claim, CancellationToken cancellation)
    {
        var (seller, key) = (ToUuid(claim.Seller), ToUuid(claim.Key));
        if (claim.Proposed is { } proposed)
        {
            await using var bind = connection.Command(
                Statement.BindKey,
                Ask.Of(seller),
                Ask.Of(key),
                Ask.Of(proposed.Value),
                Ask.Of(ToUuid(claim.BodyHash)),
                Ask.Of(claim.SellerName));
            if (await bind.ValueAsync<bool>(cancellation))
            {
                return new CreationKeyBinding(proposed, claim.BodyHash, IsNew: true);
            }
        }

        await using var find = connection.Command(Statement.FindKey, Ask.Of(seller), Ask.Of(key));
        var bound = await find.RowsAsync(
            row => new CreationKeyBinding(row.GetAuctionId(0), ToUInt128(row.GetGuid(1)), IsNew: false), cancellation);
        return bound.Count > 0 ? bound[0] : null;
    }

    private static KeyValuePair<AuctionId, long> ReadEpoch(DbDataReader row) =>
        KeyValuePair.Create(row.GetAuctionId(0), row.GetInt64(1));

    private Task<Dictionary<AuctionId, (StoredStream Stream, Outage? Outage)>> ReadAsync(
        int shard,
        IReadOnlyList<AuctionId> ids,
        bool withChunks,
        TimeSpan deadline,
        CancellationToken cancellation) =>
        shards[shard].AskAsync(
            deadline,
            (connection, token) => StoredStreams.ReadAsync(connection, ids, withChunks, token),
            cancellation);

    private Task<bool> TakeOverAsync(
        int shard,
        IReadOnlyList<OpenRequest> requests,
        List<int> round,
        (long Epoch, bool WasOwned)?[] owned,
        CancellationToken cancellation) =>
        shards[shard].AskAsync(
            deadlines.Raise,
            async (connection, token) =>
            {
                Guid[] created = [.. round.Where(at => requests[at].Create).Select(at => requests[at].Id.Value)];
                await using var batch = connection.CreateBatch();
                if (created.Length > 0)
                {
                    batch.Add(Statement.MakeHeads, Ask.Of(created));
                }

                batch.Add(
                    Statement.TakeOver,
                    Ask.Column(round, at => requests[at].Id.Value, NpgsqlDbType.Uuid),
                    Ask.Column(round, at => requests[at].Activation, NpgsqlDbType.Uuid));
                await using var reader = await batch.ExecuteReaderAsync(token);
                var places = round.ToDictionary(at => requests[at].Id);
                var isElsewhere = false;
                while (await reader.ReadAsync(token))
                {
                    owned[places[reader.GetAuctionId(0)]] = (reader.GetInt64(1), reader.GetBoolean(2));

                    // Opened as though somebody had taken it over right after: it can be looked at as it is here, and
                    // who appends is fenced. It is not unknown, and the others are not to suffer for it.
                    isElsewhere |= reader.GetBoolean(3);
                }

                await reader.EndAsync(token);
                if (isElsewhere)
                {
                    slots.Doubt();
                }

                return true;
            },
            cancellation);
}
