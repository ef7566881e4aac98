using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Statements;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Auctions.Storage.Postgres.ReadModels;

/// <summary>
/// Follows one shard's journal in the order of its transactions and keeps the bidders' own bids. Of many processes one
/// does so at a time: it holds a lease by the shard's clock, which each step renews and whose end lets another go on.
/// What it adds and how far it came are one transaction, under the checkpoint's lock and in its holder's name, so every
/// bid counts exactly once, whoever held the lease when. It follows the generation that the checkpoint names: a rebuild
/// may change that between any two steps.
/// </summary>
/// <param name="shard">The shard.</param>
/// <param name="logger">Gets what cannot be read.</param>
/// <param name="lease">How long others leave it to a holder that shows no life; 10 s if null.</param>
internal sealed class PostgresProjector(PostgresShard shard, ILogger logger, TimeSpan? lease = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // A step is due every second, so a holder that is well loses it to nobody.
    private readonly TimeSpan _lease = lease ?? TimeSpan.FromSeconds(10);
    private readonly Guid _holder = Guid.NewGuid();
    private readonly StepSize _size = new();
    private bool _mayHold;

    /// <summary>Takes in what is committed, in steps; nothing while another process has the lease.</summary>
    /// <exception cref="JournalException">
    /// The shard cannot be used now, or the lease was taken in the middle of a step, which is undone.
    /// </exception>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        _mayHold = true;
        while (await _size.StepAsync(shard.Projecting, StepAsync, cancellation))
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
            row => (
                Position: new JournalPosition(row.GetFieldValue<ulong>(0), row.GetGuid(1), row.GetInt64(2)),
                Generation: row.GetInt32(3)),
            cancellation);
        if (held is not [var from])
        {
            return false;
        }

        var taken = await OwnBidsIntake.TakeInAsync(
            session, from.Generation, from.Position, _size.Segments, logger, cancellation);
        if (taken.Last is { } last)
        {
            await AdvanceAsync(session, last, cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return taken.MayBeMore;
    }

    private async Task AdvanceAsync(NpgsqlConnection session, JournalPosition last, CancellationToken cancellation)
    {
        await using var advance = session.Command(
            Statement.Advance,
            Ask.Of(last.Transaction, NpgsqlDbType.Xid8),
            Ask.Of(last.Auction),
            Ask.Of(last.First),
            Ask.Of(_holder));
        if (await advance.ExecuteNonQueryAsync(cancellation) != 1)
        {
            throw new JournalException(
                JournalFault.Rejected, $"{shard.Name}: another process keeps the own bids by now.");
        }
    }
}
