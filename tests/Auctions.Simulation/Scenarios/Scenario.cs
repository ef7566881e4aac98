using Auctions.Core;
using Auctions.Engine;

namespace Auctions.Simulation.Scenarios;

/// <summary>
/// Everything that is decided before a run: the same scenario runs the same way, and one with fewer steps or mishaps is
/// a scenario as well.
/// </summary>
/// <param name="Seed">Where it was drawn from; also what the scheduler draws from.</param>
/// <param name="Setting">What it plays on.</param>
/// <param name="Lots">The auctions.</param>
/// <param name="Steps">What clients do.</param>
/// <param name="Mishaps">What happens to machines.</param>
internal sealed record Scenario(
    ulong Seed,
    Setting Setting,
    IReadOnlyList<Lot> Lots,
    IReadOnlyList<Step> Steps,
    IReadOnlyList<Mishap> Mishaps)
{
    /// <summary>Whether anything at all goes wrong in it.</summary>
    public bool IsFaultless => Mishaps.Count == 0 && Setting.Journal.IsFaultless && Setting.Clients.IsFaultless &&
        !Setting.HasScantRoom && Setting.Engine.BidsPerBidderPerMinute == 0;

    /// <summary>Number of steps and mishaps.</summary>
    public int Size => Steps.Count + Mishaps.Count;
}

/// <summary>What a scenario plays on.</summary>
/// <param name="Nodes">Number of processes.</param>
/// <param name="Shards">Number of shards.</param>
/// <param name="Engine">The engine's times and bounds.</param>
/// <param name="Journal">What goes wrong between a process and a shard.</param>
/// <param name="Clients">What goes wrong between a client and a process.</param>
/// <param name="DetectionTicks">How long until a process that is gone is known to be gone.</param>
/// <param name="ViewLagTicks">How much longer until the last process knows.</param>
/// <param name="HealAt">When everything that goes wrong stops.</param>
/// <param name="HasScantRoom">Whether queues are so small that refusals for want of room are expected.</param>
internal sealed record Setting(
    int Nodes,
    int Shards,
    EngineOptions Engine,
    JournalFaults Journal,
    ClientFaults Clients,
    long DetectionTicks,
    long ViewLagTicks,
    long HealAt,
    bool HasScantRoom);

/// <summary>Rates of what goes wrong with calls to the journal, and how long a call takes.</summary>
/// <param name="LostRequest">Never arrives; nobody answers.</param>
/// <param name="LostReply">Done; nobody answers.</param>
/// <param name="LateRequest">Nobody answers; arrives long after the caller gave up.</param>
/// <param name="ErrorAfterCommit">Done; the answer is an error that leaves the outcome open.</param>
/// <param name="ErrorBeforeCommit">Not done; the answer is an error that leaves the outcome open.</param>
/// <param name="Unavailable">Definitely not done.</param>
/// <param name="Rejected">Definitely not done, for a reason in the request.</param>
/// <param name="Slow">Takes up to <paramref name="SlowTicks"/>.</param>
/// <param name="LatencyTicks">Most that one way takes otherwise.</param>
/// <param name="SlowTicks">Most that one way of a slow call takes.</param>
internal sealed record JournalFaults(
    double LostRequest,
    double LostReply,
    double LateRequest,
    double ErrorAfterCommit,
    double ErrorBeforeCommit,
    double Unavailable,
    double Rejected,
    double Slow,
    int LatencyTicks,
    int SlowTicks)
{
    public bool IsFaultless => LostRequest + LostReply + LateRequest + ErrorAfterCommit + ErrorBeforeCommit +
        Unavailable + Rejected + Slow == 0;
}

/// <summary>Rates of what goes wrong with requests of clients, and how long one way takes.</summary>
/// <param name="LostRequest">Never arrives.</param>
/// <param name="LostReply">Answered, but the answer is lost.</param>
/// <param name="Duplicate">Arrives twice, perhaps at another process, perhaps much later.</param>
/// <param name="Misrouted">Goes to a process that placement did not choose.</param>
/// <param name="LatencyTicks">Most that one way takes.</param>
internal sealed record ClientFaults(
    double LostRequest, double LostReply, double Duplicate, double Misrouted, int LatencyTicks)
{
    public bool IsFaultless => LostRequest + LostReply + Duplicate + Misrouted == 0;
}

/// <summary>An auction to be.</summary>
/// <param name="Terms">Its terms.</param>
/// <param name="CreateAt">When the seller asks for it.</param>
internal sealed record Lot(AuctionTerms Terms, long CreateAt);

/// <summary>What a client does.</summary>
internal enum StepKind
{
    Bid,
    BuyNow,
    View,
    Watch,
    Pause,
    Resume,
    Extend,
    Close,
    WithdrawAsOperator,
    WithdrawAsSeller,
    LowerReserve,
}

/// <summary>Something a client does.</summary>
/// <param name="Number">Unique in the scenario; what chance does to it hangs on this alone.</param>
/// <param name="Lot">Which auction.</param>
/// <param name="Session">Who does it: steps of one session run one after another.</param>
/// <param name="After">How long after the auction is known to exist.</param>
/// <param name="Kind">What.</param>
/// <param name="Amount">Money, where the kind has any; for an extension: ticks after the first end.</param>
/// <param name="Key">Bids of one session with the same number have the same idempotency key.</param>
internal sealed record Step(int Number, int Lot, int Session, long After, StepKind Kind, long Amount, int Key);

/// <summary>What happens to a machine.</summary>
internal enum MishapKind
{
    /// <summary>A process dies, and another starts in its place.</summary>
    Crash,

    /// <summary>A process is asked to stop, and another starts in its place.</summary>
    Stop,

    /// <summary>A process stands still and goes on later.</summary>
    Pause,

    /// <summary>A process's wall clock jumps.</summary>
    ClockJump,

    /// <summary>A shard refuses everything.</summary>
    ShardDown,

    /// <summary>A shard answers nothing.</summary>
    ShardFrozen,

    /// <summary>A process and a shard cannot reach each other.</summary>
    CutOff,
}

/// <summary>Something that happens to a machine.</summary>
/// <param name="Number">Unique in the scenario.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Node">To which process.</param>
/// <param name="Shard">To which shard.</param>
/// <param name="Ticks">For how long; for a clock: by how much.</param>
internal sealed record Mishap(int Number, long At, MishapKind Kind, int Node, int Shard, long Ticks);
