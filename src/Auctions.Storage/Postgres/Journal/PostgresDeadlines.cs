namespace Auctions.Storage.Postgres.Journal;

/// <summary>
/// How long requests to a shard may take, each a hard deadline: then the socket is closed. A server gives the engine's
/// own, so that nobody waits here for what nobody waits for there.
/// </summary>
/// <param name="Append">An append, a heartbeat, a release, a creation key.</param>
/// <param name="Raise">Raising epochs and opening streams, and looking for what is due.</param>
/// <param name="Background">Snapshots and what is read for them; nobody waits.</param>
public readonly record struct PostgresDeadlines(TimeSpan Append, TimeSpan Raise, TimeSpan Background)
{
    public static PostgresDeadlines Default { get; } =
        new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(60));
}
