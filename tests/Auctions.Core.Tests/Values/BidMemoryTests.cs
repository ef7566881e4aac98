namespace Auctions.Core.Tests;

/// <summary>Every accepted key with its first answer, through all growth.</summary>
public sealed class BidMemoryTests
{
    private static RememberedBid Bid(UInt128 key, long sequence) =>
        new(new BidKey(key), sequence, 100, 50, 1, 2, BidStatus.Leading, true);

    [Fact]
    public void An_empty_memory_finds_nothing()
    {
        var memory = new BidMemory();
        Assert.False(memory.TryFind(new BidKey(1), out _));
        Assert.Equal((0, 1, false), (memory.Count, memory.NumberOf(Given.Seller), memory.HasBid(Given.Seller)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0x1_0000_0000)]
    public void Every_bid_is_found_however_many_there_are(long stride)
    {
        // A stride of 2^32 gives every key the same home in the index.
        var memory = new BidMemory();
        for (var position = 0; position < 700; position++)
        {
            memory.Remember(new PersonId((UInt128)(position % 7)), Bid((UInt128)(position * stride), position));
        }

        Assert.Equal(700, memory.Count);
        Assert.All(Enumerable.Range(0, 700), position =>
        {
            Assert.Equal(position, memory[position].Sequence);
            Assert.True(memory.TryFind(new BidKey((UInt128)(position * stride)), out var found));
            Assert.Equal(memory[position], found);
        });
        Assert.False(memory.TryFind(new BidKey((UInt128)(700 * stride)), out _));
    }

    [Fact]
    public void An_auction_with_few_bids_stays_small()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var memory = new BidMemory();
        memory.Remember(Given.Person("A"), Bid(1, 2));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 4096);
    }

    [Fact]
    public void A_key_accepted_twice_is_a_bug()
    {
        var memory = new BidMemory();
        memory.Remember(Given.Person("A"), Bid(1, 2));
        Assert.Throws<InvalidOperationException>(() => memory.Remember(Given.Person("A"), Bid(1, 3)));
        var twice = Assert.Throws<InvalidOperationException>(() => memory.Add(Bid(1, 3)));
        Assert.Contains("at 3 ", twice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_given_in_the_order_of_first_bids()
    {
        var memory = new BidMemory();
        memory.Remember(Given.Person("B"), Bid(1, 2));
        memory.Remember(Given.Person("A"), Bid(2, 3));
        memory.Remember(Given.Person("B"), Bid(3, 4));
        Assert.Equal([Given.Person("B"), Given.Person("A")], memory.Bidders);
        Assert.Equal([1, 2, 3], new[] { "B", "A", "C" }.Select(name => memory.NumberOf(Given.Person(name))));
        Assert.True(memory.HasBid(Given.Person("B")) && !memory.HasBid(Given.Person("C")));
    }

    [Fact]
    public void A_memory_restored_piece_by_piece_is_the_same()
    {
        var scenario = Given.Auction().Bid("A", 150_00, key: "k").Bid("B", 200_00).Bid("A", 300_00);
        var restored = new BidMemory();
        foreach (var bidder in scenario.Auction.Bids.Bidders)
        {
            restored.AddBidder(bidder);
        }

        for (var position = 0; position < scenario.Auction.Bids.Count; position++)
        {
            restored.Add(scenario.Auction.Bids[position]);
        }

        var copy = new Auction(scenario.State.Copy(), restored);
        Assert.Equal(EverythingOf.Auction(scenario.Auction), EverythingOf.Auction(copy));
    }

    [Fact]
    public void A_copied_state_lives_on_its_own()
    {
        var scenario = Given.Auction().Bid("A", 150_00);
        var copy = scenario.State.Copy();
        var before = EverythingOf.State(copy);
        scenario.Bid("B", 200_00).Close();
        Assert.Equal(before, EverythingOf.State(copy));
    }
}
