namespace Auctions.Web.Hotspots;

/// <summary>Body of a remedy.</summary>
/// <param name="Kind"><c>pin</c>, <c>conflate</c> or <c>migrate</c>.</param>
/// <param name="Auction">An auction's id.</param>
/// <param name="Reason">1 to 500 characters, for the audit log.</param>
/// <param name="DryRun">True: say what would happen, and do nothing.</param>
/// <param name="Shard">Of <c>pin</c>: to which; absent: the one with the fewest bids.</param>
/// <param name="Process">Of <c>migrate</c>: to which; absent: the one with the fewest turns.</param>
/// <param name="ViewsPerSecond">Of <c>conflate</c>: 1 to 4; 4 is usual.</param>
public sealed record RemedyRequest(
    string Kind, string Auction, string Reason, bool DryRun, int? Shard, string? Process, int? ViewsPerSecond);
