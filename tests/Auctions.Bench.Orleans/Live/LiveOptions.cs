using Auctions.Bench.Subjects;

namespace Auctions.Bench.Cluster.Live;

/// <summary>How the live feed is measured.</summary>
/// <param name="Bids">Bids placed on each cluster.</param>
/// <param name="Silos">Silos of a cluster.</param>
/// <param name="Shards">Shards of the store.</param>
/// <param name="Store">Where PostgreSQL is.</param>
/// <param name="Json">A file that gets everything, or null.</param>
internal sealed record LiveOptions(
    int Bids, IReadOnlyList<int> Silos, int Shards, StoreChoice Store, string? Json);
