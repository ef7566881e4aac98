namespace Auctions.Storage.Postgres.Replicas;

/// <summary>What a replica of a shard is like.</summary>
/// <param name="Name"><c>shard-NN-replica-M</c>.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Lag">How far its newest heartbeat is behind the primary's; null: that cannot be told.</param>
/// <param name="Problem">Why nothing is read from it; null: it is what it should be.</param>
public sealed record ReplicaReport(string Name, string Address, TimeSpan? Lag, string? Problem);
