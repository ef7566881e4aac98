using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Statements;
using Auctions.Storage.ReadModels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Auctions.Storage.Postgres.ReadModels.Rebuild;

/// <summary>
/// Makes one shard's read models again from its journal while servers use them: fills the next generation of own bids
/// in short transactions, in the order of the journal's, and has the checkpoint take it over together with where it
/// stands, so that readers go from one whole generation to the other; deletes what is not read any more; and then
/// compares the list columns of every auction with its journal.
/// </summary>
/// <param name="shard">The shard.</param>
/// <param name="progress">Told how far it is.</param>
/// <param name="logger">Gets what cannot be read.</param>
/// <param name="lease">How long others leave it to one that shows no life; 10 s if null.</param>
internal sealed class ShardRebuild(
    PostgresShard shard, RebuildProgress progress, ILogger logger, TimeSpan? lease = null)
{
    private const int RowsDeletedMax = 1_000;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CountDeadline = TimeSpan.FromMinutes(5);

    private readonly StepSize _size = new();
    private long _counted;

    /// <summary>Whose turn it is, and where it stands.</summary>
    public RebuildPlace Place { get; } = new(shard, lease ?? TimeSpan.FromSeconds(10));

    /// <summary>What a step of filling came to.</summary>
    internal enum Filled
    {
        /// <summary>There may be more.</summary>
        Some,

        /// <summary>All, and it is what is read now.</summary>
        All,

        /// <summary>Nothing: somebody else has the place.</summary>
        Lost,
    }

    /// <summary>Does all of it, or what remains of one that did not end.</summary>
    /// <exception cref="StorageException">Somebody else does it, or an auction is locked all the time.</exception>
    /// <exception cref="JournalException">The shard cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop; it can be gone on with.</exception>
    public async Task<ShardRebuilt> RunAsync(CancellationToken cancellation)
    {
        var began = await Place.TakeAsync(cancellation);
        try
        {
            await ExpectAsync(cancellation);
            progress.AddSegments(began.Segments);
            progress.AddAuctions(began.Heads);
            _counted = began.Segments;
            var segments = began.Segments;
            for (var filled = began.IsSwitched ? Filled.All : Filled.Some; filled != Filled.All;)
            {
                (filled, var more) = await FillAsync(cancellation);
                segments += more;
                progress.AddSegments(more);
                if (filled == Filled.Lost)
                {
                    throw Place.Lost();
                }
            }

            await DeleteOldAsync(began.Generation, cancellation);
            var lists = new ListsRebuild(shard, Place, progress);
            await lists.RunAsync(began.HeadsAfter, cancellation);
            await Place.EndAsync(cancellation);
            return new ShardRebuilt(
                shard.Number,
                shard.Address,
                segments,
                began.Heads + lists.Compared,
                lists.Corrected,
                lists.Damaged,
                Problem: null);
        }
        finally
        {
            await Place.LeaveAsync();
        }
    }

    /// <summary>Takes in some segments more; once there are no more of them, has that generation be read.</summary>
    public async Task<(Filled Filled, int Segments)> FillAsync(CancellationToken cancellation)
    {
        var (filled, segments) = await Patience.KeepTryingAsync(
            () => _size.StepAsync(shard.Projecting, FillAsync, cancellation), cancellation);
        if (filled == Filled.Lost)
        {
            return (filled, 0);
        }

        // Those of steps that were done although nobody was told so are among them.
        var more = segments - _counted;
        _counted = segments;
        return (filled, (int)more);
    }

    // Answers how many segments all steps have taken in.
    private async Task<(Filled, long)> FillAsync(NpgsqlConnection session, CancellationToken cancellation)
    {
        await using var transaction = await session.BeginTransactionAsync(cancellation);
        if (await Place.HoldAsync(session, cancellation) is not { } state)
        {
            return (Filled.Lost, 0);
        }

        if (state.IsSwitched)
        {
            // A step before this one was done although nobody was told so.
            return (Filled.All, state.Segments);
        }

        var taken = await OwnBidsIntake.TakeInAsync(
            session, state.Generation, state.Position, _size.Segments, logger, cancellation);
        if (taken.Last is { } last)
        {
            await Place.AdvanceAsync(session, last, taken.Segments, cancellation);
        }

        if (!taken.MayBeMore)
        {
            // Waits for the projector's step, which waits for nothing of this.
            await Place.SwitchAsync(session, cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return (taken.MayBeMore ? Filled.Some : Filled.All, state.Segments + taken.Segments);
    }

    // Who still reads an older generation does so in a snapshot of its own.
    private async Task DeleteOldAsync(int generation, CancellationToken cancellation)
    {
        (int Generation, Guid Bidder, Guid Auction)? last = (0, Guid.Empty, Guid.Empty);
        while (last is { } after)
        {
            last = await Patience.KeepTryingAsync(
                () => shard.Projecting.AskAsync(
                    Deadline, (session, token) => DeleteAsync(session, generation, after, token), cancellation),
                cancellation);
            await Place.RenewAsync(cancellation);
        }
    }

    private static async Task<(int Generation, Guid Bidder, Guid Auction)?> DeleteAsync(
        NpgsqlConnection session,
        int generation,
        (int Generation, Guid Bidder, Guid Auction) after,
        CancellationToken cancellation)
    {
        await using var delete = session.Command(
            Statement.DeleteGenerations,
            Ask.Of(generation),
            Ask.Of(after.Generation),
            Ask.Of(after.Bidder),
            Ask.Of(after.Auction),
            Ask.Of(RowsDeletedMax));
        var last = await delete.RowsAsync(row => (row.GetInt32(0), row.GetGuid(1), row.GetGuid(2)), cancellation);
        return last.Count > 0 ? last[0] : null;
    }

    private async Task ExpectAsync(CancellationToken cancellation)
    {
        var (segments, auctions) = await Patience.KeepTryingAsync(
            () => shard.Reading.AskAsync(
                CountDeadline,
                async (session, token) =>
                {
                    await using var count = session.Command(
                        "select (select count(*) from auctions.segment), (select count(*) from auctions.head)");
                    return (await count.RowsAsync(row => (row.GetInt64(0), row.GetInt64(1)), token))[0];
                },
                cancellation),
            cancellation);
        progress.Expect(segments, auctions);
    }
}
