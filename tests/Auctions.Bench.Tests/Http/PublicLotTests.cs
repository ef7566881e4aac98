using Auctions.Measuring;
using Auctions.Measuring.Http;

namespace Auctions.Bench.Tests.Http;

/// <summary>A history that shows anything otherwise than it was acknowledged is found out.</summary>
public sealed class PublicLotTests
{
    // Bidders 10, 20 and 10 again; the leader bid 1,010.
    private static readonly Acknowledgement[] Told = [new(2, 10, 1), new(3, 20, 11), new(4, 1_010, 21)];

    private static readonly PublicBid[] Shown = [new(2, "Bidder 1", 1), new(3, "Bidder 2", 11), new(4, "Bidder 1", 21)];

    private static readonly PublicView View = new(3, "Bidder 1");

    [Fact]
    public async Task A_lot_shown_as_acknowledged_is_right() => Assert.Empty(await CheckAsync(Shown, View));

    [Fact]
    public async Task A_lot_without_bids_is_right() => Assert.Empty(await CheckAsync([], new(0, null), told: []));

    [Fact]
    public async Task A_bid_acknowledged_and_not_shown_is_found() => Assert.Contains(
        "lot 0: bid 3 was acknowledged and is not in the history",
        await CheckAsync([Shown[0], Shown[2]], View with { BidCount = 2 }));

    [Fact]
    public async Task A_bid_at_another_place_is_found() =>
        Assert.NotEmpty(await CheckAsync([.. Shown[..2], Shown[2] with { Sequence = 5 }], View));

    [Fact]
    public async Task A_bid_at_another_price_is_found() => Assert.Equal(
        ["lot 0: bid 3 was acknowledged at price 11; the history shows 12"],
        await CheckAsync([Shown[0], Shown[1] with { Price = 12 }, Shown[2]], View));

    [Fact]
    public async Task A_bid_by_somebody_else_is_found() => Assert.Single(
        await CheckAsync([.. Shown[..2], Shown[2] with { Bidder = "Bidder 2" }], View));

    [Fact]
    public async Task Two_names_of_one_bidder_are_found() => Assert.NotEmpty(
        await CheckAsync([.. Shown[..2], Shown[2] with { Bidder = "Bidder 3" }], View));

    [Fact]
    public async Task Names_given_out_in_another_order_are_found()
    {
        var renamed = Shown.Select(
            bid => bid with { Bidder = bid.Bidder == "Bidder 1" ? "Bidder 2" : "Bidder 1" }).ToArray();

        Assert.Equal(
            ["lot 0: bid 2 is by Bidder 2, whom nobody but Bidder 1 can be",
                "lot 0: bid 3 is by Bidder 1, whom nobody but Bidder 2 can be"],
            await CheckAsync(renamed, View with { Leader = "Bidder 2" }));
    }

    [Theory]
    [InlineData("Bidder 2")]
    [InlineData("Bidder 3")]
    [InlineData(null)]
    public async Task Another_leader_is_found(string? leader) =>
        Assert.Single(await CheckAsync(Shown, View with { Leader = leader }));

    [Fact]
    public async Task A_bid_shown_and_not_acknowledged_is_found() => Assert.NotEmpty(
        await CheckAsync([.. Shown, new PublicBid(5, "Bidder 3", 31)], new(4, "Bidder 3")));

    [Fact]
    public async Task A_bid_of_unknown_outcome_may_be_shown_and_lead()
    {
        PublicBid[] more = [.. Shown, new PublicBid(5, "Bidder 3", 31)];

        Assert.Empty(await CheckAsync(more, new(4, "Bidder 3"), unknown: 1));
        Assert.Empty(await CheckAsync(Shown, View, unknown: 1));
        Assert.NotEmpty(await CheckAsync([.. more, new PublicBid(6, "Bidder 4", 41)], new(5, "Bidder 4"), unknown: 1));
    }

    [Fact]
    public async Task A_wrong_price_is_found_beside_a_bid_of_unknown_outcome() =>
        Assert.Single(await CheckAsync([Shown[0] with { Price = 2 }, .. Shown[1..]], View, unknown: 1));

    private static Task<IReadOnlyList<string>> CheckAsync(
        PublicBid[] history, PublicView view, Acknowledgement[]? told = null, int unknown = 0)
    {
        var (acknowledged, tally) = (new Acknowledged(1), new Tally());
        foreach (var bid in told ?? Told)
        {
            acknowledged.Add(0, bid);
            tally.Add(0, bid.Amount, Outcome.Accepted(bid.Sequence, bid.Amount));
        }

        var lot = new PublicLot(0, acknowledged.Of(0)).Compare(history, view);
        var answered = tally.Read() with { Unknown = unknown };
        return ReadBack.CheckAsync(answered, new[] { lot }.ToAsyncEnumerable(), CancellationToken.None);
    }
}
