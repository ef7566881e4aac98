using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Auctions.Engine.Verification;
using Auctions.Testing;
using Xunit.Abstractions;

namespace Auctions.Storage.Tests;

/// <summary>
/// Whatever bytes a store holds, they are read as something that holds together, or refused as damaged: by no other
/// exception, and in memory that their length bounds.
/// </summary>
[Trait("Category", "Long")]
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int StreamsMade = 200;
    private const int BytesAllocatedMin = 1 << 16;
    private const int BytesAllocatedPerByteMax = 500;

    // Making streams takes longer than reading them: a few are made, and each is damaged in many ways.
    private static readonly Lazy<(StoredStream Stream, IReadOnlyList<StoredSegment> All)[]> Streams = new(() =>
    {
        var random = new Random(Seed.OfThisRun);
        return [.. Enumerable.Range(0, StreamsMade).Select(_ => RandomStreams.Stream(random))];
    });

    [Fact]
    public void Events_are_refused_or_come_back_the_same_and_fold_or_are_refused() => Fuzz(12_000, random =>
    {
        var payload = Mutate.Any(random, EventCodec.Encode(RandomStreams.Events(random)));
        var events = Bounded(payload.Length, () => EventCodec.Decode(EventCodec.Version, payload));
        if (events is { Count: > 0 })
        {
            var again = EventCodec.Decode(EventCodec.Version, EventCodec.Encode(events));
            Assert.True(events.SequenceEqual(again), "Other events came back.");
            var segment = new StoredSegment(1, events.Count, 1, EventCodec.Version, [], payload);
            CheckStream(Given.Id(), new StoredStream(Given.Id(), null, [], [segment]), [segment]);
        }
    });

    [Fact]
    public void Snapshots_are_refused_or_come_back_the_same() => Fuzz(4_000, random =>
    {
        var (stream, _) = Any(random);
        var payload = Mutate.Any(
            random, stream.Snapshot?.Payload ?? SnapshotCodec.Encode(StreamFold.Of(stream).Auction.State));
        var state = Bounded(
            payload.Length, () => SnapshotCodec.Decode(stream.Id, EventCodec.Version, payload));
        if (state is not null)
        {
            CheckState(state);
        }
    });

    [Fact]
    public void Chunks_are_refused_or_come_back_the_same() => Fuzz(4_000, random =>
    {
        var bids = StreamFold.Of(Any(random).Stream).Auction.Bids;
        var payload = Mutate.Any(random, SnapshotCodec.EncodeChunk(Remembered(bids), bids.Bidders));
        var memory = Bounded(payload.Length, () => Memory(payload));
        if (memory is not null)
        {
            var again = Memory(SnapshotCodec.EncodeChunk(Remembered(memory), memory.Bidders));
            Assert.True(Remembered(memory).SequenceEqual(Remembered(again)), "Other bids came back.");
            Assert.True(memory.Bidders.SequenceEqual(again.Bidders), "Other bidders came back.");
        }
    });

    [Fact]
    public void Streams_of_which_one_part_is_damaged_fold_or_are_refused() => Fuzz(4_000, random =>
    {
        var (stream, all) = Any(random);
        switch (random.Next(3))
        {
            case 0 when stream.Snapshot is { } snapshot:
                snapshot = snapshot with { Payload = Mutate.Any(random, snapshot.Payload) };
                stream = stream with { Snapshot = snapshot };
                break;
            case 1 when stream.Chunks.Count > 0:
                var chunks = stream.Chunks.ToArray();
                ref var chunk = ref chunks[random.Next(chunks.Length)];
                chunk = chunk with { Payload = Mutate.Any(random, chunk.Payload) };
                stream = stream with { Chunks = chunks };
                break;
            default:
                var segments = all.ToArray();
                ref var segment = ref segments[random.Next(segments.Length)];
                segment = segment with { Payload = Mutate.Any(random, segment.Payload) };
                (all, stream) = (segments, stream with
                {
                    Segments = [.. segments.Where(part => part.FirstSequence > (stream.Snapshot?.Sequence ?? 0))],
                });
                break;
        }

        CheckStream(stream.Id, stream, all);
    });

    private static (StoredStream Stream, IReadOnlyList<StoredSegment> All) Any(Random random) =>
        Streams.Value[random.Next(StreamsMade)];

    private static void CheckStream(AuctionId id, StoredStream stream, IReadOnlyList<StoredSegment> all)
    {
        var chain = stream.Snapshot?.ChainHash ?? SegmentChain.Start;
        stream = stream with { Id = id, Segments = RandomStreams.Chained(id, chain, stream.Segments) };
        if (Read(() => StreamFold.Of(stream)) is { } fold)
        {
            CheckState(fold.Auction.State);
        }

        all = RandomStreams.Chained(id, SegmentChain.Start, all);
        _ = StreamVerifier.Check(
            new StoredAuction(id, null, 1, all[^1].LastSequence, all, stream.Snapshot, stream.Chunks), out _);
    }

    // What the engine does with a state before it answers anybody.
    private static void CheckState(AuctionState state)
    {
        _ = AuctionView.Of(state);
        var again = SnapshotCodec.Decode(state.Id, EventCodec.Version, SnapshotCodec.Encode(state));
        Assert.True(EverythingOf.State(state).SequenceEqual(EverythingOf.State(again)), "Another state came back.");
    }

    private static BidMemory Memory(byte[] chunk)
    {
        var memory = new BidMemory();
        SnapshotCodec.DecodeChunk(EventCodec.Version, chunk, memory);
        return memory;
    }

    private static RememberedBid[] Remembered(BidMemory bids) =>
        [.. Enumerable.Range(0, bids.Count).Select(at => bids[at])];

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

    private static T? Bounded<T>(int length, Func<T> read)
        where T : class
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = Read(read);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(
            allocated <= BytesAllocatedMin + ((long)BytesAllocatedPerByteMax * length),
            $"{length} bytes took {allocated} bytes of memory to read.");
        return result;
    }

    private void Fuzz(int cases, Action<Random> check)
    {
        var seed = Seed.OfThisRun;
        output.WriteLine(Seed.Repeat(seed));
        for (var i = 0; i < cases; i++)
        {
            try
            {
                check(new Random(Seed.Of(seed, i)));
            }
            catch (Exception failure)
            {
                Assert.Fail($"{Seed.Repeat(seed)}, case {i}: {failure}");
            }
        }

    }
}
