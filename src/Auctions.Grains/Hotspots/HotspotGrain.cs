using Auctions.Engine;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Auctions.Grains.Hotspots;

/// <summary>
/// The shell of a <see cref="HeatGatherer"/>. Reentrant: whoever looks does not wait for what is being kept, and the
/// gatherer keeps itself consistent.
/// </summary>
[Reentrant]
internal sealed class HotspotGrain : Grain, IHotspotGrain
{
    // What silos that stop leave in the history, and what another activation took while this one came up.
    private static readonly TimeSpan OthersInterval = TimeSpan.FromSeconds(2);

    private readonly HeatGatherer _gatherer;
    private readonly Conflation _conflation;
    private readonly Engine.Heat.Hotspots _hotspots;

    public HotspotGrain(
        IHeatHistory history,
        AuctionClock clock,
        IEnumerable<IRemedyHand> hands,
        ILogger<HeatGatherer> logger)
    {
        _gatherer = new HeatGatherer(history, clock, logger);
        _conflation = new Conflation(history, clock);
        _hotspots = new Engine.Heat.Hotspots(_gatherer, history, [.. hands, _conflation], clock);
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _gatherer.CatchUpAsync(cancellationToken);
        await CatchUpWithOrdersAsync(cancellationToken);
        this.RegisterGrainTimer(CatchUpAgainAsync, OthersInterval, OthersInterval);
    }

    public async Task<byte[]> ReportAsync(byte[] frames)
    {
        await _gatherer.AcceptAsync(HeatCodec.Decode(frames), CancellationToken.None);
        return HeatCodec.Encode(_conflation.Orders);
    }

    public async Task<byte[]> ReadAsync(byte[] query) =>
        HeatCodec.Encode(await _hotspots.ReadAsync(HeatCodec.DecodeQuery(query), CancellationToken.None));

    public async Task<byte[]> PlanAsync(byte[] remedy) =>
        HeatCodec.Encode(await _hotspots.PlanAsync(HeatCodec.DecodeRemedy(remedy), CancellationToken.None));

    public async Task<byte[]> ApplyAsync(byte[] remedy, string actor) => HeatCodec.Encode(
        await _hotspots.ApplyAsync(HeatCodec.DecodeRemedy(remedy), actor, CancellationToken.None));

    private async Task CatchUpAgainAsync(CancellationToken cancellation)
    {
        await _gatherer.CatchUpWithOthersAsync(cancellation);
        await CatchUpWithOrdersAsync(cancellation);
    }

    private async Task CatchUpWithOrdersAsync(CancellationToken cancellation)
    {
        if (!_conflation.IsCaughtUp)
        {
            await _gatherer.TryAsync(_conflation.CatchUpAsync, cancellation);
        }
    }
}
