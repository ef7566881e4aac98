using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

/// <summary>What the read models of every store do alike: searching titles, and own bids on one auction.</summary>
public abstract partial class ReadModelContract : IAsyncLifetime
{
    private const int Shards = 3;

    private IReadModelHarness _store = null!;

    private IJournal Journal => _store.Journal;

    public async Task InitializeAsync() => _store = await MakeAsync(Shards);

    public async Task DisposeAsync() => await _store.DisposeAsync();

    protected abstract Task<IReadModelHarness> MakeAsync(int shards);

    private async Task<Activation> StartAsync(AuctionTerms? terms = null, int? shard = null)
    {
        var owner = await Activation.OpenAsync(Journal, shard is { } on ? Journal.IdOn(on) : Given.Id());
        await owner.WriteAsync(Journal, owner.Create(terms));
        return owner;
    }
}
