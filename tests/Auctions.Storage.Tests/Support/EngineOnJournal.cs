using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Actor;
using Auctions.Engine.Hosting;
using Auctions.Engine.Ports;
using Auctions.Testing.Faults;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Storage.Tests;

/// <summary>The one-process engine on a store, with a journal between them whose calls can go wrong.</summary>
internal sealed class EngineOnJournal : IAsyncDisposable
{
    private readonly IJournalHarness _store;
    private readonly AuctionClock _clock = new(TimeProvider.System);
    private LocalAuctions _auctions;

    private EngineOnJournal(Func<AuctionClock, IJournalHarness> store, bool isPatient)
    {
        Options = Patient;
        if (!isPatient)
        {
            (Options.AppendDeadlineMs, Options.EpochRaiseDeadlineMs) = (3_000, 8_000);
        }

        _store = store(_clock);
        Journal = new FaultyJournal(_store.Journal);
        _auctions = MakeAuctions();
    }

    /// <summary>A slow disk is no fault: only what a test lets happen may run into these deadlines.</summary>
    public static EngineOptions Patient => new()
    {
        DrainMs = 50,
        AppendDeadlineMs = 20_000,
        EpochRaiseDeadlineMs = 25_000,
        AnswerDeadlineMs = 30_000,
        DeactivationDeadlineMs = 40_000,
    };

    public EngineOptions Options { get; }

    public FaultyJournal Journal { get; }

    /// <summary>
    /// An engine that runs on the store made with its clock, and disposes of it. One that is not patient has short
    /// deadlines, for faults that nobody is told of.
    /// </summary>
    public static async Task<EngineOnJournal> StartAsync(
        Func<AuctionClock, IJournalHarness> store, bool isPatient = true)
    {
        var engine = new EngineOnJournal(store, isPatient);
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
            .WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>The bids as the store has them, past the faults.</summary>
    public Task<IReadOnlyList<RememberedBid>> BidsAsync(AuctionId id) => _store.Journal.BidsAsync(id);

    public async ValueTask DisposeAsync()
    {
        await _auctions.DisposeAsync();
        _store.Dispose();
    }

    private LocalAuctions MakeAuctions() => new(
        Journal, _clock, Microsoft.Extensions.Options.Options.Create(Options), NullLogger<LocalAuctions>.Instance);
}
