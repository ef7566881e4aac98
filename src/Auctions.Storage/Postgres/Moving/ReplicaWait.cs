using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;

namespace Auctions.Storage.Postgres.Moving;

/// <summary>Waits for a replica, but not for long: bidders wait meanwhile.</summary>
internal static class ReplicaWait
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Whether a replica shows what its primary had committed.</summary>
    /// <param name="connection">The replica.</param>
    /// <param name="end">The end of the primary's log then.</param>
    /// <param name="time">Time.</param>
    public static async Task<bool> IsThereAsync(string connection, string end, TimeProvider time)
    {
        await using var replica = new PostgresDatabase(
            connection, "replica-move", role: null, connectionsMax: 1, Most);
        var since = time.GetTimestamp();
        try
        {
            while (time.GetElapsedTime(since) < Most)
            {
                if (await replica.AskAsync(Most, async (session, token) =>
                {
                    await using var ask = session.Command(
                        "select coalesce(pg_last_wal_replay_lsn() >= $1::pg_lsn, true)", Ask.Of(end));
                    return await ask.ValueAsync<bool>(token);
                }))
                {
                    return true;
                }

                await Task.Delay(Pause, time);
            }
        }
        catch (JournalException)
        {
            // Who cannot reach it does not read from it either.
        }

        return false;
    }
}
