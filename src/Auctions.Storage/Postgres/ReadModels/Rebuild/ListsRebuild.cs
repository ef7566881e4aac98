using System.Data.Common;
using System.Diagnostics;
using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Auctions.Storage.Postgres.Statements;
using Auctions.Storage.ReadModels;
using Npgsql;
using NpgsqlTypes;

namespace Auctions.Storage.Postgres.ReadModels.Rebuild;

/// <summary>
/// Compares the list columns of each auction with its journal, folded from the first event, and corrects them while
/// servers go on: a head row that is wrong is locked, for a moment, what was written until then is added to the fold,
/// and then nothing newer can have been listed. A row that somebody else has locked is come back to.
/// </summary>
internal sealed class ListsRebuild(PostgresShard shard, RebuildPlace place, RebuildProgress progress)
{
    private const int AuctionsAtOnce = 64;
    private const int SegmentsAtOnce = 256;
    private const int SegmentsUnderLockMax = 4;

    private static readonly TimeSpan ReadDeadline = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LockDeadline = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan GivesUpAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly List<AuctionId> _damaged = [];
    private readonly HashSet<AuctionId> _changed = [];
    private long _renewedAt = Stopwatch.GetTimestamp();

    public long Compared { get; private set; }

    public long Corrected { get; private set; }

    public IReadOnlyList<AuctionId> Damaged => _damaged;

    /// <summary>Goes through all auctions with an id after this one.</summary>
    /// <exception cref="StorageException">An auction is locked all the time, or somebody else goes on.</exception>
    /// <exception cref="JournalException">The shard cannot be used.</exception>
    public async Task RunAsync(Guid after, CancellationToken cancellation)
    {
        while (await NextAsync(after, cancellation) is { Count: > 0 } heads)
        {
            var page = new FoldedPage(heads.Select(head => head.Id));
            await ReadAsync(page, after, heads[^1].Id.Value, cancellation);
            var created = heads.Where(head => head.IsCreated).Select(head => head.Id).ToHashSet();
            foreach (var fold in page.Open.Where(fold => fold.View is null).ToList())
            {
                // A creation that was cut short has no event; what was listed once has.
                page.Give(fold.Id, isDamaged: created.Contains(fold.Id));
            }

            await LeaveOutWhatIsRightAsync(page, cancellation);
            await CorrectAsync(page, cancellation);
            _damaged.AddRange(page.Damaged);
            after = heads[^1].Id.Value;
            await place.SaveHeadsAsync(after, heads.Count, cancellation);
            _renewedAt = Stopwatch.GetTimestamp();
            Compared += heads.Count;
            progress.AddAuctions(heads.Count);
        }
    }

    private Task<List<(AuctionId Id, bool IsCreated)>> NextAsync(Guid after, CancellationToken cancellation) =>
        LookAsync(
            async (session, token) =>
            {
                await using var next = session.Command(Statement.NextHeads, Ask.Of(after), Ask.Of(AuctionsAtOnce));
                return await next.RowsAsync(row => (row.GetAuctionId(0), row.GetBoolean(1)), token);
            },
            cancellation);

    // Every segment of auctions with ids after one and up to another, a bounded number at a time.
    private async Task ReadAsync(FoldedPage page, Guid after, Guid upTo, CancellationToken cancellation)
    {
        var position = (Auction: after, First: long.MaxValue);
        List<(AuctionId Id, StoredSegment Segment)> segments;
        do
        {
            await RenewIfDueAsync(cancellation);
            segments = await LookAsync(
                async (session, token) =>
                {
                    await using var next = session.Command(
                        Statement.NextOfJournal,
                        Ask.Of(position.Auction),
                        Ask.Of(position.First),
                        Ask.Of(upTo),
                        Ask.Of(SegmentsAtOnce));
                    return await next.RowsAsync(ReadSegment, token);
                },
                cancellation);
            foreach (var (id, segment) in segments)
            {
                page.Add(id, segment);
                position = (id.Value, segment.FirstSequence);
            }
        }
        while (segments.Count == SegmentsAtOnce);
    }

    private async Task LeaveOutWhatIsRightAsync(FoldedPage page, CancellationToken cancellation)
    {
        var views = page.Open.Select(fold => fold.View!).ToList();
        if (views.Count == 0)
        {
            return;
        }

        var right = await LookAsync(
            async (session, token) =>
            {
                await using var ask = session.Command(Statement.ListedRight, ListedColumns.Of(views));
                return await ask.RowsAsync(row => row.GetAuctionId(0), token);
            },
            cancellation);
        right.ForEach(id => page.Give(id));
    }

    private async Task CorrectAsync(FoldedPage page, CancellationToken cancellation)
    {
        var stuckSince = Stopwatch.GetTimestamp();
        while (page.Open.Count > 0)
        {
            await RenewIfDueAsync(cancellation);
            var before = page.Open.Count;
            await Patience.KeepTryingAsync(
                () => shard.AskAsync(
                    LockDeadline, (session, token) => CorrectAsync(session, page, token), cancellation),
                cancellation);
            if (page.Open.Count < before)
            {
                stuckSince = Stopwatch.GetTimestamp();
            }
            else if (Stopwatch.GetElapsedTime(stuckSince) > GivesUpAfter)
            {
                throw new StorageException(
                    $"{shard.Name}: auction {page.Open.First().Id} could not be locked for " +
                    $"{GivesUpAfter.TotalSeconds} s. End the transaction that holds its row in auctions.head and run " +
                    "it again: it goes on from here.");
            }

            if (page.Open.Count > 0)
            {
                await Task.Delay(Pause, cancellation);
                await LookAsync(
                    (session, token) => CatchUpAsync(session, page, [.. page.Open], SegmentsAtOnce, token),
                    cancellation);
            }
        }
    }

    // Settles what it can lock.
    private async Task<bool> CorrectAsync(NpgsqlConnection session, FoldedPage page, CancellationToken cancellation)
    {
        await using var transaction = await session.BeginTransactionAsync(cancellation);
        await using var lockRows = session.Command(
            Statement.LockHeads, Ask.Of(page.Open.Select(fold => fold.Id.Value).ToArray()));
        var rows = await lockRows.RowsAsync(
            row => (Id: row.GetAuctionId(0), Listed: row.GetInt64(1), IsElsewhere: row.GetBoolean(2)), cancellation);
        var locked = rows.ToDictionary(row => row.Id, row => row.Listed);

        // What moves to another shard meanwhile is listed by that one.
        rows.Where(row => row.IsElsewhere).ToList().ForEach(row => page.Give(row.Id));

        // Whoever appended before had the row locked until it was committed; whoever comes now is sent away.
        List<JournalFold> ours = [.. page.Open.Where(fold => locked.ContainsKey(fold.Id))];
        var behind = await CatchUpAsync(session, page, ours, SegmentsUnderLockMax, cancellation);
        List<JournalFold> whole = [.. page.Open.Intersect(ours).ExceptBy(behind, fold => fold.Id)];

        // Nobody lists what is not in the journal: the row tells of events that were lost.
        foreach (var fold in whole.Where(fold => fold.Sequence < locked[fold.Id]))
        {
            page.Give(fold.Id, isDamaged: true);
        }

        whole.RemoveAll(fold => fold.Sequence < locked[fold.Id]);
        await using var correct = session.Command(
            Statement.CorrectHeads, ListedColumns.Of([.. whole.Select(fold => fold.View!)]));
        _changed.UnionWith(await correct.RowsAsync(row => row.GetAuctionId(0), cancellation));
        await transaction.CommitAsync(cancellation);
        whole.ForEach(fold => page.Give(fold.Id));

        // Those too that an attempt before this one changed although nobody was told so.
        Corrected += whole.Count(fold => _changed.Remove(fold.Id));
        return true;
    }

    // Adds what was written since; answers of which auctions there may be more.
    private static async Task<List<AuctionId>> CatchUpAsync(
        NpgsqlConnection session,
        FoldedPage page,
        List<JournalFold> folds,
        int segmentsMax,
        CancellationToken cancellation)
    {
        await using var next = session.Command(
            Statement.SegmentsAfter,
            Ask.Column(folds, fold => fold.Id.Value, NpgsqlDbType.Uuid),
            Ask.Column(folds, fold => fold.Sequence, NpgsqlDbType.Bigint),
            Ask.Of(segmentsMax));
        var segments = await next.RowsAsync(ReadSegment, cancellation);
        segments.ForEach(one => page.Add(one.Id, one.Segment));
        var counts = segments.CountBy(one => one.Id);
        return [.. counts.Where(count => count.Value == segmentsMax).Select(count => count.Key)];
    }

    private static (AuctionId Id, StoredSegment Segment) ReadSegment(DbDataReader row) => (
        row.GetAuctionId(0),
        new StoredSegment(
            row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt16(4), row.GetBytes(5), row.GetBytes(6)));

    private async Task RenewIfDueAsync(CancellationToken cancellation)
    {
        if (Stopwatch.GetElapsedTime(_renewedAt) > RenewEvery)
        {
            await place.RenewAsync(cancellation);
            _renewedAt = Stopwatch.GetTimestamp();
        }
    }

    private Task<T> LookAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> look, CancellationToken cancellation) =>
        Patience.KeepTryingAsync(() => shard.Reading.AskAsync(ReadDeadline, look, cancellation), cancellation);
}
