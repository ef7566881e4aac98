using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Auctions.Engine.Verification;

namespace Auctions.Storage.Tests;

/// <summary>
/// Segments that can be read and follow one another, of events that cannot: damaged for who folds them, faults for who
/// verifies them.
/// </summary>
public sealed class ImpossibleStreamTests
{
    private static readonly AuctionCreated Created =
        new(Given.Start, Given.Terms(soft: new SoftClose(
            TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5), ExtensionMode.FromNow, null, Given.Closes.AddDays(1))));

    private static readonly BidPlaced Bid = new(
        Given.Start, Given.Start, Given.Person("A"), 1, new BidKey(7), 5_00, 1_00, true, true, null);

    [Fact]
    public void A_stream_that_does_not_start_with_the_creation_is_refused() => Refused(
        [Bid], "event 1 does not create it once, first", "an auction is created once, first");

    [Fact]
    public void An_auction_created_twice_is_refused() => Refused(
        [Created, Created], "event 2 does not create it once, first", "an auction is created once, first");

    [Fact]
    public void A_key_accepted_twice_is_refused() => Refused(
        [Created, Bid, Bid], "event 3 cannot have happened", "A key was accepted twice");

    [Fact]
    public void An_end_moved_beyond_the_calendar_is_refused() => Refused(
        [Created, new AuctionResumed(Given.Start, DateTimeOffset.MaxValue, Given.Operator)],
        "event 2 cannot have happened",
        "a time lies outside the calendar");

    [Fact]
    public void A_snapshot_of_what_was_never_created_is_a_fault()
    {
        var snapshot = new StoredSnapshot(Given.Id(), 1, EventCodec.Version, [], []);
        Assert.Contains(
            Faults(snapshot.Id, [Bid], snapshot),
            fault => fault.Contains("created once, first", StringComparison.Ordinal));
    }

    private static void Refused(AuctionEvent[] events, string refusal, string fault)
    {
        var id = Given.Id();
        var stream = new StoredStream(id, null, [], [Segment(events)]);
        var refused = Assert.Throws<CodecException>(() => StreamFold.Of(stream));
        Assert.Contains($"Auction {id}: {refusal}", refused.Message, StringComparison.Ordinal);
        Assert.Contains(Faults(id, events, null), found => found.Contains(fault, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Faults(AuctionId id, AuctionEvent[] events, StoredSnapshot? snapshot) =>
        StreamVerifier.Check(
            new StoredAuction(id, null, 1, events.Length, [Segment(events)], snapshot, []), out _)
        .Select(fault => fault.ToString());

    private static StoredSegment Segment(AuctionEvent[] events) => new(
        1, events.Length, 1, EventCodec.Version, SegmentChain.Start.ToArray(), EventCodec.Encode(events));
}
