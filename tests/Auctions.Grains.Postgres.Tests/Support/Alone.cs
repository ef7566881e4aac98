namespace Auctions.Grains.Postgres.Tests.Support;

/// <summary>
/// Tests that start further clusters or compilers run after the others, one at a time: on a machine that is short of
/// processors a silo beside them would be held for dead by the others.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
