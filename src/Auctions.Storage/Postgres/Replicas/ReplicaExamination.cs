using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Meta;
using Auctions.Storage.Postgres.Schema;
using Npgsql;

namespace Auctions.Storage.Postgres.Replicas;

/// <summary>Looks at the replicas of a store.</summary>
public static class ReplicaExamination
{
    /// <summary>What each replica is like, in the order of their shards and numbers.</summary>
    /// <exception cref="StorageException">The meta database cannot be read.</exception>
    public static async Task<IReadOnlyList<ReplicaReport>> RunAsync(
        PostgresStoreOptions options, CancellationToken cancellation)
    {
        options.Check();
        var store = await ReadStoreAsync(options);
        var reports = await Task.WhenAll(options.Shards.Select(async (primary, shard) =>
        {
            var replicas = options.ReplicasOf(shard);
            return await Task.WhenAll(replicas.Select(
                (replica, number) => ExamineAsync(primary, replica, store, shard, number, cancellation)));
        }));
        return [.. reports.SelectMany(report => report)];
    }

    private static async Task<ReplicaReport> ExamineAsync(
        string primary, string replica, Guid store, int shard, int number, CancellationToken cancellation)
    {
        var (name, address) = (ShardReplica.NameOf(shard, number), Deployment.AddressOf(replica));
        try
        {
            // The replica first, so that it never seems to be ahead.
            var found = await AskAsync(replica, cancellation);
            var problem = Standing.ReasonAgainst(found, store, shard);
            return new ReplicaReport(
                name,
                address,
                problem is null ? await HeartbeatAsync(primary, cancellation) - found!.Heartbeat : null,
                problem);
        }
        catch (NpgsqlException failed)
        {
            return new ReplicaReport(name, address, null, failed.Message);
        }
    }

    private static async Task<DateTimeOffset?> HeartbeatAsync(string primary, CancellationToken cancellation)
    {
        try
        {
            return (await AskAsync(primary, cancellation))?.Heartbeat;
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    private static async Task<Standing?> AskAsync(string connection, CancellationToken cancellation)
    {
        await using var session = await Deployment.ConnectAsync(connection, cancellation);
        return await Standing.ReadAsync(session, default, cancellation);
    }

    private static async Task<Guid> ReadStoreAsync(PostgresStoreOptions options)
    {
        await using var meta = new MetaDatabase(options.Meta);
        try
        {
            return await meta.ReadStoreIdAsync();
        }
        catch (JournalException failed)
        {
            throw new StorageException($"The meta database cannot be read: {failed.Message}", failed);
        }
    }
}
