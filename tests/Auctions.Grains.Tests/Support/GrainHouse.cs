using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Actor;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;
using Auctions.Grains.Calls;
using Auctions.Grains.Live;
using Auctions.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace Auctions.Grains.Tests.Support;

/// <summary>Silos in this process on one journal in memory, and a front end's door to them.</summary>
public class GrainHouse : IAsyncLifetime
{
    /// <summary>How long anything is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int Silos = 3;

    private readonly AuctionClock _clock = new(TimeProvider.System);
    private readonly MemoryJournal _journal;
    private readonly InProcessTestCluster _cluster;
    private GrainAuctions? _auctions;
    private int _creations;

    public GrainHouse()
    {
        _journal = new MemoryJournal(_clock, shards: 2);
        var builder = new InProcessTestClusterBuilder(Silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) => Configure(silo));
        builder.ConfigureClient(client =>
        {
            client.AddMemoryStreams(LiveStreams.Provider, streams => streams.ConfigurePartitioning(LiveStreams.Queues));
            client.Configure<ClientMessagingOptions>(
                messaging => messaging.ResponseTimeout = new GrainOptions().CallDeadline);
        });
        _cluster = builder.Build();
    }

    public GrainAuctions Auctions => _auctions!;

    public MemoryJournal Journal => _journal;

    /// <summary>What becomes of the silos' calls to the journal.</summary>
    public Action<JournalCall> Deliver { get; set; } = static call => call.Answer();

    /// <summary>What each silo that runs has in memory.</summary>
    public IReadOnlyList<int> ActiveCounts =>
        [.. _cluster.GetActiveSilos().Select(silo => EngineOf(silo).ActiveCount)];

    public async Task InitializeAsync()
    {
        await _cluster.DeployAsync();
        _auctions = Join();
    }

    /// <summary>Another front end on the same client.</summary>
    internal GrainAuctions Join() => new(
        _cluster.Client,
        _clock,
        static () => true,
        static () => true,
        new CallPatience(),
        Options.Create(new GrainOptions()),
        NullLogger<GrainAuctions>.Instance);

    public IClusterClient Client => _cluster.Client;

    public IAuctionGrain Grain(AuctionId id) => Client.GetGrain<IAuctionGrain>(id.Value);

    /// <summary>Has an auction leave memory.</summary>
    public Task DeactivateAsync(AuctionId id) => _cluster.DeactivateAsync(Grain(id));

    /// <summary>Creates an auction.</summary>
    public async Task<AuctionId> CreateAsync(TimeSpan? length = null)
    {
        Answer answer;
        var asked = System.Diagnostics.Stopwatch.StartNew();
        do
        {
            var now = _clock.Now;
            var terms = new AuctionTerms(
                new PersonId(1), "A lot", "USD", AuctionFormat.English, 1_00, IncrementTable.EbayUs, null, null, now,
                now + (length ?? TimeSpan.FromHours(1)), null);
            var key = (UInt128)(uint)Interlocked.Increment(ref _creations);
            var request = new AuctionRequest("The seller", key, key, terms, OpensNow: true);
            answer = await ToldAsync(() => Auctions.CreateAsync(request, default));
        }
        while (answer is InvalidTermsAnswer && asked.Elapsed < Patience); // A short one was over before it began.
        return Assert.IsType<ViewAnswer>(answer).View.Id;
    }

    /// <summary>Bids; told to come again, it does, with the same key.</summary>
    public Task<Answer> BidAsync(AuctionId id, long amount, uint bidder = 7) =>
        ToldAsync(() => TryBidAsync(id, amount, bidder));

    /// <summary>Bids once.</summary>
    public ValueTask<Answer> TryBidAsync(AuctionId id, long amount, uint bidder = 7) => Auctions.SubmitAsync(
        id,
        new PlaceBid(new PersonId(bidder), new BidKey(((UInt128)bidder << 64) + (ulong)amount), amount, _clock.Now),
        default);

    /// <summary>
    /// Asks again for as long as it is told to come again, as when silos have just met, or when this machine stood
    /// still for longer than calls are waited for. For what may be asked twice.
    /// </summary>
    public static async Task<Answer> ToldAsync(Func<ValueTask<Answer>> ask)
    {
        Answer answer;
        var asked = System.Diagnostics.Stopwatch.StartNew();
        do
        {
            answer = await ask();
        }
        while (answer is UnavailableAnswer && asked.Elapsed < Patience);
        return answer;
    }

    /// <summary>Calls again what was not answered in time, for which this machine need only have stood still.</summary>
    public static async Task<T> AnsweredAsync<T>(Func<Task<T>> call)
    {
        var asked = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (TimeoutException) when (asked.Elapsed < Patience)
            {
            }
        }
    }

    /// <summary>The auction as the journal has it.</summary>
    public AuctionState Stored(AuctionId id) => Engine.Codec.StreamFold.Of(_journal.Stored(id)!).Auction.State;

    /// <summary>Waits until something is so.</summary>
    public static Task Until(Func<bool> isSo) => Until(() => Task.FromResult(isSo()));

    /// <summary>Tries until something is so.</summary>
    public static async Task Until(Func<Task<bool>> isSo)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(patience.Elapsed < Patience, "What was waited for did not happen.");
            await Task.Delay(10);
        }
    }

    /// <summary>Stops the silo that has an auction, gracefully or not, and starts another one.</summary>
    internal async Task ReplaceSiloOfAsync(AuctionId id, bool gracefully)
    {
        InProcessSiloHandle[] homes = [];
        await Until(() => (homes = [.. _cluster.GetActiveSilos().Where(silo => EngineOf(silo).Has(id))]).Length == 1);
        var silo = homes[0];
        await (gracefully ? _cluster.StopSiloAsync(silo) : _cluster.KillSiloAsync(silo));
        await _cluster.StartAdditionalSiloAsync();
    }

    /// <summary>Kills the silo that a grain is on.</summary>
    public async Task KillSiloOfAsync(IGrain grain)
    {
        var address = await AnsweredAsync(() =>
            Client.GetGrain<IManagementGrain>(0).GetActivationAddress(grain).AsTask());
        await _cluster.KillSiloAsync(_cluster.GetActiveSilos().Single(silo => silo.SiloAddress.Equals(address)));
    }

    public async Task DisposeAsync()
    {
        await Auctions.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    /// <summary>Options of the silos that differ from the defaults.</summary>
    protected virtual void Adjust(GrainOptions options)
    {
    }

    /// <summary>What silos have beside the usual.</summary>
    protected virtual void Extend(ISiloBuilder silo)
    {
    }

    /// <summary>The shards' clock.</summary>
    protected AuctionClock Clock => _clock;

    /// <summary>The silos that run.</summary>
    protected InProcessTestCluster Cluster => _cluster;

    protected static PlacedAuctions EngineOf(InProcessSiloHandle silo) =>
        silo.ServiceProvider.GetRequiredService<PlacedAuctions>();

    private void Configure(ISiloBuilder silo)
    {
        silo.Services.AddSingleton(TimeProvider.System);
        silo.Services.AddSingleton(_clock);
        silo.Services.AddSingleton<IJournal>(_ =>
        {
            var journal = _journal.Connect();
            journal.Deliver = call => Deliver(call);
            return journal;
        });

        // Where this machine stands still that is no outage, after which bidders get time back.
        silo.Services.AddOptions<EngineOptions>().Configure(static engine => engine.OutageMinSeconds = 60);
        silo.Services.AddAuctionGrains(silo.Configuration);
        silo.Services.Configure<GrainOptions>(Adjust);
        Extend(silo);
        silo.AddMemoryStreams(LiveStreams.Provider, streams =>
        {
            streams.ConfigurePartitioning(LiveStreams.Queues);
            streams.ConfigurePullingAgent(agent => agent.Configure(
                pulling => pulling.GetQueueMsgsTimerPeriod = LiveStreams.PullInterval));
        });
        silo.AddMemoryGrainStorage(LiveStreams.Subscriptions);
        silo.Configure<SiloMessagingOptions>(
            messaging => messaging.ResponseTimeout = new GrainOptions().CallDeadline);
    }
}
