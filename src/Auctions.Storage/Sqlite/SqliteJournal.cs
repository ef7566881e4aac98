using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Ports;
using Auctions.Storage.Slots;

namespace Auctions.Storage.Sqlite;

/// <summary>The journal on SQLite: one file per shard, one writing thread per file, every commit flushed.</summary>
internal sealed class SqliteJournal(IReadOnlyList<SqliteShard> shards, SlotMap slots, AuctionClock clock) : IJournal
{
    public int ShardCount => shards.Count;

    public bool TryGetShard(AuctionId id, out int shard) => slots.TryGetShard(id, out shard);

    public Task<CreationKeyBinding?> BindCreationKeyAsync(CreationKeyClaim claim, CancellationToken cancellation)
    {
        if (!slots.TryGetShard(claim.Seller, out var shard))
        {
            throw new JournalException(JournalFault.Unavailable, "The seller's slot is on no shard.");
        }

        return shards[shard].Writer.InTransactionAsync(session => Bind(session, claim), cancellation);
    }

    public async Task<IReadOnlyList<OpenedStream?>> OpenAsync(
        int shard, IReadOnlyList<OpenRequest> requests, CancellationToken cancellation)
    {
        // Two commits: the epochs are raised for good before anything is read.
        var owned = await shards[shard].Writer.InTransactionAsync(
            session => requests.Select(request => TakeOver(session, request)).ToArray(), cancellation);
        return await shards[shard].Readers.ReadAsync(
            session => requests.Select((request, i) =>
            {
                cancellation.ThrowIfCancellationRequested();
                return Read(session, request.Id, owned[i]);
            }).ToArray(),
            cancellation);
    }

    public Task<IReadOnlyList<AppendStatus>> AppendAsync(
        int shard, IReadOnlyList<Segment> segments, CancellationToken cancellation) =>
        shards[shard].Writer.InTransactionAsync<IReadOnlyList<AppendStatus>>(
            session => [.. segments.Select(segment => Append(session, segment))], cancellation);

    public Task<IReadOnlyList<RaisedStream?>> RaiseEpochAsync(
        int shard, IReadOnlyList<StreamClaim> claims, CancellationToken cancellation) =>
        shards[shard].Writer.InTransactionAsync<IReadOnlyList<RaisedStream?>>(
            session => [.. claims.Select(claim => RaiseEpoch(session, claim))], cancellation);

    public Task ReleaseAsync(int shard, IReadOnlyList<StreamClaim> claims, CancellationToken cancellation) =>
        shards[shard].Writer.InTransactionAsync(
            session => claims.Sum(claim => session.Execute(
                "update head set owner = null where auction_id = $id and owner = $owner and epoch = $epoch",
                ("$id", claim.Id.ToBytes()),
                ("$owner", SqliteValues.ToBlob(claim.Activation)),
                ("$epoch", claim.Epoch))),
            cancellation);

    public async Task<IReadOnlyList<DueAuction>> FindDueAsync(
        int shard, DateTimeOffset before, DueAuction? after, int limit, CancellationToken cancellation) =>
        await shards[shard].Readers.ReadAsync(
            session => session.Query(
                """
                select closes_at, auction_id from head
                where status <> 0 and status = 1 and closes_at < $before and (closes_at, auction_id) > ($end, $id)
                order by closes_at, auction_id limit $limit
                """,
                row => new DueAuction(row.GetInstant(0), row.GetAuctionId(1)),
                ("$before", Ticks.Of(before)),
                ("$end", after is { } position ? Ticks.Of(position.ClosesAt) : long.MinValue),
                ("$id", (after?.Id ?? default).ToBytes()),
                ("$limit", limit)),
            cancellation);

    public Task<StoredStream?> ReadAsync(int shard, AuctionId id, bool withChunks, CancellationToken cancellation) =>
        shards[shard].Readers.ReadAsync(session => SqliteStreams.Read(session, id, withChunks), cancellation);

    public Task<bool> SaveSnapshotAsync(
        int shard, StoredSnapshot snapshot, StoredChunk chunk, long madeFrom, CancellationToken cancellation) =>
        shards[shard].Writer.InTransactionAsync(
            session => SaveSnapshot(session, snapshot, chunk, madeFrom), cancellation);

    public Task<IReadOnlyList<Outage>> BeatAsync(
        int shard, TimeSpan outageMin, DateTimeOffset after, CancellationToken cancellation) =>
        shards[shard].Writer.InTransactionAsync<IReadOnlyList<Outage>>(
            session => Beat(session, outageMin, after), cancellation);

    private static CreationKeyBinding? Bind(SqliteSession session, CreationKeyClaim claim)
    {
        var seller = SqliteValues.ToBlob(claim.Seller);
        var key = SqliteValues.ToBlob(claim.Key);
        var bound = session.Query(
            "select auction_id, body_hash from creation_key where seller = $seller and key_hash = $key",
            row => new CreationKeyBinding(row.GetAuctionId(0), row.GetUInt128(1), IsNew: false),
            ("$seller", seller),
            ("$key", key));
        if (bound.Count > 0 || claim.Proposed is not { } proposed)
        {
            return bound.Count > 0 ? bound[0] : null;
        }

        session.Execute(
            "insert into creation_key (seller, key_hash, auction_id, body_hash) values ($seller, $key, $id, $body)",
            ("$seller", seller),
            ("$key", key),
            ("$id", proposed.ToBytes()),
            ("$body", SqliteValues.ToBlob(claim.BodyHash)));
        session.Execute(
            "insert into person (person_id, name) values ($id, $name) on conflict do update set name = $name",
            ("$id", seller),
            ("$name", claim.SellerName));
        return new CreationKeyBinding(proposed, claim.BodyHash, IsNew: true);
    }

    private static (long Epoch, bool WasOwned)? TakeOver(SqliteSession session, OpenRequest request)
    {
        var id = request.Id.ToBytes();
        if (request.Create)
        {
            session.Execute("insert or ignore into head (auction_id, epoch) values ($id, 0)", ("$id", id));
        }

        var found = session.Query(
            "select epoch, owner is not null from head where auction_id = $id",
            row => (Epoch: row.GetInt64(0) + 1, WasOwned: row.GetBoolean(1)),
            ("$id", id));
        if (found.Count == 0)
        {
            return null;
        }

        session.Execute(
            "update head set epoch = $epoch, owner = $owner where auction_id = $id",
            ("$epoch", found[0].Epoch),
            ("$owner", SqliteValues.ToBlob(request.Activation)),
            ("$id", id));
        return found[0];
    }

    private static OpenedStream? Read(SqliteSession session, AuctionId id, (long Epoch, bool WasOwned)? owned)
    {
        if (owned is not { } taken || SqliteStreams.Read(session, id, withChunks: true) is not { } content)
        {
            return null;
        }

        var outage = session.Query(
            """
            select began, ended from outage, head
            where auction_id = $id and closes_at between began and ended order by ended desc limit 1
            """,
            row => new Outage(row.GetInstant(0), row.GetInstant(1)),
            ("$id", id.ToBytes()));
        return new OpenedStream(taken.Epoch, taken.WasOwned, outage.Count > 0 ? outage[0] : null, content);
    }

    private AppendStatus Append(SqliteSession session, Segment segment)
    {
        if (clock.Now < segment.NotBefore)
        {
            return AppendStatus.NotYet;
        }

        return SqliteStreams.TryAdvanceHead(session, segment)
            ? SqliteStreams.Insert(session, segment, clock.Now)
            : SqliteStreams.WhyNot(session, segment.Claim);
    }

    private static RaisedStream? RaiseEpoch(SqliteSession session, StreamClaim claim)
    {
        var raised = session.Query(
            """
            update head set epoch = epoch + 1 where auction_id = $id and owner = $owner
            returning epoch, last_sequence
            """,
            row => new RaisedStream(row.GetInt64(0), row.GetInt64(1)),
            ("$id", claim.Id.ToBytes()),
            ("$owner", SqliteValues.ToBlob(claim.Activation)));
        return raised.Count > 0 ? raised[0] : null;
    }

    private static bool SaveSnapshot(SqliteSession session, StoredSnapshot snapshot, StoredChunk chunk, long madeFrom)
    {
        var id = snapshot.Id.ToBytes();
        var stored = session.Query(
            "select sequence from snapshot where auction_id = $id", row => row.GetInt64(0), ("$id", id));
        if ((stored.Count > 0 ? stored[0] : 0) != madeFrom)
        {
            return false;
        }

        session.Execute(
            """
            insert or replace into snapshot (auction_id, sequence, codec_version, chain_hash, payload)
            values ($id, $sequence, $codec, $chain, $payload)
            """,
            ("$id", id),
            ("$sequence", snapshot.Sequence),
            ("$codec", snapshot.CodecVersion),
            ("$chain", snapshot.ChainHash),
            ("$payload", snapshot.Payload));
        session.Execute(
            """
            insert into key_chunk (auction_id, last_sequence, codec_version, payload)
            values ($id, $last, $codec, $payload)
            """,
            ("$id", id),
            ("$last", chunk.LastSequence),
            ("$codec", chunk.CodecVersion),
            ("$payload", chunk.Payload));
        return true;
    }

    private List<Outage> Beat(SqliteSession session, TimeSpan outageMin, DateTimeOffset after)
    {
        var now = clock.Now;
        var last = session.Query("select at from heartbeat", row => row.GetInstant(0));
        if (last.Count > 0 && now - last[0] >= outageMin)
        {
            session.Execute(
                "insert or ignore into outage (began, ended) values ($began, $ended)",
                ("$began", Ticks.Of(last[0])),
                ("$ended", Ticks.Of(now)));
        }

        session.Execute(
            "insert into heartbeat (id, at) values (1, $at) on conflict do update set at = max(at, $at)",
            ("$at", Ticks.Of(now)));
        return session.Query(
            "select began, ended from outage where ended > $after order by ended",
            row => new Outage(row.GetInstant(0), row.GetInstant(1)),
            ("$after", Ticks.Of(after)));
    }
}
