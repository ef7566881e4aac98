using System.Collections.Concurrent;
using Auctions.Testing;

namespace Auctions.Engine.Tests;

/// <summary>Keeps chosen calls to the journal back until the test goes on with them; lets all others through.</summary>
internal sealed class Valve
{
    private readonly MemoryJournal _journal;
    private readonly ConcurrentQueue<JournalCall> _kept = new();

    private Valve(MemoryJournal journal) => _journal = journal;

    /// <summary>The calls kept back and not taken, in order of arrival.</summary>
    public IReadOnlyCollection<JournalCall> Kept => _kept;

    public static Valve On(House house, params JournalOperation[] operations)
    {
        var valve = new Valve(house.Journal);
        house.Journal.Deliver = call =>
        {
            if (operations.Contains(call.Operation))
            {
                valve._kept.Enqueue(call);
            }
            else
            {
                call.Answer();
            }
        };
        return valve;
    }

    /// <summary>The next call kept back, once there is one.</summary>
    public async Task<JournalCall> TakeAsync()
    {
        JournalCall? call = null;
        await House.Until(() => _kept.TryDequeue(out call));
        return call!;
    }

    /// <summary>Lets everything through, what was kept back first.</summary>
    public void Open()
    {
        _journal.Deliver = static call => call.Answer();
        while (_kept.TryDequeue(out var call))
        {
            call.Answer();
        }
    }
}
