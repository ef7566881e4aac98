using Auctions.Engine.Heat;
using Auctions.Engine.Ports;

namespace Auctions.Grains.Hotspots;

/// <summary>
/// Sends a process's frames to the grain that gathers them. The last ones of a process that stops, which may have
/// nobody to send them to any more, go into the history, where whoever gathers looks for them.
/// </summary>
/// <param name="grains">Finds the grain.</param>
/// <param name="history">Where last frames go.</param>
public sealed class GrainHeatSink(IGrainFactory grains, IHeatHistory history) : IHeatSink
{
    public async Task<HeatOrders> ReportAsync(IReadOnlyList<HeatFrame> frames, CancellationToken cancellation)
    {
        if (!frames[^1].Processes[0].IsLast)
        {
            return HeatCodec.DecodeOrders(
                await grains.GetGrain<IHotspotGrain>(0).ReportAsync(HeatCodec.Encode(frames)).WaitAsync(cancellation));
        }

        await history.AppendAsync([.. frames.Select(StoredHeat.Of)], cancellation);
        return HeatOrders.None;
    }
}
