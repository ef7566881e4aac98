using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Heat;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auctions.Engine.Hosting;

/// <summary>
/// The auctions that a cluster's placement puts into this process. It opens none by itself: what ends soon is handed to
/// placement, which has it opened somewhere.
/// </summary>
public sealed class PlacedAuctions : IAsyncDisposable
{
    private readonly IJournal _journal;
    private readonly AuctionClock _clock;
    private readonly EngineOptions _options;
    private readonly Surroundings _around;
    private readonly EngineProcess _process;

    /// <param name="journal">Where events become durable.</param>
    /// <param name="clock">The shards' clock.</param>
    /// <param name="options">Times and bounds.</param>
    /// <param name="openAhead">
    /// Has placement bring an auction into memory that ends soon and is not in this process. Called again each sweep.
    /// </param>
    /// <param name="logger">Where faults are logged.</param>
    public PlacedAuctions(
        IJournal journal,
        AuctionClock clock,
        IOptions<EngineOptions> options,
        Func<DueAuction, Task> openAhead,
        ILogger<PlacedAuctions> logger)
    {
        _journal = journal;
        _clock = clock;
        _options = options.Value;
        _around = Surroundings.Alone with { IsAlone = false, OpenAhead = openAhead };
        _process = new EngineProcess(journal, clock, _options, _around, logger);
    }

    /// <summary>The time by the shards' clock.</summary>
    public DateTimeOffset Now => _clock.Now;

    /// <summary>Whether the clock is certain and the engine can take work.</summary>
    public bool IsReady => _process.IsReady;

    /// <summary>Number of auctions in memory.</summary>
    public int ActiveCount => _process.ActiveCount;

    /// <summary>What is hot in this process.</summary>
    public IHeatSource Heat => _process.Heat;

    /// <summary>Whether an auction is in memory.</summary>
    public bool Has(AuctionId id) => _process.Active(id) is not null;

    /// <summary>
    /// Records a heartbeat on every shard, so that an outage before this start is known, and starts the loops.
    /// </summary>
    public Task StartAsync(CancellationToken cancellation) => _process.StartAsync(cancellation);

    /// <summary>Finishes what was accepted, gives up ownership of what is left and ends the loops.</summary>
    public Task StopAsync() => _process.StopAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>Begins to open an auction here.</summary>
    /// <param name="id">The auction.</param>
    /// <param name="create">Whether it is to be made if it does not exist.</param>
    public AuctionActivation Activate(AuctionId id, bool create) => new(_process, id, create);

    /// <summary>Creates an auction, or finds the one that the same key and body created before.</summary>
    /// <param name="request">The seller's wish.</param>
    /// <param name="create">Has the auction with an id create itself, wherever placement puts it.</param>
    /// <param name="find">Asks the auction with an id for its view.</param>
    /// <param name="cancellation">Ends the wait; the outcome is then unknown.</param>
    public ValueTask<Answer> CreateAsync(
        AuctionRequest request,
        Func<AuctionId, CreateAuction, ValueTask<Answer>> create,
        Func<AuctionId, ValueTask<Answer>> find,
        CancellationToken cancellation) =>
        new AuctionCreation(_journal, _clock, _options, _around, create, find).CreateAsync(request, cancellation);
}
