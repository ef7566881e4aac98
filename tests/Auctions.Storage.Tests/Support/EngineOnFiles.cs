using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Actor;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;
using Auctions.Testing.Faults;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Storage.Tests;

/// <summary>The one-process engine on SQLite files, with a journal between them whose calls can go wrong.</summary>
internal sealed class EngineOnFiles : IAsyncDisposable
{
    private readonly ShardFiles _files;
    private readonly AuctionClock _clock = new(TimeProvider.System);
    private LocalAuctions _auctions;

    private EngineOnFiles(int shards)
    {
        Options = new EngineOptions
        {
            DrainMs = 50,
            AppendDeadlineMs = 800,
            EpochRaiseDeadlineMs = 1_600,
            AnswerDeadlineMs = 5_000,
            DeactivationDeadlineMs = 10_000,
        };
        _files = new ShardFiles(_clock, shards);
        Journal = new FaultyJournal(_files.Journal);
        _auctions = MakeAuctions();
    }

    public EngineOptions Options { get; }

    public FaultyJournal Journal { get; }

    public IReadOnlyList<Sqlite.SqliteShard> Shards => _files.Shards;

    public static async Task<EngineOnFiles> StartAsync(int shards = 1)
    {
        var engine = new EngineOnFiles(shards);
        await engine._auctions.StartAsync(default);
        return engine;
    }

    /// <summary>Stops and starts again, so that nothing is in memory.</summary>
    public async Task ForgetAsync()
    {
        await _auctions.DisposeAsync();
        _auctions = MakeAuctions();
        await _auctions.StartAsync(default);
    }

    public ValueTask<Answer> CreateAsync(UInt128 key) => _auctions.CreateAsync(
        new AuctionRequest(
            "seller", key, BodyHash: 1, Given.Terms(closesAt: _auctions.Now.AddDays(1)), OpensNow: true),
        default);

    /// <summary>An auction that takes bids.</summary>
    public async Task<AuctionId> CreatedAsync(UInt128 key) =>
        Assert.IsType<ViewAnswer>(await CreateAsync(key)).View.Id;

    public async Task<AuctionId[]> CreatedAsync(int auctions) =>
        await Task.WhenAll(Enumerable.Range(1, auctions).Select(key => CreatedAsync((UInt128)key)));

    public async Task<Answer> BidAsync(AuctionId id, string bidder, long amount, string key = "k")
    {
        var person = Given.Person(bidder);
        return await _auctions
            .SubmitAsync(id, new PlaceBid(person, BidKey.Of(person, id, key), amount, _auctions.Now), default)
            .AsTask()
            .WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>The bids as the files have them, past the faults.</summary>
    public Task<IReadOnlyList<RememberedBid>> BidsAsync(AuctionId id) => _files.Journal.BidsAsync(id);

    public async ValueTask DisposeAsync()
    {
        await _auctions.DisposeAsync();
        _files.Dispose();
    }

    private LocalAuctions MakeAuctions() => new(
        Journal, _clock, Microsoft.Extensions.Options.Options.Create(Options), NullLogger<LocalAuctions>.Instance);
}
