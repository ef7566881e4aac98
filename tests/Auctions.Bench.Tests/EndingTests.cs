using Auctions.Measuring;

namespace Auctions.Bench.Tests;

/// <summary>After a spike, whatever a store holds wrongly of bids and closings is found out.</summary>
public sealed class EndingTests
{
    private static readonly DateTimeOffset End = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private static readonly DateTimeOffset Hammer = End.AddSeconds(0.5);

    // The bidder of an amount follows from it: 10, 20 and 31 are three bidders, 20 and 1,020 one.
    private static readonly StoredBid[] Bid = [Of(2, 10), Of(3, 20), Of(4, 31)];

    [Fact]
    public async Task A_store_that_is_right_is_right() => Assert.Empty(await CheckAsync(Lot(Bid, Closing(31, 21))));

    [Fact]
    public async Task A_lost_bid_is_found() =>
        Assert.NotEmpty(await CheckAsync(Lot([Bid[0], Bid[2]], Closing(31, 11))));

    [Fact]
    public async Task A_bid_in_time_that_was_refused_as_late_is_found()
    {
        var problem = Assert.Single(await CheckAsync(Answers() with { ShutOut = 1 }, Lot(Bid, Closing(31, 21))));
        Assert.Contains("before the end", problem);
    }

    [Fact]
    public async Task A_bid_that_came_late_may_be_refused() =>
        Assert.Empty(await CheckAsync(Answers() with { Late = 7, Unavailable = 3 }, Lot(Bid, Closing(31, 21))));

    [Fact]
    public async Task A_wrong_buyer_is_found() =>
        Assert.Single(await CheckAsync(Lot(Bid, Closing(20, 21))));

    [Fact]
    public async Task A_wrong_price_is_found() => Assert.Single(await CheckAsync(Lot(Bid, Closing(31, 22))));

    [Fact]
    public async Task An_auction_that_sold_to_nobody_though_there_were_bids_is_found() =>
        Assert.Single(await CheckAsync(Lot(Bid, new StoredClosing(Hammer, -1, 0))));

    [Fact]
    public async Task A_second_closing_is_found() =>
        Assert.Single(await CheckAsync(Lot(Bid, Closing(31, 21), Closing(31, 21))));

    [Fact]
    public async Task An_auction_that_did_not_close_is_found() => Assert.Single(await CheckAsync(Lot(Bid)));

    [Fact]
    public async Task A_hammer_before_the_end_is_found() => Assert.Single(
        await CheckAsync(Lot(Bid, Closing(31, 21) with { At = End.AddTicks(-1) })));

    [Fact]
    public async Task What_the_reader_found_is_told() => Assert.Single(
        await CheckAsync(Lot(Bid, Closing(31, 21)) with { Problems = ["the chain breaks"] }));

    [Fact]
    public async Task An_auction_without_bids_sells_nothing()
    {
        var answers = new Tally().Read();
        Assert.Empty(await CheckAsync(answers, Lot([], new StoredClosing(Hammer, -1, 0))));
        Assert.Single(await CheckAsync(answers, Lot([], new StoredClosing(Hammer, 3, 1))));
    }

    [Theory]
    [InlineData(1, "5")]
    [InlineData(6, "5 20")]
    [InlineData(6, "20 5")]
    [InlineData(20, "20 19")]
    [InlineData(1, "20 1020")]
    [InlineData(11, "10 20 1020")]
    [InlineData(31, "20 25 30 1020")]
    public async Task The_price_is_one_step_above_the_underbidder_if_there_is_one(long price, string offered)
    {
        long[] amounts = [.. offered.Split(' ').Select(long.Parse)];
        StoredBid[] bids = [.. amounts.Index().Select(bid => Of(bid.Index + 2, bid.Item))];
        var tally = new Tally();
        Array.ForEach(bids, bid => tally.Add(0, bid.Amount, Outcome.Accepted(bid.Sequence, bid.Amount)));
        Assert.Empty(await CheckAsync(tally.Read(), Lot(bids, Closing(amounts.Max(), price))));
        Assert.NotEmpty(await CheckAsync(tally.Read(), Lot(bids, Closing(amounts.Max(), price + 1))));
    }

    [Fact]
    public async Task Very_many_problems_are_counted_not_kept()
    {
        var lots = Enumerable.Repeat(Lot([]), 5_000).ToArray();
        var problems = await CheckAsync(new Tally().Read(), lots);
        Assert.InRange(problems.Count, 100, 1_001);
        Assert.Contains("4000 more", problems[^1]);
    }

    private static StoredBid Of(long sequence, long amount) => new(sequence, amount, Bids.BidderOf(amount));

    private static StoredClosing Closing(long amount, long price) => new(Hammer, Bids.BidderOf(amount), price);

    private static StoredLot Lot(StoredBid[] bids, params StoredClosing[] closings)
    {
        var highest = bids.Length == 0 ? new StoredBid(0, 0, -1) : bids.MaxBy(bid => bid.Amount);
        return new StoredLot(0, bids.Length, highest.Bidder, highest.Amount, bids)
        {
            Ending = new StoredEnding(End, closings),
        };
    }

    private static Answered Answers()
    {
        var tally = new Tally();
        Array.ForEach(Bid, bid => tally.Add(0, bid.Amount, Outcome.Accepted(bid.Sequence, bid.Amount)));
        return tally.Read();
    }

    private static Task<IReadOnlyList<string>> CheckAsync(params StoredLot[] lots) => CheckAsync(Answers(), lots);

    private static Task<IReadOnlyList<string>> CheckAsync(Answered answered, params StoredLot[] lots) =>
        ReadBack.CheckAsync(answered, lots.ToAsyncEnumerable(), CancellationToken.None);
}
