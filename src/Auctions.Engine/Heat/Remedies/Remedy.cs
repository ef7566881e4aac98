using Auctions.Core;

namespace Auctions.Engine.Heat;

/// <summary>What can be done about a hot auction.</summary>
public enum RemedyKind
{
    /// <summary>Move it to a shard of its own.</summary>
    Pin,

    /// <summary>Send its watchers fewer views a second.</summary>
    Conflate,

    /// <summary>Have it decided in another process of the cluster.</summary>
    Migrate,
}

/// <summary>What an operator wants done.</summary>
/// <param name="Kind">What.</param>
/// <param name="Auction">To which auction.</param>
/// <param name="Reason">Why, for the audit log.</param>
public sealed record Remedy(RemedyKind Kind, AuctionId Auction, string Reason)
{
    /// <summary>Of <see cref="RemedyKind.Pin"/>: the shard; null: the one with the fewest bids.</summary>
    public int? Shard { get; init; }

    /// <summary>Of <see cref="RemedyKind.Migrate"/>: the process; null: the one with the fewest turns.</summary>
    public string? Process { get; init; }

    /// <summary>Of <see cref="RemedyKind.Conflate"/>: views a second, 1 to 4; 4 is what is usual.</summary>
    public int? ViewsPerSecond { get; init; }
}

/// <summary>What a remedy would do, or has done.</summary>
/// <param name="Refusal">Why it cannot be done, and what to do instead; null: it can.</param>
/// <param name="Steps">What happens, for people.</param>
/// <param name="IsDone">Whether it was done; false: this is a dry run.</param>
public sealed record RemedyReport(string? Refusal, IReadOnlyList<string> Steps, bool IsDone);
