using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Storage.Slots;

namespace Auctions.Storage.Postgres.Moving;

/// <summary>
/// Moves single auctions between the shards of a PostgreSQL store, as whoever logs in: that has to be who migrates it.
/// Each step is durable before the next one begins and can be taken by any process, so a move that was killed is gone
/// on with, or taken back. Two at once do no harm: the later one takes over, the other ends.
/// </summary>
/// <param name="options">The store.</param>
/// <param name="time">Measures the pause.</param>
public sealed class PostgresMover(PostgresStoreOptions options, TimeProvider time) : IAuctionMover
{
    /// <summary>An auction that ends sooner is not moved: its last bids are those that must not wait.</summary>
    internal static readonly TimeSpan BeforeEnd = TimeSpan.FromSeconds(10);

    /// <summary>Called after each step; for tests, which end a move there.</summary>
    internal Func<MoveStep, Task>? Reached { get; init; }

    public async Task<MovePlan> PlanAsync(AuctionId id, int shard, CancellationToken cancellation)
    {
        options.Check();
        await using var servers = new MovingServers(options);
        return (await PlanAsync(servers, id, shard, cancellation)).Plan;
    }

    public async Task<MoveReport> MoveAsync(
        AuctionId id, int shard, IProgress<string>? progress, CancellationToken cancellation)
    {
        options.Check();
        await using var servers = new MovingServers(options);
        var (plan, found) = await PlanAsync(servers, id, shard, cancellation);
        if (found is null || plan.Refusal is not null)
        {
            throw new AuctionNotMovedException(plan.Refusal ?? "");
        }

        try
        {
            var move = new AuctionMove(servers, plan, found, time, progress, Reached);
            return await move.RunAsync(cancellation);
        }
        catch (JournalException failed)
        {
            throw new AuctionNotMovedException(
                $"It is not certain how far the move of auction {id} came: {failed.Message} Run the same command " +
                $"again: it goes on from there. \"auctions shards move {id} {plan.From}\" takes it back.",
                failed);
        }
    }

    private static async Task<(MovePlan Plan, Whereabouts? Found)> PlanAsync(
        MovingServers servers, AuctionId id, int to, CancellationToken cancellation)
    {
        MovePlan Refuse(int from, string why) => new(id, from, to, 0, 0, 0, why);
        try
        {
            var map = await servers.Meta.ReadMapAsync(cancellation);
            if (to < 0 || to >= Math.Min(map.ShardCount, servers.Shards.Count))
            {
                return (Refuse(-1, $"There is no shard {to}; the store has 0 to {map.ShardCount - 1}."), null);
            }

            if (!map.TryGetShard(id, out var home) || home >= servers.Shards.Count)
            {
                return (Refuse(-1, $"The slot of auction {id} is on no shard that is named here."), null);
            }

            if (await FindAsync(servers, map, id, home, cancellation) is not { } found)
            {
                return (Refuse(home, $"There is no auction {id}; {NotCreated(id, to)}"), null);
            }

            var holder = found.Holder;
            var size = await servers.Shards[holder.Shard].MeasureAsync(id, cancellation);
            var refusal = Contradiction(found, id, to) ?? await WhyNotAsync(servers, found, to, cancellation);
            return (new MovePlan(id, holder.Shard, to, size.Segments, size.Bytes, holder.Bids, refusal), found);
        }
        catch (JournalException failed)
        {
            return (Refuse(-1, $"A database cannot be asked, so nothing was done: {failed.Message}"), null);
        }
    }

    // From where the map has it, as long as another shard has a higher epoch of it.
    private static async Task<Whereabouts?> FindAsync(
        MovingServers servers, SlotMap map, AuctionId id, int home, CancellationToken cancellation)
    {
        var left = new List<AuctionPlace>();
        var place = await servers.Shards[home].LookAsync(id, cancellation);
        while (place?.MovedTo is { } next && next < servers.Shards.Count &&
            await servers.Shards[next].LookAsync(id, cancellation) is { } later && later.Epoch > place.Epoch)
        {
            left.Add(place);
            place = later;
        }

        return place is null ? null : new Whereabouts(home, map.Version, place, left);
    }

    private static string? Contradiction(Whereabouts found, AuctionId id, int to) => found switch
    {
        { Holder: { IsListed: false, MovedTo: null } } =>
            $"Auction {id} is not created yet: its creation was cut short. {NotCreated(id, to)}",
        { Holder.IsListed: false } =>
            $"What shards say of auction {id} is contradictory: shard {found.Holder.Shard} says that shard " +
            $"{found.Holder.MovedTo} has it. Look at its rows in auctions.head.",
        { Holder: { MovedTo: { } other, Shard: var from } } when other != to && from != to =>
            $"Auction {id} is on its way from shard {from} to shard {other}. Run " +
            $"\"auctions shards move {id} {other}\" to end that move, or " +
            $"\"auctions shards move {id} {from}\" to take it back, first.",
        { Holder: { MovedTo: null, Shard: var at } } when at == to && found.Home == to =>
            $"Auction {id} is on shard {to} already.",
        _ => null,
    };

    private static async Task<string?> WhyNotAsync(
        MovingServers servers, Whereabouts found, int to, CancellationToken cancellation)
    {
        var isAllowed = await servers.MayPinAsync(cancellation) &&
            await servers.Shards[found.Holder.Shard].MayMoveAsync(cancellation) &&
            await servers.Shards[to].MayMoveAsync(cancellation);
        return isAllowed
            ? null
            : "Who logs in here may not move auctions: use the connection strings of who migrates the store.";
    }

    private static string NotCreated(AuctionId id, int to) =>
        $"one that is not created yet is put on a shard by \"auctions shards pin {id} {to}\".";
}
