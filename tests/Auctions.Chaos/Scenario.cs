using Auctions.Chaos.Scenarios;
using Auctions.Chaos.Storms;

namespace Auctions.Chaos;

/// <summary>A fault, and how it is played while a storm of bids goes on.</summary>
/// <param name="Name">By which it is run, in kebab case.</param>
/// <param name="Fault">The line of the fault table it stands for.</param>
/// <param name="How">How it is played, in one sentence.</param>
/// <param name="Store">Where its auctions are kept.</param>
/// <param name="PlayAsync">
/// Plays the fault: called once bids are being acknowledged on every shard. It says when the fault begins and ends
/// (<see cref="Stage.FaultBegins"/>, <see cref="Stage.FaultEnds"/>, more than once if it likes) and returns when
/// everything it broke is whole again. The storm then goes on until it has its bids; what is stored is judged after it.
/// </param>
internal sealed record Scenario(
    string Name, string Fault, string How, StoreKind Store, Func<Stage, CancellationToken, Task> PlayAsync)
{
    /// <summary>Number of shards. Shard <see cref="Stage.VictimShard"/> is the one to which things happen.</summary>
    public int Shards { get; init; } = 4;

    /// <summary>Silos of the cluster it is played on; 0: it is played on one server without a cluster.</summary>
    public int Silos { get; init; }

    /// <summary>Front ends of the cluster, if it is played on one.</summary>
    public int FrontEnds { get; init; } = Clusters.FrontEnds;

    /// <summary>What the machine must be able to do.</summary>
    public Needs Needs { get; init; }

    /// <summary>What the judge must find.</summary>
    public Expected Expected { get; init; }

    /// <summary>
    /// Sets the scenery before anything runs: a database server of its own for the victim shard, variables for the
    /// server. Null: everything is ordinary.
    /// </summary>
    public Func<Scenery, CancellationToken, Task>? PrepareAsync { get; init; }

    /// <summary>
    /// Played when the storm is over, every bid is answered and the server has stopped, just before the judging.
    /// </summary>
    public Func<Stage, CancellationToken, Task>? AfterStormAsync { get; init; }

    /// <summary>
    /// Least share of the throughput before the fault that all shards but the victim together keep during it, or all if
    /// there is no victim; null: they suffer as well.
    /// </summary>
    public double? OthersKeep { get; init; }

    /// <summary>
    /// Longest time from an end of the fault until each auction that stays open has a bid acknowledged that was sent
    /// since; null: the time until each shard serves is told, and has no bound.
    /// </summary>
    public TimeSpan? FlowsWithin { get; init; }

    /// <summary>Whether no bid at all may be turned away with 503 or stay without an answer.</summary>
    public bool IsSeamless { get; init; }

    /// <summary>How its storm differs from the one that was asked for; null: not at all.</summary>
    public Func<StormPlan, StormPlan>? Plan { get; init; }

    /// <summary>How far apart clocks may seem to be when times of the server are compared with the clients'.</summary>
    public TimeSpan ClockTolerance { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether everything acknowledged must be found again.</summary>
    public bool IsControl => Expected != Expected.NothingLost;
}
