using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Sqlite;

/// <summary>Moves nothing: the files of a SQLite store are of one process on one disk.</summary>
internal sealed class SqliteMover(IJournal journal) : IAuctionMover
{
    private const string Refusal =
        "Auctions of a SQLite store cannot be moved: its shards are files on one disk, so nothing would be gained. " +
        "For shards on servers of their own use PostgreSQL: set Storage:Provider to PostgreSql.";

    public Task<MovePlan> PlanAsync(AuctionId id, int shard, CancellationToken cancellation) => Task.FromResult(
        new MovePlan(id, journal.TryGetShard(id, out var from) ? from : -1, shard, 0, 0, 0, Refusal));

    public Task<MoveReport> MoveAsync(
        AuctionId id, int shard, IProgress<string>? progress, CancellationToken cancellation) =>
        Task.FromException<MoveReport>(new AuctionNotMovedException(Refusal));
}
