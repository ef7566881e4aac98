using Auctions.Engine.Ports;

namespace Auctions.Engine.Limits;

/// <summary>Allowances that hold over all front ends of a cluster; see <see cref="LeasedAllowance"/>.</summary>
public sealed class LeasedAllowances : IAllowances
{
    private readonly TimeProvider _time;
    private readonly LedgerLane[] _lanes;

    /// <param name="ledger">The ledger that all front ends ask.</param>
    /// <param name="time">Monotonic clock and timers.</param>
    public LeasedAllowances(ILeaseLedger ledger, TimeProvider time)
    {
        _time = time;
        _lanes = [.. Enumerable.Range(0, AllowanceLedger.Parts).Select(part => new LedgerLane(part, ledger, time))];
    }

    public IAllowance Of(int unitsPerMinute) => new LeasedAllowance(unitsPerMinute, _lanes, _time);
}
