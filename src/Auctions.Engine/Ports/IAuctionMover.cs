using Auctions.Core;

namespace Auctions.Engine.Ports;

/// <summary>
/// Moves one existing auction to another shard while servers run, with nothing lost: a hot auction gets a shard of its
/// own. A move that ended half way is finished by asking for it again, or taken back by asking for the shard it came
/// from; until then nobody can bid on that auction, and nothing that was acknowledged is gone.
/// </summary>
public interface IAuctionMover
{
    /// <summary>What a move would do, or why it cannot be done. Changes nothing.</summary>
    /// <param name="id">The auction.</param>
    /// <param name="shard">The shard it is to live on.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<MovePlan> PlanAsync(AuctionId id, int shard, CancellationToken cancellation);

    /// <summary>Moves it, or finishes or takes back a move that ended half way.</summary>
    /// <param name="id">The auction.</param>
    /// <param name="shard">The shard it is to live on.</param>
    /// <param name="progress">Told of each step; null: nobody is.</param>
    /// <param name="cancellation">Gives up, but for the moment in which nobody can bid: that is always ended.</param>
    /// <exception cref="AuctionNotMovedException">It was not moved; the message says why and what to do.</exception>
    Task<MoveReport> MoveAsync(
        AuctionId id, int shard, IProgress<string>? progress, CancellationToken cancellation);
}
