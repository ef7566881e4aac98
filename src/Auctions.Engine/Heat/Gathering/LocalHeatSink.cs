using Auctions.Engine.Ports;

namespace Auctions.Engine.Heat;

/// <summary>Gathers in the very process that reports.</summary>
/// <param name="gatherer">Takes the frames.</param>
/// <param name="conflation">What is in force.</param>
/// <param name="isShared">Whether other servers on the same store gather too; then theirs are read as well.</param>
public sealed class LocalHeatSink(HeatGatherer gatherer, Conflation conflation, bool isShared) : IHeatSink
{
    private const int OrdersEvery = 10;

    private long _calls;

    public async Task<HeatOrders> ReportAsync(IReadOnlyList<HeatFrame> frames, CancellationToken cancellation)
    {
        var call = _calls++;
        if (call == 0)
        {
            await gatherer.CatchUpAsync(cancellation);
        }

        if (!conflation.IsCaughtUp || (isShared && call % OrdersEvery == 0))
        {
            await gatherer.TryAsync(conflation.CatchUpAsync, cancellation);
        }

        await gatherer.AcceptAsync(frames, cancellation);
        if (isShared)
        {
            await gatherer.CatchUpWithOthersAsync(cancellation);
        }

        return conflation.Orders;
    }
}
