using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Statements;
using Auctions.Storage.ReadModels;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Auctions.Storage.Postgres.ReadModels;

/// <summary>
/// Follows one shard's journal in the order of its transactions and keeps the bidders' own bids. Of many processes one
/// does so at a time: it holds a lease by the shard's clock, which each step renews and whose end lets another go on.
/// What it adds and how far it came are one transaction, under the checkpoint's lock and in its holder's name, so every
/// bid counts exactly once, whoever held the lease when.
/// </summary>
/// <param name="shard">The shard.</param>
/// <param name="logger">Gets what cannot be read.</param>
/// <param name="lease">How long others leave it to a holder that shows no life; 10 s if null.</param>
internal sealed class PostgresProjector(PostgresShard shard, ILogger logger, TimeSpan? lease = null)
{
    private const int SegmentsMax = 256;

    // No writing transaction may last over a second: it would hold back what others may take in.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // A step is due every second, so a holder that is well loses it to nobody.
    private readonly TimeSpan _lease = lease ?? TimeSpan.FromSeconds(10);
    private readonly Guid _holder = Guid.NewGuid();
    private bool _mayHold;

    /// <summary>Takes in what is committed, in steps; nothing while another process has the lease.</summary>
    /// <exception cref="JournalException">
    /// The shard cannot be used now, or the lease was taken in the middle of a step, which is undone.
    /// </exception>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        _mayHold = true;
        while (await shard.Projecting.AskAsync(Patience, StepAsync, cancellation))
        {
            // There may be more.
        }
    }

    /// <summary>Leaves the rest to another process, which may go on at once.</summary>
    public async Task StopAsync()
    {
        if (!_mayHold)
        {
            return;
        }

        try
        {
            await shard.Projecting.AskAsync(Patience, async (session, token) =>
            {
                await using var leave = session.Command(Statement.LeaveCheckpoint, Ask.Of(_holder));
                return await leave.ExecuteNonQueryAsync(token);
            });
        }
        catch (JournalException)
        {
            // Out of reach: the lease ends by itself.
        }
    }

    private async Task<bool> StepAsync(NpgsqlConnection session, CancellationToken cancellation)
    {
        await using var transaction = await session.BeginTransactionAsync(cancellation);
        await using var hold = session.Command(Statement.HoldCheckpoint, Ask.Of(_holder), Ask.Of(_lease));
        var held = await hold.RowsAsync(
            row => (row.GetFieldValue<ulong>(0), row.GetGuid(1), row.GetInt64(2)), cancellation);
        if (held is not [var from])
        {
            return false;
        }

        // A statement of its own: it must see what was committed before the lock was had.
        await using var read = session.Command(
            Statement.NextSegments,
            Ask.Of(from.Item1, NpgsqlDbType.Xid8),
            Ask.Of(from.Item2),
            Ask.Of(from.Item3),
            Ask.Of(SegmentsMax));
        var segments = await read.RowsAsync(
            row => new Committed(
                row.GetFieldValue<ulong>(0), row.GetAuctionId(1), row.GetInt64(2), row.GetInt16(3), row.GetBytes(4)),
            cancellation);
        if (segments.Count > 0)
        {
            await TakeInAsync(session, segments, cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return segments.Count == SegmentsMax;
    }

    private async Task TakeInAsync(NpgsqlConnection session, List<Committed> segments, CancellationToken cancellation)
    {
        var rows = new Dictionary<(PersonId Bidder, AuctionId Id), OwnBidsRow>();
        foreach (var segment in segments)
        {
            var bids = SegmentBids.Of(segment.Id, segment.First, segment.Codec, segment.Payload, logger);
            foreach (var (bidder, bid) in bids)
            {
                rows[(bidder, bid.Id)] = rows.TryGetValue((bidder, bid.Id), out var row) ? row.Then(bid) : bid;
            }
        }

        await AddAsync(session, [.. rows.Select(pair => (pair.Key.Bidder, pair.Value))], cancellation);
        var last = segments[^1];
        await using var advance = session.Command(
            Statement.Advance,
            Ask.Of(last.Transaction, NpgsqlDbType.Xid8),
            Ask.Of(last.Id.Value),
            Ask.Of(last.First),
            Ask.Of(_holder));
        if (await advance.ExecuteNonQueryAsync(cancellation) != 1)
        {
            throw new JournalException(
                JournalFault.Rejected, $"{shard.Name}: another process keeps the own bids by now.");
        }
    }

    private static async Task AddAsync(
        NpgsqlConnection session, List<(PersonId Bidder, OwnBidsRow Row)> rows, CancellationToken cancellation)
    {
        await using var add = session.Command(
            Statement.AddOwnBids,
            Ask.Column(rows, row => PostgresValues.ToUuid(row.Bidder), NpgsqlDbType.Uuid),
            Ask.Column(rows, row => row.Row.Id.Value, NpgsqlDbType.Uuid),
            Ask.Column(rows, row => row.Row.BidderNumber, NpgsqlDbType.Integer),
            Ask.Column(rows, row => row.Row.Maximum, NpgsqlDbType.Bigint),
            Ask.Column(rows, row => row.Row.Bids, NpgsqlDbType.Integer),
            Ask.Column(rows, row => row.Row.LastSequence, NpgsqlDbType.Bigint),
            Ask.Column(rows, row => Ticks.Of(row.Row.LastBidAt), NpgsqlDbType.Bigint));
        await add.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>A segment in the order of transactions.</summary>
    private readonly record struct Committed(
        ulong Transaction, AuctionId Id, long First, int Codec, byte[] Payload);
}
