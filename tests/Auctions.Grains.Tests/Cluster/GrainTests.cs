using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Grains.Tests.Support;

namespace Auctions.Grains.Tests.Cluster;

/// <summary>Auctions as grains on several silos.</summary>
public sealed class GrainTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    [Fact]
    public async Task A_bid_is_decided_on_its_auctions_silo_and_answered_when_it_is_durable()
    {
        var id = await house.CreateAsync();
        var answer = Assert.IsType<BidAnswer>(await house.BidAsync(id, 20_00));
        Assert.Equal((2, BidStatus.Leading), (answer.Bid.Sequence, answer.Bid.Status));
        Assert.Equal(2, house.Stored(id).Sequence);
        var seen = await GrainHouse.ToldAsync(() => house.Auctions.ViewAsync(id, 2, default));
        var view = Assert.IsType<ViewAnswer>(seen).View;
        Assert.Equal((1_00, 1), (view.Price, view.BidCount));
    }

    [Fact]
    public async Task The_same_key_gets_the_same_answer_again()
    {
        var id = await house.CreateAsync();
        var first = Assert.IsType<BidAnswer>(await house.BidAsync(id, 20_00));
        var again = Assert.IsType<BidAnswer>(await house.BidAsync(id, 20_00));
        Assert.Equal(first with { Replayed = true }, again);
    }

    [Fact]
    public async Task A_burst_on_one_auction_is_accepted_or_refused_bid_by_bid_and_all_accepted_is_stored()
    {
        var id = await house.CreateAsync();
        var answers = await Task.WhenAll(
            Enumerable.Range(1, 2_000).Select(bid => house.BidAsync(id, bid * 100_00, bidder: (uint)bid)));
        var accepted = answers.OfType<BidAnswer>().ToList();
        Assert.Equal(answers.Length, accepted.Count + answers.OfType<RefusedAnswer>().Count());
        Assert.Equal(accepted.Count, house.Stored(id).BidCount);
        Assert.Equal(accepted.Count, accepted.Select(answer => answer.Bid.Sequence).Distinct().Count());

        // Whatever the order in which they came.
        Assert.Equal(2_000 * 100_00, accepted.Max(answer => answer.Bid.Amount));
    }

    [Fact]
    public async Task An_unknown_auction_is_unknown_and_can_be_asked_again()
    {
        var id = new AuctionId(Guid.CreateVersion7());
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var answer = await GrainHouse.ToldAsync(() => house.Auctions.ViewAsync(id, 0, default));
            Assert.Equal(Refusal.UnknownAuction, Assert.IsType<RefusedAnswer>(answer).Refusal);
        }
    }

    [Fact]
    public async Task Commands_of_operators_and_sellers_reach_their_auction()
    {
        var id = await house.CreateAsync();
        var by = new PersonId(99);
        await Does(id, new Pause(by), AuctionStatus.Paused);
        await Does(id, new Resume(by), AuctionStatus.Open);
        await Does(id, new ExtendEnd(by, DateTimeOffset.UtcNow.AddHours(5)), AuctionStatus.Open);
        await Does(id, new CloseNow(by), AuctionStatus.Unsold);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_auction_whose_silo_goes_away_goes_on_elsewhere_with_nothing_lost(bool gracefully)
    {
        var id = await house.CreateAsync();
        Assert.IsType<BidAnswer>(await house.BidAsync(id, 20_00));
        var replacing = house.ReplaceSiloOfAsync(id, gracefully);
        var accepted = 1;
        for (var bid = 1; accepted < 50; bid++)
        {
            accepted += await house.TryBidAsync(id, 20_00 + (bid * 100_00), bidder: (uint)bid) is BidAnswer ? 1 : 0;
        }

        await replacing;
        Assert.True(house.Stored(id).BidCount >= accepted);
        Assert.IsType<BidAnswer>(await house.BidAsync(id, 900_000_00));
    }

    private async Task Does(AuctionId id, AuctionCommand command, AuctionStatus status)
    {
        var answer = await GrainHouse.ToldAsync(() => house.Auctions.SubmitAsync(id, command, default));
        Assert.Equal(status, Assert.IsType<ViewAnswer>(answer).View.Status);
    }
}
