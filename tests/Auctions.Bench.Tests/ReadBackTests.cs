using Auctions.Measuring;

namespace Auctions.Bench.Tests;

/// <summary>A store that does not hold exactly what was acknowledged is found out.</summary>
public sealed class ReadBackTests
{
    private static readonly StoredBid[] First = [Bid(1, 10), Bid(2, 20), Bid(3, 31)];
    private static readonly StoredBid[] Second = [Bid(1, 5)];

    [Fact]
    public async Task A_store_that_holds_what_was_acknowledged_is_right() =>
        Assert.Empty(await CheckAsync(Answers(), Lot(0, First), Lot(1, Second), Lot(2, [])));

    [Fact]
    public async Task A_bid_acknowledged_and_not_stored_is_found() =>
        Assert.Single(await CheckAsync(Answers(), Lot(0, First[..2]), Lot(1, Second)));

    [Fact]
    public async Task A_lot_acknowledged_and_not_stored_is_found() =>
        Assert.Single(await CheckAsync(Answers(), Lot(0, First)));

    [Fact]
    public async Task A_bid_stored_and_not_acknowledged_is_found() =>
        Assert.Single(await CheckAsync(Answers(), Lot(0, [.. First, Bid(4, 40)]), Lot(1, Second)));

    [Fact]
    public async Task A_bid_on_another_lot_is_found() =>
        Assert.Single(await CheckAsync(Answers(), Lot(0, Second), Lot(1, First)));

    [Fact]
    public async Task A_bid_of_another_amount_is_found() =>
        Assert.Single(await CheckAsync(Answers(), Lot(0, [Bid(1, 11), .. First[1..]]), Lot(1, Second)));

    [Fact]
    public async Task A_bid_at_another_place_is_found() => Assert.Single(
        await CheckAsync(Answers(), Lot(0, [.. First[..2], First[2] with { Sequence = 4 }]), Lot(1, Second)));

    [Fact]
    public async Task A_bid_stored_twice_is_found() => Assert.Equal(
        2, (await CheckAsync(Answers(), Lot(0, [.. First, First[2]]), Lot(1, Second))).Count);

    [Fact]
    public async Task A_wrong_leader_is_found() =>
        Assert.Single(await CheckAsync(Answers(), Lot(0, First) with { Leader = 20 }, Lot(1, Second)));

    [Fact]
    public async Task A_leader_with_a_wrong_amount_is_found() =>
        Assert.Single(await CheckAsync(Answers(), Lot(0, First) with { LeaderAmount = 30 }, Lot(1, Second)));

    [Fact]
    public async Task A_leader_where_nobody_bid_is_found() => Assert.Single(
        await CheckAsync(Answers(), Lot(0, First), Lot(1, Second), Lot(2, []) with { Leader = 0 }));

    [Fact]
    public async Task An_auction_that_counts_its_bids_wrongly_is_found() =>
        Assert.Single(await CheckAsync(Answers(), Lot(0, First) with { BidCount = 4 }, Lot(1, Second)));

    [Fact]
    public async Task A_bid_of_unknown_outcome_may_be_stored()
    {
        var answers = Answers(unknown: 40);
        Assert.Empty(await CheckAsync(answers, Lot(0, First), Lot(1, Second)));
        Assert.Empty(await CheckAsync(answers, Lot(0, [.. First, Bid(4, 40)]), Lot(1, Second)));
        Assert.Single(await CheckAsync(answers, Lot(0, [.. First, Bid(4, 40), Bid(5, 50)]), Lot(1, Second)));
        Assert.Single(await CheckAsync(answers, Lot(0, First[..2]), Lot(1, Second)));
    }

    [Fact]
    public async Task A_bid_of_unknown_outcome_excuses_none_other()
    {
        var answers = Answers(unknown: 40);
        Assert.Single(await CheckAsync(answers, Lot(0, [.. First, Bid(4, 50)]), Lot(1, Second)));
        Assert.Single(await CheckAsync(answers, Lot(0, [.. First, Bid(4, 40), Bid(5, 40)]), Lot(1, Second)));
        Assert.Single(await CheckAsync(answers, Lot(0, [Bid(1, 11), .. First[1..]]), Lot(1, Second)));
        Assert.Single(await CheckAsync(answers, Lot(0, [.. First[..2], Bid(3, 40)]), Lot(1, Second)));
    }

    private static StoredBid Bid(long sequence, long amount) => new(sequence, amount, Bids.BidderOf(amount));

    private static StoredLot Lot(int lot, StoredBid[] bids) => new(
        lot, bids.Length, bids.Length == 0 ? -1 : bids[^1].Bidder, bids.Length == 0 ? 0 : bids[^1].Amount, bids);

    // As the tally counts them, in another order.
    private static Answered Answers(long? unknown = null)
    {
        var tally = new Tally();
        tally.Add(1, 5, Outcome.Accepted(1, 5));
        tally.Add(0, 31, Outcome.Accepted(3, 31));
        tally.Add(0, 30, new Outcome(OutcomeKind.Refused));
        tally.Add(0, 10, Outcome.Accepted(1, 10));
        tally.Add(0, 20, Outcome.Accepted(2, 20));
        if (unknown is { } amount)
        {
            tally.Add(0, amount, new Outcome(OutcomeKind.Unknown));
        }

        return tally.Read();
    }

    private static Task<IReadOnlyList<string>> CheckAsync(Answered answered, params StoredLot[] lots) =>
        ReadBack.CheckAsync(answered, lots.ToAsyncEnumerable(), CancellationToken.None);
}
