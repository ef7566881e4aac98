using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Replicas;
using Auctions.Storage.ReadModels;
using Auctions.Storage.Slots;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Auctions.Storage.Postgres.ReadModels;

/// <summary>
/// Lists from the shards' head rows, history decoded from segments, own bids from a table that projectors keep beside
/// the journal they follow. Replicas serve lists, history and names; own bids always come from the primaries.
/// </summary>
internal sealed class PostgresReadModels(
    IReadOnlyList<ShardReader> shards,
    CurrentSlotMap slots,
    TimeSpan patience,
    TimeSpan lagMax,
    TimeProvider time,
    ILogger logger) : IReadModels
{
    private const int ReadsMax = 3;

    private readonly ShardReads _reads = new(shards.Count, patience, time, logger);
    private readonly long[] _departures = [.. Enumerable.Repeat(-1L, shards.Count)];

    public TimeSpan LagMax { get; } = shards.Any(shard => shard.HasReplicas) ? lagMax : TimeSpan.Zero;

    public async Task<AuctionPage> ListAsync(AuctionQuery query, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var named = query.SellerName is { } name
            ? await AskAllAsync(
                (session, token) => PostgresLists.PeopleNamedAsync(session, name, token), cancellation)
            : [];
        var sellers = query.SellerName is null ? null : named.SelectMany(part => part.Answer.Answer ?? []).ToArray();
        var parts = await ListAllAsync(query, sellers, cancellation);
        return parts.ToPage(query.Limit, named.Missing(), named.OldestOr(now));
    }

    public async Task<HistoryPage> HistoryAsync(HistoryQuery query, CancellationToken cancellation)
    {
        if (!slots.Map.TryGetShard(query.Id, out var shard))
        {
            throw new JournalException(JournalFault.Unavailable, "The auction's slot is on no shard.");
        }

        // Who asks for a later page has seen what comes right before it: it must not be missing from this one.
        var wished = query.Before is { } before ? before - 1 : query.Own;
        var isPinned = slots.Map.Pins.ContainsKey(query.Id);
        var entries = await _reads.AskAsync(
            token => shards[shard].AskAsync(
                new Reach(query.Id, query.After, wished),
                (session, inner) => PostgresLists.HistoryAsync(
                    session, query.Id, isPinned, query.Before ?? long.MaxValue, query.Limit + 1, inner),
                token),
            cancellation);
        return entries is { } found
            ? found.Answer!.ToPage(query.Limit, found.AsOf)
            : new HistoryPage([], null, time.GetUtcNow()) { IsBehind = true };
    }

    public async Task<OwnBidsPage> OwnBidsAsync(
        PersonId bidder, OwnBidsCursor? after, int limit, CancellationToken cancellation)
    {
        var parts = await _reads.AskAllAsync(
            (shard, token) => shards[shard].AskPrimaryAsync(
                (session, inner) => PostgresOwnBids.PageAsync(session, bidder, after, limit, logger, inner), token),
            cancellation);
        var items = parts
            .SelectMany(part => part.Answer ?? [])
            .GroupBy(own => own.View.Id, (_, places) => places.MaxBy(own => own.LastSequence)!)
            .OrderByDescending(own => own.LastBidAt)
            .ThenBy(own => own.View.Id)
            .Take(limit)
            .ToList();
        var next = items.Count < limit
            ? (OwnBidsCursor?)null
            : new OwnBidsCursor(items[^1].LastBidAt, items[^1].View.Id);
        return new OwnBidsPage(items, next, parts.Missing());
    }

    public async Task<OwnBidsPage> OwnBidsOnAsync(
        PersonId bidder, AuctionId auction, CancellationToken cancellation)
    {
        if (!slots.Map.TryGetShard(auction, out var shard))
        {
            throw new JournalException(JournalFault.Unavailable, "The auction's slot is on no shard.");
        }

        var part = await _reads.AskPartAsync(
            shard,
            token => shards[shard].AskPrimaryAsync(
                (session, inner) => PostgresOwnBids.OnAsync(session, bidder, auction, logger, inner), token),
            cancellation);
        return new OwnBidsPage(part.Answer ?? [], null, part.Failed ? [shard] : []);
    }

    public async Task<IReadOnlyDictionary<PersonId, string>> NamesAsync(
        IReadOnlyCollection<PersonId> people, CancellationToken cancellation)
    {
        var names = new Dictionary<PersonId, string>();
        var byShard = people.Distinct().ToLookup(person => slots.Map.TryGetShard(person, out var on) ? on : -1);
        foreach (var group in byShard.Where(group => group.Key >= 0))
        {
            var found = await _reads.AskAsync(token => NamesAsync(shards[group.Key], [.. group], token), cancellation);
            found.ForEach(pair => names[pair.Key] = pair.Value);
        }

        return names;
    }

    // An auction that moves is listed by both shards before it leaves one's lists, but they are not read at one moment:
    // if any left meanwhile, where it went may have been read before it came. More than a few at once nobody moves.
    private async Task<IReadOnlyList<ShardPart<Dated<ShardList>>>> ListAllAsync(
        AuctionQuery query, Guid[]? sellers, CancellationToken cancellation)
    {
        for (var read = 1; ; read++)
        {
            long[] known;
            lock (_departures)
            {
                known = [.. _departures];
            }

            var parts = await AskAllAsync(
                (session, token) => PostgresLists.ListAsync(session, query, sellers, token), cancellation);
            var left = parts.Where(part => !part.Failed && part.Answer.Answer.Departures > known[part.Shard]).ToList();
            if (left.Count == 0 || read == ReadsMax)
            {
                return parts;
            }

            lock (_departures)
            {
                // A replica may be behind what another one told.
                left.ForEach(part => _departures[part.Shard] =
                    Math.Max(_departures[part.Shard], part.Answer.Answer.Departures));
            }
        }
    }

    // A replica may not have the name of somebody new yet.
    private static async Task<List<KeyValuePair<PersonId, string>>> NamesAsync(
        ShardReader shard, PersonId[] people, CancellationToken cancellation)
    {
        var named = (await shard.AskAsync(
            (session, token) => PostgresLists.NamesAsync(session, people, token), cancellation)).Answer;
        PersonId[] unnamed = [.. people.Except(named.Select(pair => pair.Key))];
        if (unnamed.Length == 0 || !shard.HasReplicas)
        {
            return named;
        }

        try
        {
            return [.. named, .. await shard.AskPrimaryAsync(
                (session, token) => PostgresLists.NamesAsync(session, unnamed, token), cancellation)];
        }
        catch (JournalException)
        {
            return named;
        }
    }

    private Task<IReadOnlyList<ShardPart<Dated<T>>>> AskAllAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> ask, CancellationToken cancellation) =>
        _reads.AskAllAsync((shard, token) => shards[shard].AskAsync(ask, token), cancellation);
}
