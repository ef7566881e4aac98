using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Auctions.Engine.Hosting;

/// <summary>Gives bidders time back that a fault took from them; see docs/rules.md, "Closing".</summary>
internal sealed class Interruption(EngineOptions options, ILogger logger)
{
    private static readonly TimeSpan NearEnd = TimeSpan.FromSeconds(5);

    /// <summary>Moves the end of an auction just opened, if it lay in an outage or its last owner died near it.</summary>
    public void OnOpened(AuctionActor actor, AuctionId id, OpenedStream stream, DateTimeOffset now)
    {
        if (actor.HammerAt is null)
        {
            return;
        }

        if (stream.Outage is { } outage && outage.Covers(actor.ClosesAt))
        {
            OnOutage(actor, id, outage, now);
        }
        else if (stream.WasOwned && now >= actor.ClosesAt - NearEnd)
        {
            var extension = TimeSpan.FromSeconds(options.UncleanExtensionSeconds);
            Extend(actor, id, Later(actor.ClosesAt, now) + extension, ExtensionCause.UncleanHandover, now);
        }
    }

    /// <summary>Moves the end that lies in an outage.</summary>
    public void OnOutage(AuctionActor actor, AuctionId id, Outage outage, DateTimeOffset now)
    {
        var least = TimeSpan.FromSeconds(options.OutageExtensionMinSeconds);
        var gap = outage.To - outage.From;
        Extend(actor, id, Later(actor.ClosesAt, now) + (gap > least ? gap : least), ExtensionCause.Outage, now);
    }

    private void Extend(
        AuctionActor actor, AuctionId id, DateTimeOffset closesAt, ExtensionCause cause, DateTimeOffset now)
    {
        actor.ExtendForFault(closesAt, cause, now);
        Log.EndMoved(logger, id, closesAt);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
