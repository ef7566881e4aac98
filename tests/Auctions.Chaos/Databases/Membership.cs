namespace Auctions.Chaos.Databases;

/// <summary>What the cluster's table of members says.</summary>
internal static class Membership
{
    private const int Dead = 6;

    /// <summary>How many members are entered as dead, by the ports at which others reached them.</summary>
    /// <param name="meta">Connection string of a superuser to the meta database.</param>
    /// <param name="ports">The ports that count.</param>
    /// <param name="cancellation">Ends the asking.</param>
    public static Task<long> CountDeadAsync(
        string meta, IEnumerable<int> ports, CancellationToken cancellation) => Sql.ReadAsync<long>(
        meta,
        $"select count(*) from orleans.silo where status = {Dead} and port in ({string.Join(',', ports)})",
        cancellation);
}
