using Auctions.Core;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;

namespace Auctions.Web.Hotspots;

/// <summary>
/// What closes in the next quarter of an hour, in memory or not, as the shards list it; at most some seconds old.
/// </summary>
internal sealed class ClosingCalendar(IReadModels readModels, IAuctions auctions, TimeProvider time)
{
    /// <summary>Most auctions of it: so many are read in a fraction of a second.</summary>
    public const int Most = 10_000;

    private const int PageSize = 1_000;

    // What is listed and ends later makes no difference; ends that come nearer meanwhile are there.
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(ClosingForecast.HorizonSeconds + 60);
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private readonly Lock _changing = new();
    private Closings? _known;
    private Task? _reading;

    /// <summary>Open auctions by their ends, and what is wrong with the list.</summary>
    /// <param name="patience">How long to wait for a newer list than there is.</param>
    public async Task<Closings> ReadAsync(TimeSpan patience)
    {
        Task? reading;
        lock (_changing)
        {
            var isStale = _known is null || time.GetElapsedTime(_known.ReadAt) >= Lifetime;
            if (isStale && _reading is not { IsCompleted: false })
            {
                _reading = RefreshAsync();
            }

            reading = isStale ? _reading : null;
        }

        var isNew = reading is null || await Soon.WithinAsync(reading, patience, time);
        return _known switch
        {
            null => new Closings([], 0, "What closes soon cannot be read now.") { IsKnown = false },
            { } known when !isNew => known with
            {
                Problem = "What closes soon cannot be read now; it is as it was.",
                IsKnown = time.GetElapsedTime(known.ReadAt) < TimeSpan.FromSeconds(ClosingForecast.HorizonSeconds / 10),
            },
            { } known => known,
        };
    }

    private async Task RefreshAsync()
    {
        var (began, now) = (time.GetTimestamp(), auctions.Now);
        var open = new List<AuctionView>();
        var missing = new SortedSet<int>();
        DueAuction? after = null;
        do
        {
            var page = await readModels.ListAsync(
                new AuctionQuery(ListedStatus.Open, SellerName: null, after, PageSize, now), CancellationToken.None);
            open.AddRange(page.Items.Where(view => view.ClosesAt <= now + Ahead));
            missing.UnionWith(page.MissingShards);
            after = page.Next is { } next && next.ClosesAt <= now + Ahead ? next : null;
        }
        while (after is not null && open.Count < Most);

        // A page that was read while an end moved may have an auction once more.
        var problem = missing.Count > 0 ? $"What closes soon is missing from shards {string.Join(", ", missing)}."
            : after is not null ? $"More auctions close soon than are looked at: the first {Most} are."
            : null;
        _known = new Closings(
            [.. open.GroupBy(view => view.Id, (_, views) => views.MaxBy(view => view.Sequence)!)], began, problem);
    }
}

/// <summary>What closes soon.</summary>
/// <param name="Open">Open auctions by their ends.</param>
/// <param name="ReadAt">When it was read, as a timestamp.</param>
/// <param name="Problem">What is wrong with it; null: nothing.</param>
internal sealed record Closings(IReadOnlyList<AuctionView> Open, long ReadAt, string? Problem)
{
    /// <summary>Whether there is a list, and it is not too old to say what closes.</summary>
    public bool IsKnown { get; init; } = true;
}
