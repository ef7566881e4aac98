using Auctions.Simulation.Clockwork;
using Auctions.Simulation.Scenarios;
using Auctions.Testing;
using JournalFault = Auctions.Engine.Ports.JournalFault;

namespace Auctions.Simulation.Cluster;

/// <summary>
/// What lies between a process and the shards. A request that left is on its own: it arrives even if who sent it is
/// gone.
/// </summary>
internal sealed class JournalLink(World world, Strand network, Weather weather, Setting setting, int node)
{
    private static readonly SendOrPostCallback CarryOut = static call => ((JournalCall)call!).CarryOut();
    private static readonly SendOrPostCallback Answer = static call => ((JournalCall)call!).Answer();
    private static readonly SendOrPostCallback Unknown =
        static call => ((JournalCall)call!).Fail(JournalFault.Unknown);

    private readonly JournalFaults _faults = setting.Journal;
    private Chance _chance = new(world.Seed, Drawer.Link, node);

    /// <summary>Takes a call on its way; what comes back comes back to the strand.</summary>
    public void Deliver(JournalCall call, Strand caller)
    {
        if (weather.IsFair)
        {
            Pass(call, caller, 0, 0);
            return;
        }

        var there = Latency();
        var back = Latency();
        if (weather.IsCutOff(node, call.Shard))
        {
            Note(call, "is cut off");
        }
        else if (weather.IsDown(call.Shard))
        {
            Note(call, "finds the shard down");
            world.At(world.Now + there, caller, Failing(JournalFault.Unavailable), call);
        }
        else if (weather.FrozenUntil(call.Shard) is { } thaw)
        {
            Note(call, "waits for the frozen shard");
            Pass(call, caller, thaw - world.Now + there, back);
        }
        else
        {
            DeliverPerhaps(call, caller, there, back);
        }
    }

    private void DeliverPerhaps(JournalCall call, Strand caller, long there, long back)
    {
        var draw = _faults.IsFaultless ? 1 : (_chance.Next() >> 11) * (1.0 / (1UL << 53));
        if ((draw -= _faults.LostRequest) < 0)
        {
            Note(call, "is lost");
        }
        else if ((draw -= _faults.LostReply) < 0)
        {
            Note(call, "is done, its reply is lost");
            world.At(world.Now + there, network, CarryOut, call);
        }
        else if ((draw -= _faults.LateRequest) < 0)
        {
            Note(call, "comes late");
            var late = (setting.Engine.AppendDeadlineMs + _chance.Below(2_000)) * Draw.Millisecond;
            world.At(world.Now + late, network, CarryOut, call);
        }
        else if ((draw -= _faults.ErrorAfterCommit) < 0)
        {
            Note(call, "is done, then fails");
            world.At(world.Now + there, network, CarryOut, call);
            world.At(world.Now + there + back, caller, Unknown, call);
        }
        else if ((draw -= _faults.ErrorBeforeCommit) < 0)
        {
            Note(call, "fails, nobody knows when");
            world.At(world.Now + there + back, caller, Unknown, call);
        }
        else if ((draw -= _faults.Unavailable) < 0)
        {
            Note(call, "is turned away");
            world.At(world.Now + there, caller, Failing(JournalFault.Unavailable), call);
        }
        else if ((draw -= _faults.Rejected) < 0)
        {
            Note(call, "is rejected");
            world.At(world.Now + there, caller, Failing(JournalFault.Rejected), call);
        }
        else if (draw - _faults.Slow < 0)
        {
            Note(call, "is slow");
            Pass(call, caller, _chance.Below(_faults.SlowTicks), _chance.Below(_faults.SlowTicks));
        }
        else
        {
            Pass(call, caller, there, back);
        }
    }

    private void Pass(JournalCall call, Strand caller, long there, long back)
    {
        if (there + back == 0)
        {
            call.Answer();
            return;
        }

        world.At(world.Now + there, network, CarryOut, call);
        world.At(world.Now + there + back, caller, Answer, call);
    }

    private long Latency() => _faults.LatencyTicks == 0 ? 0 : _chance.Below(_faults.LatencyTicks);

    private static SendOrPostCallback Failing(JournalFault fault) => fault == JournalFault.Unavailable
        ? static call => ((JournalCall)call!).Fail(JournalFault.Unavailable)
        : static call => ((JournalCall)call!).Fail(JournalFault.Rejected);

    private void Note(JournalCall call, string what) =>
        world.Trace?.Add(world.Now, $"link {node}", $"{call.Operation} on shard {call.Shard} {what}");
}
