using Npgsql;

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

    /// <summary>Keeps the cluster's membership and grains, in a schema of their own; sees no auction.</summary>
    public const string Cluster = "auctions_cluster";

    public static IReadOnlyList<string> All { get; } = [Writer, Projector, Reader, Cluster];

    /// <summary>Makes sessions run as a role from their start; what the driver resets leaves it.</summary>
    public static void RunAs(this NpgsqlConnectionStringBuilder settings, string role) =>
        settings.Options = $"{settings.Options} -c role={role}".TrimStart();
}
