using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Auctions.Engine.Hosting;

/// <summary>Gives bidders time back that a fault took from them; see docs/rules.md, "Closing".</summary>
internal sealed class Interruption(EngineOptions options, ILogger logger)
{
    private static readonly TimeSpan NearEnd = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Moves the end if it lies in an outage or if the last owner died near it. To be called when the shard is well, so
    /// that an outage just over is on record.
    /// </summary>
    /// <param name="actor">The auction.</param>
    /// <param name="id">Its id.</param>
    /// <param name="health">What is known of the shard's outages.</param>
    /// <param name="justOpened">What opening found, at the first call after it; else null.</param>
    /// <param name="now">Time of the turn.</param>
    public void GiveTimeBack(
        AuctionActor actor, AuctionId id, ShardHealth health, OpenedStream? justOpened, DateTimeOffset now)
    {
        if (actor.HammerAt is null)
        {
            return;
        }

        if ((health.OutageAt(actor.ClosesAt) ?? Covering(actor.ClosesAt, justOpened?.Outage)) is { } outage)
        {
            var least = TimeSpan.FromSeconds(options.OutageExtensionMinSeconds);
            var gap = outage.To - outage.From;
            Extend(actor, id, Later(actor.ClosesAt, now) + (gap > least ? gap : least), ExtensionCause.Outage, now);
        }
        else if (justOpened is { WasOwned: true } && now >= actor.ClosesAt - NearEnd)
        {
            var extension = TimeSpan.FromSeconds(options.UncleanExtensionSeconds);
            Extend(actor, id, Later(actor.ClosesAt, now) + extension, ExtensionCause.UncleanHandover, now);
        }
    }

    private static Outage? Covering(DateTimeOffset end, Outage? outage) => outage?.Covers(end) == true ? outage : null;

    private void Extend(
        AuctionActor actor, AuctionId id, DateTimeOffset closesAt, ExtensionCause cause, DateTimeOffset now)
    {
        actor.ExtendForFault(closesAt, cause, now);
        Log.EndMoved(logger, id, closesAt);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
