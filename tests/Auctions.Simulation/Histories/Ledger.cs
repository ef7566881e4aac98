using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Auctions.Simulation.Clockwork;
using Auctions.Testing;

namespace Auctions.Simulation.Histories;

/// <summary>Notes when what became durable.</summary>
internal sealed class Ledger(World world, List<string> mischief) : IJournalWatcher
{
    private readonly Dictionary<AuctionId, (List<Commit> Commits, List<Opening> Openings)> _lots = [];

    public void Opened(AuctionId id, long epoch)
    {
        Of(id).Openings.Add(new Opening(world.Now, epoch));
        world.Trace?.Add(world.Now, "journal", $"{Telling.Of(id)} opened at epoch {epoch}");
    }

    public void Written(Segment segment)
    {
        var events = EventCodec.Decode(segment.CodecVersion, segment.Payload.Span);
        Of(segment.Claim.Id).Commits.Add(new Commit(world.Now, segment.Claim.Epoch, segment.FirstSequence, events));
        if (world.Trace is { } trace)
        {
            for (var i = 0; i < events.Count; i++)
            {
                trace.Add(
                    world.Now,
                    "journal",
                    $"{Telling.Of(segment.Claim.Id)} {segment.FirstSequence + i} at epoch {segment.Claim.Epoch}: " +
                    Telling.Of(events[i]));
            }
        }
    }

    public void Broken(Segment segment) => mischief.Add(
        $"I1: an owner wrote from {segment.FirstSequence} on, where its stream does not end.");

    public (List<Commit> Commits, List<Opening> Openings) Of(AuctionId id)
    {
        if (!_lots.TryGetValue(id, out var lot))
        {
            _lots.Add(id, lot = ([], []));
        }

        return lot;
    }
}
