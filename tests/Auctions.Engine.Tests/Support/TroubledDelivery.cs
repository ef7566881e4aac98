using Auctions.Engine.Ports;
using Auctions.Testing;

namespace Auctions.Engine.Tests;

/// <summary>
/// Answers writes from other threads and lets some of them go wrong in every way they can. Chance depends on the seed
/// and a call's number alone.
/// </summary>
internal sealed class TroubledDelivery(int seed)
{
    private long _calls;
    private long _troubles;

    /// <summary>Whether calls still go wrong.</summary>
    public bool IsOn { get; set; } = true;

    public long Troubles => Volatile.Read(ref _troubles);

    public void Take(JournalCall call)
    {
        if (call.Operation is not (JournalOperation.Append or JournalOperation.RaiseEpoch or JournalOperation.Open))
        {
            call.Answer();
            return;
        }

        var chance = new Random(Seed.Of(seed, Interlocked.Increment(ref _calls))).Next(100);
        Task.Run(() => DeliverAsync(call, IsOn ? chance : 100));
    }

    private async Task DeliverAsync(JournalCall call, int chance)
    {
        var isRaise = call.Operation == JournalOperation.RaiseEpoch;
        var bound = isRaise ? 40 : 28;
        if (chance >= bound)
        {
            call.Answer();
            return;
        }

        Interlocked.Increment(ref _troubles);
        switch (chance % 4)
        {
            case 0: // lost request
                call.Fail(JournalFault.Unknown);
                break;
            case 1: // lost reply
                call.CarryOut();
                call.Fail(JournalFault.Unknown);
                break;
            case 2: // late request
                call.Fail(JournalFault.Unknown);
                await Task.Yield();
                call.CarryOut();
                break;
            default:
                call.Fail(JournalFault.Unavailable);
                break;
        }
    }
}
