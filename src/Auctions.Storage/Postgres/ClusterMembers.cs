using Auctions.Storage.Postgres.Connections;
using Npgsql;

namespace Auctions.Storage.Postgres;

/// <summary>A silo as the table of members has it.</summary>
/// <param name="ClusterId">Its cluster.</param>
/// <param name="Address">Address and port.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsActive">Whether the others count on it.</param>
/// <param name="Silence">How long ago it last gave a sign of life.</param>
public sealed record ClusterMember(string ClusterId, string Address, string Name, bool IsActive, TimeSpan Silence);

/// <summary>Looks at the table of members of the clusters in a meta database.</summary>
public static class ClusterMembers
{
    // Of Orleans' SiloStatus.
    private const int Active = 3, Dead = 6;

    /// <summary>All silos that are not dead, of all clusters.</summary>
    /// <exception cref="StorageException">The table cannot be read.</exception>
    public static async Task<IReadOnlyList<ClusterMember>> ReadAsync(string meta, CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(ClusterDatabase.ConnectionFor(meta)) { Pooling = false };
        try
        {
            await using var session = new NpgsqlConnection(settings.ConnectionString);
            await session.OpenAsync(cancellation);
            await using var read = session.Command(
                "select cluster_id, address || ':' || port, name, status, " +
                "extract(epoch from clock_timestamp() - greatest(started_at, i_am_alive_at))::float8 " +
                "from orleans.silo where status <> $1 order by cluster_id, started_at",
                Ask.Of(Dead));
            return await read.RowsAsync(
                row => new ClusterMember(
                    row.GetString(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.GetInt32(3) == Active,
                    TimeSpan.FromSeconds(row.GetDouble(4))),
                cancellation);
        }
        catch (Exception failed) when (failed is NpgsqlException or TimeoutException)
        {
            throw new StorageException($"The table of silos cannot be read: {failed.Message}", failed);
        }
    }
}
