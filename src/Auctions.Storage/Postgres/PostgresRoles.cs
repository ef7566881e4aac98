namespace Auctions.Storage.Postgres;

/// <summary>
/// The roles that statements run as, whoever logs in. Who migrates owns the tables; none of these can change one, and
/// none can change or delete what the journal holds.
/// </summary>
internal static class PostgresRoles
{
    /// <summary>Adds to the journal, keeps heads, snapshots and keys.</summary>
    public const string Writer = "auctions_writer";

    /// <summary>Keeps the read model.</summary>
    public const string Projector = "auctions_projector";

    /// <summary>Reads.</summary>
    public const string Reader = "auctions_reader";

    public static IReadOnlyList<string> All { get; } = [Writer, Projector, Reader];
}
