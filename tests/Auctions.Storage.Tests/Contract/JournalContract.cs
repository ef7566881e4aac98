using Auctions.Core;
using Auctions.Engine;
using Auctions.Engine.Ports;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Storage.Tests;

/// <summary>What every journal promises. A store passes by deriving from this; see <see cref="IJournal"/>.</summary>
public abstract partial class JournalContract : IDisposable
{
    private const int Shards = 2;

    private readonly FakeTimeProvider _time = new(Given.Start);
    private readonly Lazy<IJournalHarness> _harness;

    protected JournalContract() =>
        _harness = new Lazy<IJournalHarness>(() => Make(new AuctionClock(_time), Shards));

    private IJournal Journal => _harness.Value.Journal;

    public void Dispose()
    {
        if (_harness.IsValueCreated)
        {
            _harness.Value.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Every_auction_lives_on_one_shard_and_every_shard_has_some()
    {
        Assert.Equal(Shards, Journal.ShardCount);
        AuctionId[] ids = [Journal.IdOn(0), Journal.IdOn(1)];
        foreach (var id in ids)
        {
            var owner = await Activation.OpenAsync(Journal, id);
            await owner.WriteAsync(Journal, owner.Create());
        }

        for (var shard = 0; shard < Shards; shard++)
        {
            var elsewhere = ids[1 - shard];
            Assert.Null(await Journal.ReadAsync(shard, elsewhere, withChunks: true, default));
            Assert.Null(Assert.Single(await Journal.OpenAsync(shard, [Look(elsewhere)], default)));
            var due = await Journal.FindDueAsync(shard, DateTimeOffset.MaxValue, null, 10, default);
            Assert.Equal([ids[shard]], due.Select(auction => auction.Id));
        }
    }

    /// <summary>A journal with this many shards and nothing in it, whose clock is the one given.</summary>
    protected abstract IJournalHarness Make(AuctionClock clock, int shards);

    private static OpenRequest Look(AuctionId id) => new(id, Guid.NewGuid(), Create: false);

    /// <summary>An owner of a new auction that is created and has some bids.</summary>
    private async Task<Activation> StartAuctionAsync(int bids = 0, AuctionTerms? terms = null, int shard = 0)
    {
        var owner = await Activation.OpenAsync(Journal, Journal.IdOn(shard));
        await owner.WriteAsync(Journal, owner.Create(terms));
        if (bids > 0)
        {
            await owner.WriteAsync(Journal, owner.Bid(bids));
        }

        return owner;
    }

    private async Task<RaisedStream?> RaiseAsync(StreamClaim claim) =>
        Assert.Single(await Journal.RaiseEpochAsync(Journal.ShardOf(claim.Id), [claim], default));

    private async Task<OpenedStream?> OpenAsync(OpenRequest request) =>
        Assert.Single(await Journal.OpenAsync(Journal.ShardOf(request.Id), [request], default));
}
