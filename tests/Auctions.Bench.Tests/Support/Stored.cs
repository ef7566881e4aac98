using Auctions.Measuring;

namespace Auctions.Bench.Tests.Support;

/// <summary>What a subject has stored, all at once.</summary>
internal static class Stored
{
    /// <summary>Each lot, in the order of their numbers.</summary>
    public static async Task<StoredLot[]> StoredAsync(this ISubject subject)
    {
        var lots = new List<StoredLot>();
        await foreach (var lot in subject.ReadBackAsync(default))
        {
            lots.Add(lot with { Bids = [.. lot.Bids] });
        }

        return [.. lots.OrderBy(lot => lot.Lot)];
    }
}
