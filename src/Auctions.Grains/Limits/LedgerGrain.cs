using Auctions.Engine.Limits;
using Auctions.Grains.Messages;

namespace Auctions.Grains.Limits;

/// <summary>The shell of an <see cref="AllowanceLedger"/>. It waits for nothing, so its turns are short.</summary>
/// <param name="time">Monotonic clock.</param>
internal sealed class LedgerGrain(TimeProvider time) : Grain, ILedgerGrain
{
    private readonly AllowanceLedger _ledger = new(time);

    public Task<LeaseReply[]> LendAsync(LeaseMessage[] asks) => Task.FromResult(Array.ConvertAll(
        _ledger.Lend(Array.ConvertAll(asks, static ask => ask.ToAsk())), LeaseReply.Of));
}
