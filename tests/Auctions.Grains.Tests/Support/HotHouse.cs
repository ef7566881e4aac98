using Auctions.Core;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;
using Auctions.Grains.Hotspots;
using Auctions.Telemetry.Heat;
using Auctions.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Grains.Tests.Support;

/// <summary>Silos that report what is hot on them, with a history in memory that outlives each of them.</summary>
public sealed class HotHouse : GrainHouse
{
    public MemoryHeatHistory History { get; } = new();

    /// <summary>What a front end sees.</summary>
    public GrainHotspots Hotspots => new(Client, Clock, NullLogger<GrainHotspots>.Instance);

    /// <summary>How long a look at what would be moved takes.</summary>
    public TimeSpan MoverTakes { get; set; }

    public long Now => Clock.Now.ToUnixTimeSeconds();

    /// <summary>Names of the silos that run, as processes.</summary>
    public IReadOnlyList<string> SiloNames =>
        [.. Cluster.GetActiveSilos().Select(silo => "silo " + silo.SiloAddress.ToParsableString())];

    /// <summary>The silo that has an auction, as a process.</summary>
    public string? HomeOf(AuctionId id) => Cluster.GetActiveSilos().Where(silo => EngineOf(silo).Has(id))
        .Select(silo => "silo " + silo.SiloAddress.ToParsableString()).FirstOrDefault();

    /// <summary>Kills the silo on which frames come together; answers its name.</summary>
    public async Task<string> KillGathererAsync()
    {
        var management = Client.GetGrain<IManagementGrain>(0);
        var gatherer = Client.GetGrain<IHotspotGrain>(0);
        SiloAddress? address = null;
        await Until(async () =>
            (address = await AnsweredAsync(() => management.GetActivationAddress(gatherer).AsTask())) is not null);
        var silo = Cluster.GetActiveSilos().Single(silo => silo.SiloAddress.Equals(address));
        await Cluster.KillSiloAsync(silo);
        return "silo " + silo.SiloAddress.ToParsableString();
    }

    /// <summary>All frames since a second, once that second's newest is as new as now.</summary>
    public async Task<IReadOnlyList<HeatFrame>> FramesSinceAsync(long second)
    {
        var now = Now;
        HeatRange range = new();
        await Until(async () =>
        {
            range = await Hotspots.ReadAsync(new HeatQuery(1, second, 900), default);
            return range.AsOf > now;
        });
        return range.Frames;
    }

    protected override void Extend(ISiloBuilder silo)
    {
        silo.Services.AddSingleton<IHeatHistory>(History);
        silo.Services.AddSingleton<IAuctionMover>(new Unmovable(this));
        silo.Services.AddHeatReporter(
            "silo", provider => GrainSetup.NameOf(provider.GetRequiredService<ILocalSiloDetails>()));
        silo.Services.AddSiloHeat(reports: true);
    }

    private sealed class Unmovable(HotHouse house) : IAuctionMover
    {
        public async Task<MovePlan> PlanAsync(AuctionId id, int shard, CancellationToken cancellation)
        {
            await Task.Delay(house.MoverTakes, cancellation);
            return new MovePlan(id, -1, shard, 0, 0, 0, "A journal in memory moves nothing.");
        }

        public Task<MoveReport> MoveAsync(
            AuctionId id, int shard, IProgress<string>? progress, CancellationToken cancellation) =>
            throw new AuctionNotMovedException("A journal in memory moves nothing.");
    }
}
