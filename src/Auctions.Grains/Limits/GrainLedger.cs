using Auctions.Engine;
using Auctions.Engine.Limits;
using Auctions.Grains.Messages;
using Microsoft.Extensions.Logging;

namespace Auctions.Grains.Limits;

/// <summary>The ledger of allowances for a process that is a client of the cluster.</summary>
/// <param name="grains">Finds the grains.</param>
/// <param name="isConnected">Whether the client has a silo to talk to.</param>
/// <param name="time">Monotonic clock.</param>
/// <param name="logger">Where it is logged, once a minute, that a part does not answer.</param>
public sealed class GrainLedger(
    IGrainFactory grains, Func<bool> isConnected, TimeProvider time, ILogger<GrainLedger> logger) : ILeaseLedger
{
    private readonly Pace _logging = new(time, TimeSpan.FromMinutes(1));

    public bool IsConnected => isConnected();

    public async Task<LeaseGrant[]> LendAsync(int part, LeaseAsk[] asks)
    {
        var replies = await grains.GetGrain<ILedgerGrain>(part).LendAsync(Array.ConvertAll(asks, LeaseMessage.Of));
        return Array.ConvertAll(replies, static reply => reply.ToGrant());
    }

    public void Missed(Exception failed)
    {
        if (_logging.IsDue())
        {
            Log.LedgerSilent(logger, failed.Message);
        }
    }
}
