using Auctions.Engine;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Auctions.Grains.Hotspots;

/// <summary>What is hot in a cluster, for a process that is a client of it.</summary>
/// <param name="cluster">A client of the cluster.</param>
/// <param name="clock">The shards' clock.</param>
/// <param name="logger">Told why a remedy has no answer.</param>
public sealed class GrainHotspots(
    IClusterClient cluster, AuctionClock clock, ILogger<GrainHotspots> logger) : IHotspots
{
    internal const string NothingDone = "The cluster does not answer; nothing was done.";

    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(2);

    public async Task<HeatRange> ReadAsync(HeatQuery query, CancellationToken cancellation)
    {
        try
        {
            return HeatCodec.DecodeRange(
                await Grain().ReadAsync(HeatCodec.Encode(query)).WaitAsync(ReadPatience, clock.Time, cancellation));
        }
        catch (Exception failed) when (IsExpected(failed) && !cancellation.IsCancellationRequested)
        {
            return new HeatRange
            {
                Now = clock.Now.ToUnixTimeMilliseconds(),
                Seconds = query.Seconds,
                Problem = "The cluster does not answer: nothing is known until it does.",
            };
        }
    }

    public Task<RemedyReport> PlanAsync(Remedy remedy, CancellationToken cancellation) => AskAsync(
        () => Grain().PlanAsync(HeatCodec.Encode(remedy)),
        NothingDone,
        cancellation);

    public Task<RemedyReport> ApplyAsync(Remedy remedy, string actor, CancellationToken cancellation) => AskAsync(
        () => Grain().ApplyAsync(HeatCodec.Encode(remedy), actor),
        "The cluster does not answer; it may have been done all the same: the audit log tells.",
        cancellation);

    private async Task<RemedyReport> AskAsync(Func<Task<byte[]>> ask, string silence, CancellationToken cancellation)
    {
        try
        {
            return HeatCodec.DecodeReport(await ask().WaitAsync(cancellation));
        }
        catch (Exception failed) when (IsExpected(failed) && !cancellation.IsCancellationRequested)
        {
            Log.RemedyUnanswered(logger, failed.Message);
            return new RemedyReport(silence, [], IsDone: false);
        }
    }

    private static bool IsExpected(Exception failed) =>
        GrainFaults.IsExpected(failed) || failed is ArgumentException or InvalidDataException;

    private IHotspotGrain Grain() => cluster.GetGrain<IHotspotGrain>(0);
}
