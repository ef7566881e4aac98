using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

/// <summary>An auction's public bids, newest first.</summary>
public sealed class HistoryTests : ReadModelTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(30)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(101)]
    public async Task Pages_join_over_segments_of_every_size(int limit)
    {
        var owner = await PlayAsync();
        int[] sizes = [1, 2, 25, 1, 30, 1, 1, 5, .. Enumerable.Repeat(1, 20), 14];
        foreach (var size in sizes)
        {
            await owner.WriteAsync(Journal, owner.Bid(size));
        }

        var bids = await Journal.BidsAsync(owner.Id);
        Assert.Equal(100, bids.Count);
        var paged = new List<HistoryEntry>();
        long? before = null;
        do
        {
            var page = await HistoryAsync(owner.Id, before, limit);
            Assert.InRange(page.Items.Count, 1, limit);
            paged.AddRange(page.Items);
            before = page.Next;
        }
        while (before is not null);

        Assert.Equal(
            bids.Reverse().Select(bid => (bid.Sequence, bid.Price, bid.At)),
            paged.Select(entry => (entry.Sequence, entry.Price, entry.PlacedAt)));
        var numbers = paged.Select(entry => (int)((entry.Sequence - 2) % 5) + 1);
        Assert.Equal(numbers, paged.Select(entry => entry.BidderNumber));
    }

    [Fact]
    public async Task Nothing_but_bids_is_shown()
    {
        var owner = await PlayAsync(
            Given.Terms(reserve: 100_00, buyItNow: 200_00), null,
            null, new LowerReserve(Given.Seller, 90_00), null, new Pause(Given.Operator), new Resume(Given.Operator),
            new BuyNow(Given.Person("B"), new BidKey(9), Given.Start));
        var page = await HistoryAsync(owner.Id);
        Assert.Equal([(7L, 200_00L), (4, 1_01), (2, 1_00)], page.Items.Select(entry => (entry.Sequence, entry.Price)));
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task A_price_is_shown_and_never_a_maximum()
    {
        var owner = await PlayAsync();
        await owner.WriteAsync(Journal, owner.Bid("A", 777_77, "k"));
        await owner.WriteAsync(Journal, owner.Bid("B", 555_55, "k"));
        var page = await HistoryAsync(owner.Id);
        Assert.Equal([555_56L, 1_00], page.Items.Select(entry => entry.Price));
    }

    [Fact]
    public async Task An_auction_without_bids_and_one_nobody_knows_have_no_history()
    {
        var owner = await PlayAsync();
        Assert.True(IsEmpty(await HistoryAsync(owner.Id)));
        Assert.True(IsEmpty(await HistoryAsync(Given.Id())));
        Assert.True(IsEmpty(await HistoryAsync(owner.Id, before: 1)));
    }

    [Fact]
    public async Task A_shard_that_cannot_be_read_says_so()
    {
        var owner = await PlayAsync(shard: 1);
        Data.Run("shard-01.db", "alter table segment rename to lost");
        var told = await Assert.ThrowsAsync<JournalException>(
            () => HistoryAsync(owner.Id));
        Assert.Equal(JournalFault.Unavailable, told.Fault);
    }

    [Fact]
    public async Task A_damaged_segment_is_no_history()
    {
        var owner = await PlayAsync(null, 1, null, null);
        Data.Run("shard-01.db", "update segment set payload = x'ff'");
        await Assert.ThrowsAsync<CodecException>(() => HistoryAsync(owner.Id));
    }

    [Fact]
    public async Task A_history_is_as_new_as_asked_or_says_that_it_is_behind()
    {
        var owner = await PlayAsync(null, null, null, null, new Pause(Given.Operator));
        var start = DateTimeOffset.UtcNow;
        var page = await ReadModels.HistoryAsync(new HistoryQuery(owner.Id, null, 10, After: 4), default);
        Assert.Equal((2, false), (page.Items.Count, page.IsBehind));
        Assert.InRange(page.AsOf, start.AddSeconds(-1), DateTimeOffset.UtcNow.AddSeconds(1));
        HistoryQuery[] queries = [new(owner.Id, null, 10, 5), new(Given.Id(), null, 10, 1)];
        foreach (var ahead in queries)
        {
            var behind = await ReadModels.HistoryAsync(ahead, default);
            Assert.True(behind.IsBehind);
            Assert.True(IsEmpty(behind));
        }
    }

    private Task<HistoryPage> HistoryAsync(AuctionId id, long? before = null, int limit = 10) =>
        ReadModels.HistoryAsync(new HistoryQuery(id, before, limit), default);

    private static bool IsEmpty(HistoryPage page) => page.Items.Count == 0 && page.Next is null;
}
