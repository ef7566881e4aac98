using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Ports;
using Auctions.Storage.ReadModels;
using Auctions.Storage.Slots;
using Microsoft.Extensions.Logging;

namespace Auctions.Storage.Sqlite;

/// <summary>
/// Lists from the shards' head rows, history decoded from segments, own bids from a file that projectors keep. Reading
/// own bids first takes in what is committed, so a bidder always sees the own bid.
/// </summary>
internal sealed class SqliteReadModels : IReadModels, IDisposable
{
    private static readonly TimeSpan ProjectionInterval = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<SqliteShard> _shards;
    private readonly SlotMap _slots;
    private readonly AuctionClock _clock;
    private readonly ShardReads _reads;
    private readonly ILogger _logger;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly SqliteProjector[] _projectors;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _projecting;
    private int _isDisposed;

    private SqliteReadModels(
        string path,
        SqliteSession session,
        IReadOnlyList<SqliteShard> shards,
        SlotMap slots,
        AuctionClock clock,
        TimeSpan patience,
        ILogger logger)
    {
        _shards = shards;
        _slots = slots;
        _clock = clock;
        _reads = new ShardReads(shards.Count, patience, clock.Time, logger);
        _logger = logger;
        _writer = new SqliteWriter(session);
        _readers = new SqliteReaders(path, connectionsMax: 4);
        _projectors = [.. shards.Select((shard, number) => new SqliteProjector(number, shard, _writer, logger))];
        _projecting = Task.WhenAll(_projectors.Select((projector, shard) => KeepProjectingAsync(projector, shard)));
    }

    /// <summary>Opens the read models; a read that takes longer than <c>patience</c> counts as failed.</summary>
    /// <exception cref="StorageException">A newer version wrote the file.</exception>
    public static SqliteReadModels Open(
        string path,
        IReadOnlyList<SqliteShard> shards,
        SlotMap slots,
        AuctionClock clock,
        TimeSpan patience,
        ILogger logger)
    {
        var session = new SqliteSession(path);
        try
        {
            SqliteSchema.Migrate(session, "read-models");
            return new SqliteReadModels(path, session, shards, slots, clock, patience, logger);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public TimeSpan LagMax => TimeSpan.Zero;

    public async Task<AuctionPage> ListAsync(AuctionQuery query, CancellationToken cancellation)
    {
        // Taken before anything is read: what is durable by now will be seen.
        var now = _clock.Now;
        var (sellers, unnamed) = await FindSellersAsync(query.SellerName, cancellation);
        var parts = await _reads.AskAllAsync(
            async (shard, token) => new Dated<ShardList>(
                await _shards[shard].ListReaders.ReadAsync(
                    session => ShardList.Join(
                        [.. sellers.Select(seller => SqliteLists.List(session, query, seller, token))]),
                    token),
                now),
            cancellation);
        return parts.ToPage(query.Limit, unnamed, now);
    }

    public async Task<HistoryPage> HistoryAsync(HistoryQuery query, CancellationToken cancellation)
    {
        if (!_slots.TryGetShard(query.Id, out var shard))
        {
            throw new JournalException(JournalFault.Unavailable, "The auction's slot is on no shard.");
        }

        var now = _clock.Now;
        var entries = await _reads.AskAsync(
            token => _shards[shard].ListReaders.ReadAsync(
                session => query.After > SqliteLists.StreamEnd(session, query.Id)
                    ? null
                    : SqliteLists.History(session, query.Id, query.Before ?? long.MaxValue, query.Limit + 1),
                token),
            cancellation);
        return entries?.ToPage(query.Limit, now) ?? new HistoryPage([], null, now) { IsBehind = true };
    }

    public async Task<OwnBidsPage> OwnBidsAsync(
        PersonId bidder, OwnBidsCursor? after, int limit, CancellationToken cancellation)
    {
        var caughtUp = await _reads.AskAllAsync(CatchUpAsync, cancellation);
        var rows = await _reads.AskAsync(
            token => _readers.ReadAsync(session => SqliteLists.OwnBids(session, bidder, after, limit), token),
            cancellation);
        var next = rows.Count < limit ? (OwnBidsCursor?)null : new OwnBidsCursor(rows[^1].LastBidAt, rows[^1].Id);
        return await ToPageAsync(rows, next, caughtUp.Missing(), cancellation);
    }

    public async Task<OwnBidsPage> OwnBidsOnAsync(
        PersonId bidder, AuctionId auction, CancellationToken cancellation)
    {
        if (!_slots.TryGetShard(auction, out var shard))
        {
            throw new JournalException(JournalFault.Unavailable, "The auction's slot is on no shard.");
        }

        var caughtUp = await _reads.AskPartAsync(shard, token => CatchUpAsync(shard, token), cancellation);
        var rows = await _reads.AskAsync(
            token => _readers.ReadAsync(session => SqliteLists.OwnBidsOn(session, bidder, auction), token),
            cancellation);
        return await ToPageAsync(rows, next: null, caughtUp.Failed ? [shard] : [], cancellation);
    }

    public async Task<IReadOnlyDictionary<PersonId, string>> NamesAsync(
        IReadOnlyCollection<PersonId> people, CancellationToken cancellation)
    {
        var names = new Dictionary<PersonId, string>();
        foreach (var group in people.Distinct().GroupBy(person => _slots.TryGetShard(person, out var on) ? on : -1))
        {
            if (group.Key < 0)
            {
                continue;
            }

            var found = await _shards[group.Key].ListReaders.ReadAsync(
                session => group.SelectMany(person => SqliteLists.Name(session, person)).ToList(), cancellation);
            found.ForEach(pair => names[pair.Key] = pair.Value);
        }

        return names;
    }

    /// <summary>
    /// Forgets the bidders' own bids on the auctions of some shards and takes them in again from the beginning of the
    /// journal. If it stops half way, what is missing is taken in the next time somebody asks.
    /// </summary>
    /// <param name="shards">Which ones.</param>
    /// <param name="taken">Told of each step's shard and segments.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="JournalException">A shard or the file cannot be used.</exception>
    public async Task RebuildAsync(
        IReadOnlyList<int> shards, Action<int, int> taken, CancellationToken cancellation)
    {
        foreach (var shard in shards)
        {
            await _projectors[shard].StopAsync(cancellation);
        }

        try
        {
            await _writer.InTransactionAsync(session => Forget(session, shards), cancellation);
        }
        finally
        {
            foreach (var shard in shards)
            {
                _projectors[shard].GoOn();
            }
        }

        await Task.WhenAll(shards.Select(
            shard => _projectors[shard].CatchUpAsync(cancellation, segments => taken(shard, segments))));
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        _closing.Cancel();
        _projecting.Wait();
        _readers.Dispose();
        _writer.Dispose();
        foreach (var projector in _projectors)
        {
            projector.Dispose();
        }

        _closing.Dispose();
    }

    private int Forget(SqliteSession session, IReadOnlyList<int> shards)
    {
        if (shards.Count == _shards.Count)
        {
            return session.Execute("delete from own_bids") + session.Execute("delete from checkpoint");
        }

        var rows = session.Query(
            "select bidder, auction_id from own_bids", row => (Bidder: row.GetBlob(0), Id: row.GetAuctionId(1)));
        foreach (var (bidder, id) in rows.Where(row => _slots.TryGetShard(row.Id, out var on) && shards.Contains(on)))
        {
            session.Execute(
                "delete from own_bids where bidder = $bidder and auction_id = $id",
                ("$bidder", bidder),
                ("$id", id.ToBytes()));
        }

        return shards.Sum(shard => session.Execute("delete from checkpoint where shard = $shard", ("$shard", shard)));
    }

    private async Task<bool> CatchUpAsync(int shard, CancellationToken cancellation)
    {
        await _projectors[shard].CatchUpAsync(cancellation);
        return true;
    }

    // In the background, so that the first who asks after a busy week does not wait for all of it.
    private async Task KeepProjectingAsync(SqliteProjector projector, int shard)
    {
        using var timer = new PeriodicTimer(ProjectionInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(_closing.Token))
            {
                try
                {
                    await projector.CatchUpAsync(_closing.Token);
                }
                catch (JournalException failed)
                {
                    Log.ProjectionFailed(_logger, shard, failed);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
    }

    // One entry "null" stands for all sellers.
    private async Task<(List<PersonId?> Sellers, int[] Missing)> FindSellersAsync(
        string? name, CancellationToken cancellation)
    {
        if (name is null)
        {
            return ([null], []);
        }

        var parts = await _reads.AskAllAsync(
            (shard, token) => _shards[shard].ListReaders.ReadAsync(
                session => SqliteLists.PeopleNamed(session, name), token),
            cancellation);
        return ([.. parts.SelectMany(part => part.Answer ?? []).Select(person => (PersonId?)person)], parts.Missing());
    }

    private async Task<OwnBidsPage> ToPageAsync(
        List<OwnBidsRow> rows, OwnBidsCursor? next, int[] missing, CancellationToken cancellation)
    {
        var (views, unseen) = await ViewsAsync([.. rows.Select(row => row.Id)], cancellation);
        var items = rows
            .Where(row => views.ContainsKey(row.Id))
            .Select(row => new OwnBids(
                views[row.Id], row.Maximum, row.Bids, row.BidderNumber, row.LastSequence, row.LastBidAt))
            .ToList();
        return new OwnBidsPage(items, next, [.. missing.Union(unseen).Order()]);
    }

    private async Task<(Dictionary<AuctionId, AuctionView> Views, int[] Missing)> ViewsAsync(
        List<AuctionId> ids, CancellationToken cancellation)
    {
        var byShard = ids.ToLookup(id => _slots.TryGetShard(id, out var shard) ? shard : -1);
        var parts = await _reads.AskAllAsync(
            (shard, token) => !byShard.Contains(shard)
                ? Task.FromResult<List<AuctionView>>([])
                : _shards[shard].ListReaders.ReadAsync(
                    session => byShard[shard].SelectMany(id => SqliteLists.View(session, id)).ToList(), token),
            cancellation);
        return (parts.SelectMany(part => part.Answer ?? []).ToDictionary(view => view.Id), parts.Missing());
    }
}
