using Auctions.Engine.Actor;
using Auctions.Engine.Commit;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Auctions.Engine.Hosting;

/// <summary>The loops of one shard.</summary>
internal sealed record ShardServices(
    int Shard, ShardWriter Writer, ShardOpener Opener, Snapshotter Snapshotter, ShardHealth Health, HostServices Hosts)
{
    /// <summary>Makes one shard's loops; nothing runs yet.</summary>
    /// <param name="shard">Its number.</param>
    /// <param name="journal">What it writes to.</param>
    /// <param name="clock">Time.</param>
    /// <param name="options">Times and bounds.</param>
    /// <param name="around">Where new ids come from.</param>
    /// <param name="schedule">Where hosts leave word when their hammer falls.</param>
    /// <param name="quarantine">Where auctions go that fail by themselves.</param>
    /// <param name="meter">What is measured.</param>
    /// <param name="ended">Told when a host ends.</param>
    /// <param name="logger">Where faults are logged.</param>
    public static ShardServices Make(
        int shard,
        IJournal journal,
        AuctionClock clock,
        EngineOptions options,
        Surroundings around,
        HammerSchedule schedule,
        Quarantine quarantine,
        EngineMeter meter,
        Action<AuctionHost> ended,
        ILogger logger)
    {
        var health = new ShardHealth(clock, TimeSpan.FromSeconds(options.OutageMinSeconds));
        var heat = meter.Heat.OfShard(shard, () => health.IsWell);
        var writer = new ShardWriter(shard, journal, options, clock.Time, quarantine, meter, heat, logger);
        var opener = new ShardOpener(shard, journal, options, clock, logger);
        var snapshotter = new Snapshotter(journal, clock, logger);
        var limits = new ActorLimits(
            options.Drain,
            options.QueueDepthMax,
            options.HeldBidsMax,
            options.BidsPerAuctionMax,
            options.SegmentBytesMax);
        var interruption = new Interruption(options, logger);
        var hosts = new HostServices(
            shard,
            clock,
            options,
            around,
            limits,
            health,
            writer,
            schedule,
            snapshotter,
            interruption,
            quarantine,
            meter,
            ended,
            logger);
        return new ShardServices(shard, writer, opener, snapshotter, health, hosts);
    }

    public void Complete()
    {
        Writer.Complete();
        Opener.Complete();
        Snapshotter.Complete();
    }
}
