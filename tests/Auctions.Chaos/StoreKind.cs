namespace Auctions.Chaos;

/// <summary>Where the auctions of a scenario are kept.</summary>
internal enum StoreKind
{
    Sqlite,
    Postgres,
}
