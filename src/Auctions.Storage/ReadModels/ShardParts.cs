using Auctions.Engine.Ports;

namespace Auctions.Storage.ReadModels;

/// <summary>What one shard answered.</summary>
internal readonly record struct ShardPart<T>(int Shard, T? Answer, bool Failed);

/// <summary>An answer that takes into account whatever was durable by a moment.</summary>
internal readonly record struct Dated<T>(T Answer, DateTimeOffset AsOf);

/// <summary>What is common to what shards answered.</summary>
internal static class ShardParts
{
    public static int[] Missing<T>(this IEnumerable<ShardPart<T>> parts) =>
        [.. parts.Where(part => part.Failed).Select(part => part.Shard)];

    /// <summary>The oldest of the moments that answers are of, and of another one.</summary>
    public static DateTimeOffset OldestOr<T>(
        this IEnumerable<ShardPart<Dated<T>>> parts, DateTimeOffset another) =>
        parts.Where(part => !part.Failed).Select(part => part.Answer.AsOf).Append(another).Min();

    /// <summary>A page in the order of (end, id) from what each shard has of it.</summary>
    /// <param name="parts">What each shard answered.</param>
    /// <param name="limit">Most auctions of a page.</param>
    /// <param name="missing">Shards that are missing for another reason.</param>
    /// <param name="asOf">The moment that whatever was known before is of.</param>
    public static AuctionPage ToPage(
        this IReadOnlyList<ShardPart<Dated<ShardList>>> parts,
        int limit,
        IEnumerable<int> missing,
        DateTimeOffset asOf)
    {
        // Beyond it a shard may have more, which would come before what others have there.
        var lookedTo = ShardList.First(parts.Select(part => part.Answer.Answer.LookedTo));
        var items = parts
            .SelectMany(part => part.Answer.Answer.Items ?? [])

            // One that moves between shards, or is read from a replica that is behind, may be listed by both.
            .GroupBy(view => view.Id, (_, places) => places.MaxBy(view => view.Sequence)!)
            .Where(view => lookedTo is not { } end || (view.ClosesAt, view.Id).CompareTo((end.ClosesAt, end.Id)) <= 0)
            .OrderBy(view => view.ClosesAt)
            .ThenBy(view => view.Id)
            .Take(limit)
            .ToList();
        return new AuctionPage(
            items,
            items.Count < limit ? lookedTo : new DueAuction(items[^1].ClosesAt, items[^1].Id),
            [.. parts.Missing().Union(missing).Order()],
            parts.OldestOr(asOf));
    }
}
