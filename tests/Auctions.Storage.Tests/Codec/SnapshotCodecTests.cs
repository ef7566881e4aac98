using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

/// <summary>An auction's state and the bids it remembers, as bytes and back.</summary>
public sealed class SnapshotCodecTests
{
    private static readonly SoftClose Soft = new(
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5), ExtensionMode.FromEnd, 3, Given.Closes.AddHours(1));

    /// <summary>Auctions in every status, with every optional part there and not there.</summary>
    public static TheoryData<string> Plays => [.. Scripts.Keys];

    private static Dictionary<string, (AuctionTerms Terms, AuctionCommand?[] Commands)> Scripts { get; } = new()
    {
        ["no bid yet"] = (Given.Terms(), []),
        ["no bid yet, with all there is"] = (Given.Terms(reserve: 2_00, buyItNow: 9_00, soft: Soft), []),
        ["some bids"] = (Given.Terms(reserve: 1_000_00, buyItNow: 2_000_00, soft: Soft), [null, null, null]),
        ["reserve lowered"] = (Given.Terms(reserve: 9_00), [null, new LowerReserve(Given.Seller, 5_00), null]),
        ["reserve dropped"] = (Given.Terms(reserve: 9_00), [new LowerReserve(Given.Seller, 0), null]),
        ["paused"] = (Given.Terms(soft: Soft), [null, new Pause(Given.Operator)]),
        ["extended"] = (Given.Terms(soft: Soft), [null, new ExtendEnd(Given.Operator, Given.Closes.AddDays(1))]),
        ["sold"] = (Given.Terms(), [null, null, new CloseNow(Given.Operator)]),
        ["unsold"] = (Given.Terms(), [new CloseNow(Given.Operator)]),
        ["withdrawn"] = (Given.Terms(), [new Withdraw(Given.Seller, false, "broken")]),
        ["bought at once"] = (Given.Terms(buyItNow: 9_00),
            [new BuyNow(Given.Person("A"), new BidKey(5), Given.Start)]),
    };

    [Theory]
    [MemberData(nameof(Plays))]
    public void A_snapshot_with_its_chunks_is_the_auction(string play)
    {
        var owner = Play(play);
        var restored = Restored(owner.Snapshot());
        Assert.Equal(EverythingOf.Auction(owner.Auction), EverythingOf.Auction(restored));
        Assert.Equal(AuctionView.Of(owner.Auction.State), AuctionView.Of(restored.State));
    }

    [Theory]
    [MemberData(nameof(Plays))]
    public void Equal_states_give_equal_bytes(string play)
    {
        var (snapshot, chunk) = Play(play).Snapshot();
        var restored = Restored((snapshot, chunk));
        Assert.Equal(snapshot.Payload, SnapshotCodec.Encode(restored.State));
        Assert.Equal(chunk.Payload, SnapshotCodec.EncodeChunk(
            [.. Enumerable.Range(0, restored.Bids.Count).Select(at => restored.Bids[at])], restored.Bids.Bidders));
    }

    [Fact]
    public void Bidders_keep_their_numbers_over_chunks()
    {
        var owner = Play("some bids");
        var (snapshot, first) = owner.Snapshot();
        _ = owner.Next(null, null, null);
        var (last, second) = owner.Snapshot(bidsBefore: 3, biddersBefore: 3);
        var restored = StreamFold.Of(new StoredStream(owner.Id, last, [first, second], [])).Auction;
        Assert.True(last.Sequence > snapshot.Sequence);
        Assert.Equal(EverythingOf.Auction(owner.Auction), EverythingOf.Auction(restored));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Chunks_that_do_not_add_up_to_the_snapshot_are_refused(bool twice)
    {
        var owner = Play("some bids");
        var (snapshot, chunk) = owner.Snapshot();
        var stream = new StoredStream(owner.Id, snapshot, twice ? [chunk, chunk] : [], []);
        Assert.Throws<CodecException>(() => StreamFold.Of(stream));
    }

    [Theory]
    [InlineData(EventCodec.Version + 1)]
    [InlineData(0)]
    public void A_format_this_version_does_not_know_is_refused(int version)
    {
        var owner = Play("some bids");
        var (snapshot, chunk) = owner.Snapshot();
        Assert.Throws<CodecException>(() => SnapshotCodec.Decode(owner.Id, version, snapshot.Payload));
        Assert.Throws<CodecException>(() => SnapshotCodec.DecodeChunk(version, chunk.Payload, new BidMemory()));
    }

    [Fact]
    public void A_stream_whose_chain_or_sequences_break_is_refused()
    {
        var owner = Play("some bids");
        var whole = owner.Made;
        Assert.Equal(4, StreamFold.Of(new StoredStream(owner.Id, null, [], whole)).Auction.State.Sequence);
        byte[] bent = [.. whole[0].Payload];
        bent[^1] ^= 1;
        List<StoredSegment[]> damaged =
        [
            [.. whole.Skip(1)],
            [whole[0], .. whole.Skip(2)],
            [whole[0], whole[2], whole[1], whole[3]],
            [.. whole, whole[3]],
            [whole[0] with { Payload = bent }, .. whole.Skip(1)],
            [whole[0] with { LastSequence = 2 }, .. whole.Skip(1)],
            [.. whole.Take(3), whole[3] with { LastSequence = 5 }],
            [.. whole.Take(3), whole[3] with { PreviousHash = new byte[32] }],
        ];
        Assert.All(damaged, segments => Assert.Throws<CodecException>(
            () => StreamFold.Of(new StoredStream(owner.Id, null, [], segments))));
    }

    private static Activation Play(string play)
    {
        var opened = new OpenedStream(1, false, null, new StoredStream(Given.Id(), null, [], []));
        var owner = Activation.Of(Guid.NewGuid(), opened);
        _ = owner.Create(Scripts[play].Terms);
        foreach (var command in Scripts[play].Commands)
        {
            _ = owner.Next(command);
        }

        return owner;
    }

    private static Auction Restored((StoredSnapshot Snapshot, StoredChunk Chunk) made) =>
        StreamFold.Of(new StoredStream(made.Snapshot.Id, made.Snapshot, [made.Chunk], [])).Auction;
}
