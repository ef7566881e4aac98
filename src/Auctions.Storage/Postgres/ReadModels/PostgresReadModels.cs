using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Storage.ReadModels;
using Auctions.Storage.Slots;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Auctions.Storage.Postgres.ReadModels;

/// <summary>
/// Lists from the shards' head rows, history decoded from segments, own bids from a table that projectors keep beside
/// the journal they follow.
/// </summary>
internal sealed class PostgresReadModels(
    IReadOnlyList<PostgresShard> shards, CurrentSlotMap slots, TimeSpan patience, ILogger logger) : IReadModels
{
    private readonly ShardReads _reads = new(shards.Count, patience, logger);

    public async Task<AuctionPage> ListAsync(AuctionQuery query, CancellationToken cancellation)
    {
        var named = query.SellerName is { } name
            ? await AskAllAsync(
                (session, token) => PostgresLists.PeopleNamedAsync(session, name, token), cancellation)
            : [];
        var sellers = query.SellerName is null ? null : named.SelectMany(part => part.Answer ?? []).ToArray();
        var parts = await AskAllAsync(
            (session, token) => PostgresLists.ListAsync(session, query, sellers, token), cancellation);
        return parts.ToPage(query.Limit, named.Missing());
    }

    public async Task<HistoryPage> HistoryAsync(
        AuctionId id, long? before, int limit, CancellationToken cancellation)
    {
        if (!slots.Map.TryGetShard(id, out var shard))
        {
            throw new JournalException(JournalFault.Unavailable, "The auction's slot is on no shard.");
        }

        var entries = await _reads.AskAsync(
            token => AskAsync(
                shard,
                (session, inner) => PostgresLists.HistoryAsync(
                    session, id, before ?? long.MaxValue, limit + 1, inner),
                token),
            cancellation);
        return entries.Count > limit
            ? new HistoryPage(entries.GetRange(0, limit), entries[limit - 1].Sequence)
            : new HistoryPage(entries, null);
    }

    public async Task<OwnBidsPage> OwnBidsAsync(
        PersonId bidder, OwnBidsCursor? after, int limit, CancellationToken cancellation)
    {
        var parts = await AskAllAsync(
            (session, token) => PostgresLists.OwnBidsAsync(session, bidder, after, limit, logger, token),
            cancellation);
        var items = parts
            .SelectMany(part => part.Answer ?? [])
            .OrderByDescending(own => own.LastBidAt)
            .ThenBy(own => own.View.Id)
            .Take(limit)
            .ToList();
        var next = items.Count < limit
            ? (OwnBidsCursor?)null
            : new OwnBidsCursor(items[^1].LastBidAt, items[^1].View.Id);
        return new OwnBidsPage(items, next, parts.Missing());
    }

    public async Task<IReadOnlyDictionary<PersonId, string>> NamesAsync(
        IReadOnlyCollection<PersonId> people, CancellationToken cancellation)
    {
        var names = new Dictionary<PersonId, string>();
        var byShard = people.Distinct().ToLookup(person => slots.Map.TryGetShard(person, out var on) ? on : -1);
        foreach (var group in byShard.Where(group => group.Key >= 0))
        {
            var found = await _reads.AskAsync(
                token => AskAsync(
                    group.Key, (session, inner) => PostgresLists.NamesAsync(session, group, inner), token),
                cancellation);
            found.ForEach(pair => names[pair.Key] = pair.Value);
        }

        return names;
    }

    private Task<IReadOnlyList<ShardPart<T>>> AskAllAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> ask, CancellationToken cancellation) =>
        _reads.AskAllAsync((shard, token) => AskAsync(shard, ask, token), cancellation);

    private Task<T> AskAsync<T>(
        int shard, Func<NpgsqlConnection, CancellationToken, Task<T>> ask, CancellationToken cancellation) =>
        shards[shard].IsAdmitted
            ? shards[shard].Reading.AskAsync(patience, ask, cancellation)
            : throw new JournalException(JournalFault.Unavailable, $"{shards[shard].Name} was not reached yet.");
}
