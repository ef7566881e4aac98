namespace Auctions.Bench.Subjects;

/// <summary>Which store the engine runs on.</summary>
internal enum StoreKind
{
    Sqlite,
    Postgres,
}

/// <summary>Where stores are made.</summary>
/// <param name="Kind">Which store the engine runs on.</param>
/// <param name="Directory">Where SQLite stores are made, each in a directory of its own.</param>
/// <param name="Postgres">Connection strings, one per server or database; the first one serves the peers.</param>
/// <param name="Redis">HOST:PORT of a Redis server, which serves a peer; null: there is none.</param>
internal sealed record StoreChoice(
    StoreKind Kind, string Directory, IReadOnlyList<string> Postgres, string? Redis = null);
