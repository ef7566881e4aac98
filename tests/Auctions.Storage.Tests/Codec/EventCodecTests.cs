using Auctions.Core;
using Auctions.Engine.Codec;
using Xunit.Abstractions;

namespace Auctions.Storage.Tests;

/// <summary>Events as bytes and back.</summary>
public sealed class EventCodecTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_kind_of_event_is_among_those_tried() =>
        Assert.Empty(Events.Kinds.Except(Events.All.Select(happened => happened.GetType())));

    [Fact]
    public void Every_event_comes_back_alone_as_it_was() => Assert.All(
        Events.All,
        happened => Assert.Equal([happened], EventCodec.Decode(EventCodec.Version, EventCodec.Encode([happened]))));

    [Fact]
    public void Events_come_back_together_in_their_order() =>
        Assert.Equal(Events.All, EventCodec.Decode(EventCodec.Version, EventCodec.Encode(Events.All)));

    [Fact]
    public void Nothing_comes_back_as_nothing() =>
        Assert.Empty(EventCodec.Decode(EventCodec.Version, EventCodec.Encode([])));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_bids_come_back_as_they_were(int seed)
    {
        var random = new Random(seed);
        var at = Given.Start;
        var bids = new List<AuctionEvent>();
        for (var i = 0; i < 5_000; i++)
        {
            at = at.AddTicks(random.NextInt64(0, 1L << random.Next(1, 45)));
            bids.Add(RandomBid(random, at));
        }

        Assert.Equal(bids, EventCodec.Decode(EventCodec.Version, EventCodec.Encode(bids)));
    }

    [Fact]
    public void Terms_that_share_a_named_table_share_it_after_they_come_back()
    {
        var created = new AuctionCreated(
            Given.Start, Given.Terms() with { Increments = IncrementTable.Of(IncrementTable.TradeMe.Steps) });
        var back = EventCodec.Decode(EventCodec.Version, EventCodec.Encode([created]))[0];
        Assert.Same(IncrementTable.TradeMe, Assert.IsType<AuctionCreated>(back).Terms.Increments);
    }

    [Fact]
    public void Equal_events_give_equal_bytes_whatever_was_encoded_before()
    {
        var first = EventCodec.Encode(Events.All);
        EventCodec.Encode([.. Events.All.Reverse().Select(happened => happened with { At = Given.Start })]);
        Assert.Equal(first, EventCodec.Encode([.. Events.All.Select(happened => happened with { })]));
    }

    [Fact]
    public void Threads_that_encode_at_the_same_time_do_not_disturb_each_other()
    {
        var expected = EventCodec.Encode(Events.All);
        Parallel.For(0, 400, _ => Assert.Equal(expected, EventCodec.Encode(Events.All)));
    }

    [Fact]
    public void A_bid_takes_well_under_100_bytes_in_a_segment_of_many()
    {
        var bids = Enumerable.Range(0, 1_000).Select(Events.Bid).ToArray();
        var each = EventCodec.Encode(bids).Length / (double)bids.Length;
        output.WriteLine($"{each:0.0} bytes per bid");
        Assert.InRange(each, 40, 70);
        var moving = bids.Select(bid => bid with { ClosesAt = Given.Closes, Amount = Currency.AmountMax }).ToArray();
        var most = EventCodec.Encode(moving).Length / (double)bids.Length;
        output.WriteLine($"{most:0.0} bytes per bid that moves the end and offers all there is");
        Assert.InRange(most, 40, 100);
    }

    [Fact]
    public void No_event_takes_more_bytes_than_its_bound()
    {
        Assert.All(Events.All.Concat(Largest()), Check);
        var random = new Random(4);
        for (var i = 0; i < 5_000; i++)
        {
            Check(RandomBid(random, Given.Start));
        }

        static void Check(AuctionEvent happened)
        {
            var bytes = EventCodec.Encode([happened]).Length;
            Assert.True(bytes <= EventCodec.SizeBound(happened), $"{bytes} bytes: {happened}");
        }
    }

    [Fact]
    public void Many_events_together_take_no_more_bytes_than_their_bounds()
    {
        var last = Events.All[^1].At;
        AuctionEvent[] events = [.. Events.All, .. Largest().Select(happened => happened with { At = last })];
        Assert.InRange(EventCodec.Encode(events).Length, 1, events.Sum(EventCodec.SizeBound));
    }

    [Theory]
    [InlineData(EventCodec.Version + 1)]
    [InlineData(int.MaxValue)]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_format_this_version_does_not_know_is_refused(int version)
    {
        var refused = Assert.Throws<CodecException>(() => EventCodec.Decode(version, EventCodec.Encode(Events.All)));
        Assert.Contains($"{version}", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x0A, 0x02, 0x08, 0x01 }, "an event without a body")]
    [InlineData(new byte[] { 0x0A, 0x05, 0x08, 0x01, 0xFA, 0x01, 0x00 }, "an event of a kind nobody knows")]
    [InlineData(new byte[] { 0x0A, 0x06, 0x08, 0x01, 0x52, 0x02, 0x08, 0x7F }, "a closing for a cause nobody knows")]
    public void An_event_this_version_does_not_know_is_refused(byte[] payload, string what)
    {
        var refused = Record.Exception(() => EventCodec.Decode(EventCodec.Version, payload));
        Assert.True(refused is CodecException, $"{what}: {refused}");
    }

    private static BidPlaced RandomBid(Random random, DateTimeOffset at) => new(
        at,
        at.AddTicks(-random.NextInt64(-10_000_000, 1L << random.Next(1, 40))),
        new PersonId(new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64())),
        random.Next(1, 1 << random.Next(1, 31)),
        new BidKey(new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64())),
        random.NextInt64(1, Currency.AmountMax),
        random.NextInt64(1, 1L << random.Next(1, 50)),
        random.Next(2) == 0,
        random.Next(2) == 0,
        random.Next(2) == 0 ? null : at.AddTicks(random.NextInt64(0, 1L << 50)));

    private static IEnumerable<AuctionEvent> Largest()
    {
        var latest = DateTimeOffset.MaxValue;
        var everyone = new PersonId(UInt128.MaxValue);
        var key = new BidKey(UInt128.MaxValue);
        var wide = new string('漆', TermsCheck.TitleLengthMax);
        yield return new BidPlaced(
            latest, DateTimeOffset.UnixEpoch, everyone, int.MaxValue, key, long.MaxValue, long.MaxValue, true, true,
            latest);
        yield return new LotBoughtNow(
            latest, DateTimeOffset.UnixEpoch, everyone, int.MaxValue, key, long.MaxValue);
        yield return new ReserveLowered(latest, long.MaxValue);
        yield return new EndExtended(latest, latest, ExtensionCause.UncleanHandover, everyone);
        yield return new AuctionResumed(latest, latest, everyone);
        yield return new AuctionWithdrawn(latest, everyone, wide);
        yield return new AuctionClosed(latest, ClosingCause.BuyItNow, everyone, long.MaxValue, everyone);
        var steps = Enumerable.Range(0, IncrementTable.StepsMax)
            .Select(row => new IncrementStep(row == 0 ? 1 : Currency.AmountMax - 100 + row, Currency.AmountMax));
        yield return new AuctionCreated(latest, new AuctionTerms(
            everyone, wide, "USD", AuctionFormat.English, Currency.AmountMax, IncrementTable.Of([.. steps]),
            Currency.AmountMax, Currency.AmountMax, latest, latest,
            new SoftClose(TimeSpan.MaxValue, TimeSpan.MaxValue, ExtensionMode.FromEnd, int.MaxValue, latest)));
    }
}
