using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Statements;
using Npgsql;
using NpgsqlTypes;

namespace Auctions.Storage.Postgres.ReadModels.Rebuild;

/// <summary>Where the rebuild of a shard stands.</summary>
/// <param name="Generation">The generation of own bids that it fills.</param>
/// <param name="Position">The last segment taken into it.</param>
/// <param name="Segments">How many were.</param>
/// <param name="IsSwitched">Whether that generation is the one that is read by now.</param>
/// <param name="HeadsAfter">The last auction whose list columns were compared.</param>
/// <param name="Heads">How many were.</param>
internal readonly record struct RebuildState(
    int Generation, JournalPosition Position, long Segments, bool IsSwitched, Guid HeadsAfter, long Heads);

/// <summary>
/// The place that one rebuild at a time has on a shard: a row that says where it stands, with a lease by the shard's
/// clock, so that one that was killed is gone on with and two never get into each other's way.
/// </summary>
/// <param name="shard">The shard.</param>
/// <param name="lease">How long others leave it to a holder that shows no life.</param>
internal sealed class RebuildPlace(PostgresShard shard, TimeSpan lease)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeavesWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Guid _holder = Guid.NewGuid();

    /// <summary>Takes the place: begins a rebuild, or goes on with one that nobody runs any more.</summary>
    /// <exception cref="StorageException">Somebody runs one.</exception>
    /// <exception cref="JournalException">The shard cannot be used.</exception>
    public async Task<RebuildState> TakeAsync(CancellationToken cancellation)
    {
        DateTime? until = null;
        while (true)
        {
            var (mine, others) = await Patience.KeepTryingAsync(
                () => shard.Projecting.AskAsync(Deadline, TryAsync, cancellation), cancellation);
            if (mine is { } state)
            {
                return state;
            }

            // Who renews the lease is alive; otherwise it ends by itself.
            if (others is { LeaseUntil: { } renewed } other && renewed > until)
            {
                throw new StorageException(
                    $"{shard.Name} is being rebuilt by another process, since {other.Began:u}; {other.Segments} " +
                    "segments are taken in. Wait until it ends.");
            }

            until ??= others?.LeaseUntil;
            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>Renews the lease and locks the row; null: somebody else has the place.</summary>
    public async Task<RebuildState?> HoldAsync(NpgsqlConnection session, CancellationToken cancellation)
    {
        await using var hold = session.Command(Statement.HoldRebuild, Ask.Of(_holder), Ask.Of(lease));
        var held = await hold.RowsAsync(
            row => new RebuildState(
                row.GetInt32(0),
                new JournalPosition(row.GetFieldValue<ulong>(1), row.GetGuid(2), row.GetInt64(3)),
                row.GetInt64(4),
                row.GetBoolean(5),
                row.GetGuid(6),
                row.GetInt64(7)),
            cancellation);
        return held.Count > 0 ? held[0] : null;
    }

    /// <summary>The same by itself, for work that writes nothing there.</summary>
    /// <exception cref="StorageException">Somebody else has the place.</exception>
    public async Task RenewAsync(CancellationToken cancellation)
    {
        if (await Patience.KeepTryingAsync(
            () => shard.Projecting.AskAsync(Deadline, HoldAsync, cancellation), cancellation) is null)
        {
            throw Lost();
        }
    }

    /// <summary>So many segments more are taken in; within a transaction that holds the row.</summary>
    public async Task AdvanceAsync(
        NpgsqlConnection session, JournalPosition last, long segments, CancellationToken cancellation)
    {
        await using var advance = session.Command(
            Statement.AdvanceRebuild,
            Ask.Of(last.Transaction, NpgsqlDbType.Xid8),
            Ask.Of(last.Auction),
            Ask.Of(last.First),
            Ask.Of(segments),
            Ask.Of(_holder));
        await advance.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>From now on what it filled is read; within a transaction that holds the row.</summary>
    public async Task SwitchAsync(NpgsqlConnection session, CancellationToken cancellation)
    {
        await using var change = session.Command(Statement.SwitchGeneration, Ask.Of(_holder));
        await change.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The list columns of so many auctions more are right.</summary>
    /// <exception cref="StorageException">Somebody else has the place.</exception>
    public async Task SaveHeadsAsync(Guid last, long heads, CancellationToken cancellation)
    {
        var saved = await Patience.KeepTryingAsync(
            () => shard.Projecting.AskAsync(
                Deadline,
                async (session, token) =>
                {
                    await using var save = session.Command(
                        Statement.SaveHeads, Ask.Of(last), Ask.Of(heads), Ask.Of(_holder), Ask.Of(lease));
                    return await save.ExecuteNonQueryAsync(token);
                },
                cancellation),
            cancellation);
        if (saved != 1)
        {
            throw Lost();
        }
    }

    /// <summary>The rebuild is done.</summary>
    public Task EndAsync(CancellationToken cancellation) => Patience.KeepTryingAsync(
        () => GiveUpAsync(Statement.EndRebuild, cancellation), cancellation);

    /// <summary>Leaves what remains to do to whoever comes next, at once.</summary>
    public async Task LeaveAsync()
    {
        try
        {
            await Patience.KeepTryingAsync(
                () => GiveUpAsync(Statement.LeaveRebuild, default),
                default,
                lease < LeavesWithin ? lease : LeavesWithin);
        }
        catch (JournalException)
        {
            // Out of reach: the lease ends by itself.
        }
    }

    /// <summary>What ends a rebuild that stood still for too long.</summary>
    public StorageException Lost() => new(
        $"{shard.Name}: another process goes on with the rebuild, for this one stood still beyond its lease.");

    private Task<int> GiveUpAsync(string statement, CancellationToken cancellation) => shard.Projecting.AskAsync(
        Deadline,
        async (session, token) =>
        {
            await using var command = session.Command(statement, Ask.Of(_holder));
            return await command.ExecuteNonQueryAsync(token);
        },
        cancellation);

    private async Task<(RebuildState? Mine, Other? Others)> TryAsync(
        NpgsqlConnection session, CancellationToken cancellation)
    {
        await using var begin = session.Command(Statement.BeginRebuild);
        await begin.ExecuteNonQueryAsync(cancellation);
        if (await HoldAsync(session, cancellation) is { } mine)
        {
            return (mine, null);
        }

        await using var look = session.Command(Statement.LookAtRebuild);
        var others = await look.RowsAsync(
            row => new Other(
                row.GetFieldValue<DateTime>(0),
                row.GetInt64(1),
                row.IsDBNull(2) ? null : row.GetFieldValue<DateTime>(2)),
            cancellation);
        return (null, others.Count > 0 ? others[0] : null);
    }

    private readonly record struct Other(DateTime Began, long Segments, DateTime? LeaseUntil);
}
