using Auctions.Engine.Codec;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

/// <summary>Snapshots and their chunks.</summary>
public abstract partial class JournalContract
{
    [Fact]
    public async Task A_snapshot_takes_the_place_of_the_segments_before_it()
    {
        var owner = await StartAuctionAsync(bids: 4);
        Assert.True(await SaveAsync(owner.Snapshot(), madeFrom: 0));
        await owner.WriteAsync(Journal, owner.Bid(2));
        var stream = (await Journal.ReadAsync(owner.Id))!;
        Assert.Equal((5L, 5L), (stream.Snapshot!.Sequence, Assert.Single(stream.Chunks).LastSequence));
        Assert.Equal((6L, 7L), Bounds(Assert.Single(stream.Segments)));
        var next = await Activation.OpenAsync(Journal, owner.Id);
        Assert.Equal(EverythingOf.Auction(owner.Auction), EverythingOf.Auction(next.Auction));
        await next.WriteAsync(Journal, next.Bid());
    }

    [Fact]
    public async Task A_snapshot_is_read_back_as_it_was_saved()
    {
        var owner = await StartAuctionAsync(bids: 4);
        var (snapshot, chunk) = owner.Snapshot();
        await SaveAsync((snapshot, chunk), madeFrom: 0);
        var stream = (await Journal.ReadAsync(owner.Id))!;
        Assert.Equal((snapshot.Id, snapshot.CodecVersion), (stream.Snapshot!.Id, stream.Snapshot.CodecVersion));
        Assert.Equal(snapshot.ChainHash, stream.Snapshot.ChainHash);
        Assert.Equal(snapshot.Payload, stream.Snapshot.Payload);
        Assert.Equal((chunk.LastSequence, chunk.CodecVersion), (stream.Chunks[0].LastSequence, EventCodec.Version));
        Assert.Equal(chunk.Payload, stream.Chunks[0].Payload);
    }

    [Fact]
    public async Task Chunks_add_up_in_order()
    {
        var owner = await StartAuctionAsync();
        var (madeFrom, bids, bidders) = (0L, 0, 0);
        for (var round = 0; round < 12; round++)
        {
            await owner.WriteAsync(Journal, owner.Bid(2));
            Assert.True(await SaveAsync(owner.Snapshot(bids, bidders), madeFrom));
            (madeFrom, bids, bidders) = (owner.Sequence, owner.Auction.Bids.Count, owner.Auction.Bids.Bidders.Count);
        }

        var stream = (await Journal.ReadAsync(owner.Id))!;
        var ends = Enumerable.Range(1, 12).Select(round => 1L + (2 * round));
        Assert.Equal(ends, stream.Chunks.Select(chunk => chunk.LastSequence));
        Assert.Empty(stream.Segments);
        var folded = StreamFold.Of(stream).Auction;
        Assert.Equal(EverythingOf.Auction(owner.Auction), EverythingOf.Auction(folded));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(6)]
    public async Task A_snapshot_not_made_from_the_stored_one_is_refused_and_changes_nothing(long madeFrom)
    {
        var owner = await StartAuctionAsync(bids: 4);
        await SaveAsync(owner.Snapshot(), madeFrom: 0);
        await owner.WriteAsync(Journal, owner.Bid(5));
        Assert.False(await SaveAsync(owner.Snapshot(4, 4), madeFrom));
        var stream = (await Journal.ReadAsync(owner.Id))!;
        Assert.Equal((5L, 1, 1), (stream.Snapshot!.Sequence, stream.Chunks.Count, stream.Segments.Count));
        Assert.True(await SaveAsync(owner.Snapshot(4, 4), madeFrom: 5));
    }

    [Fact]
    public async Task A_first_snapshot_is_made_from_nothing()
    {
        var owner = await StartAuctionAsync(bids: 4);
        Assert.False(await SaveAsync(owner.Snapshot(), madeFrom: 1));
        var stream = (await Journal.ReadAsync(owner.Id))!;
        Assert.Null(stream.Snapshot);
        Assert.Empty(stream.Chunks);
    }

    [Fact]
    public async Task What_is_stored_does_not_change_with_the_buffers_it_came_from()
    {
        var owner = await StartAuctionAsync(bids: 4);
        var (snapshot, chunk) = owner.Snapshot();
        await SaveAsync((snapshot, chunk), madeFrom: 0);
        var segment = owner.Bid();
        byte[] payload = [.. segment.Payload.Span], hash = [.. segment.PreviousHash.Span];
        await owner.WriteAsync(Journal, segment with { Payload = payload, PreviousHash = hash });
        foreach (var buffer in new[] { snapshot.Payload, snapshot.ChainHash, chunk.Payload, payload, hash })
        {
            Array.Clear(buffer);
        }

        var folded = await Journal.FoldAsync(owner.Id);
        Assert.Equal(EverythingOf.Auction(owner.Auction), EverythingOf.Auction(folded));
    }

    [Fact]
    public async Task Of_two_snapshots_made_from_the_same_one_is_saved()
    {
        var owner = await StartAuctionAsync(bids: 4);
        var early = owner.Snapshot();
        await owner.WriteAsync(Journal, owner.Bid());
        var late = owner.Snapshot();
        var saved = await Task.WhenAll(
            Task.Run(() => SaveAsync(early, madeFrom: 0)), Task.Run(() => SaveAsync(late, madeFrom: 0)));
        Assert.Single(saved, done => done);
        Assert.Equal(5, (await Journal.BidsAsync(owner.Id)).Count);
    }

    [Fact]
    public async Task Chunks_are_left_out_where_they_are_not_asked_for()
    {
        var owner = await StartAuctionAsync(bids: 4);
        await SaveAsync(owner.Snapshot(), madeFrom: 0);
        var stream = (await Journal.ReadAsync(0, owner.Id, withChunks: false, default))!;
        Assert.Equal(5, stream.Snapshot!.Sequence);
        Assert.Empty(stream.Chunks);
        Assert.Empty(stream.Segments);
    }

    private Task<bool> SaveAsync((StoredSnapshot Snapshot, StoredChunk Chunk) made, long madeFrom) =>
        Journal.SaveSnapshotAsync(Journal.ShardOf(made.Snapshot.Id), made.Snapshot, made.Chunk, madeFrom, default);
}
