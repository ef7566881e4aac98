using Auctions.Core;
using Auctions.Engine.Codec;

namespace Auctions.Storage.Tests;

/// <summary>Damaged bytes are refused as damaged, or read as something else; nothing else ever happens.</summary>
public sealed class DamageTests
{
    private const int Mutations = 7_000;

    private static readonly AuctionEvent[] Whole = [.. Events.All, .. Enumerable.Range(0, 20).Select(Events.Bid)];
    private static readonly byte[] Segment = EventCodec.Encode(Whole);
    private static readonly Auction Played = Play();

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Damaged_events_are_read_or_refused(int seed) =>
        Damage(seed, Segment, bytes => EventCodec.Decode(EventCodec.Version, bytes));

    [Fact]
    public void Damaged_small_segments_are_read_or_refused()
    {
        foreach (var (i, happened) in Events.All.Index())
        {
            Damage(i, EventCodec.Encode([happened]), bytes => EventCodec.Decode(EventCodec.Version, bytes), 200);
        }
    }

    [Fact]
    public void Damaged_snapshots_are_read_or_refused() => Damage(
        13,
        SnapshotCodec.Encode(Played.State),
        bytes => SnapshotCodec.Decode(Played.State.Id, EventCodec.Version, bytes));

    [Fact]
    public void Damaged_chunks_are_read_or_refused() => Damage(
        14,
        SnapshotCodec.EncodeChunk(Remembered(Played), Played.Bids.Bidders),
        bytes => SnapshotCodec.DecodeChunk(EventCodec.Version, bytes, new BidMemory()));

    [Fact]
    public void Events_cut_off_anywhere_are_read_as_a_prefix_or_refused()
    {
        for (var length = 0; length < Segment.Length; length++)
        {
            var read = Read(() => EventCodec.Decode(EventCodec.Version, Segment.AsSpan(0, length)));
            Assert.True(
                read is null || read.SequenceEqual(Whole.Take(read.Count)), $"Cut off after {length} bytes.");
        }
    }

    [Fact]
    public void A_chunk_that_remembers_a_key_twice_is_refused()
    {
        var bids = Remembered(Played);
        var chunk = SnapshotCodec.EncodeChunk([.. bids, bids[0]], Played.Bids.Bidders);
        Assert.Throws<CodecException>(() => SnapshotCodec.DecodeChunk(EventCodec.Version, chunk, new BidMemory()));
    }

    [Fact]
    public void A_chunk_that_numbers_a_bidder_twice_is_refused()
    {
        var bidders = Played.Bids.Bidders;
        var chunk = SnapshotCodec.EncodeChunk(Remembered(Played), [.. bidders, bidders[0]]);
        Assert.Throws<CodecException>(() => SnapshotCodec.DecodeChunk(EventCodec.Version, chunk, new BidMemory()));
    }

    [Fact]
    public void A_remembered_bid_of_a_status_nobody_knows_is_refused()
    {
        var bids = Remembered(Played);
        var chunk = SnapshotCodec.EncodeChunk([bids[0]], []);

        // Field 8, packed: one status, 1 or 2. Number 257 fits the field but not the byte the status is kept in.
        var at = chunk.AsSpan().IndexOf(new byte[] { 0x42, 0x01, (byte)bids[0].Status });
        byte[] damaged = [.. chunk[..at], 0x42, 0x02, (byte)((byte)bids[0].Status | 0x80), 0x02, .. chunk[(at + 3)..]];
        Assert.Throws<CodecException>(() => SnapshotCodec.DecodeChunk(EventCodec.Version, damaged, new BidMemory()));
    }

    private static Auction Play()
    {
        var auction = new Auction(Given.Id());
        auction.Evolve(new AuctionCreated(Given.Start, Given.Terms(reserve: 2_00, buyItNow: 1_000_00)));
        for (var i = 0; i < 60; i++)
        {
            auction.Evolve(Events.Bid(i));
        }

        return auction;
    }

    private static RememberedBid[] Remembered(Auction auction) =>
        [.. Enumerable.Range(0, auction.Bids.Count).Select(at => auction.Bids[at])];

    private static void Damage(int seed, byte[] whole, Action<byte[]> decode, int mutations = Mutations)
    {
        var random = new Random(seed);
        for (var i = 0; i < mutations; i++)
        {
            var damaged = Mutate.Bytes(random, whole);
            var thrown = Record.Exception(() => decode(damaged));
            Assert.True(
                thrown is null or CodecException,
                $"Seed {seed}, mutation {i}: {Convert.ToHexString(damaged)}\n{thrown}");
        }
    }

    private static T? Read<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (CodecException)
        {
            return null;
        }
    }
}
