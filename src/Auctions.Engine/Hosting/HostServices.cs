using Auctions.Engine.Actor;
using Auctions.Engine.Commit;
using Microsoft.Extensions.Logging;

namespace Auctions.Engine.Hosting;

/// <summary>What every host of a shard shares.</summary>
internal sealed record HostServices(
    int Shard,
    AuctionClock Clock,
    EngineOptions Options,
    Surroundings Around,
    ActorLimits Limits,
    ShardHealth Health,
    ShardWriter Writer,
    HammerSchedule Schedule,
    Snapshotter Snapshotter,
    Interruption Interruption,
    Quarantine Quarantine,
    EngineMeter Meter,
    Action<AuctionHost> Ended,
    ILogger Logger);
