namespace Auctions.Postgres.Tests;

/// <summary>Tests in which a deadline counts run alone: nothing but the fault makes anybody wait.</summary>
[CollectionDefinition(nameof(Deadlines), DisableParallelization = true)]
public sealed class Deadlines;
