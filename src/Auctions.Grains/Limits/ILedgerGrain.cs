using Auctions.Grains.Messages;

namespace Auctions.Grains.Limits;

/// <summary>
/// One part of the ledger of allowances, by its number: one activation, on any silo, that begins anew elsewhere when
/// its silo is lost.
/// </summary>
[Alias("allowance-ledger")]
public interface ILedgerGrain : IGrainWithIntegerKey
{
    /// <summary>Lends to a front end; answers in the order of what is asked.</summary>
    [Alias("lend")]
    Task<LeaseReply[]> LendAsync(LeaseMessage[] asks);
}
