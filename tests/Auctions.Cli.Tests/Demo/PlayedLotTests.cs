using Auctions.Cli.Demo;
using Auctions.Cli.Demo.Bots;
using Auctions.Cli.Demo.Lots;

namespace Auctions.Cli.Tests.Demo;

/// <summary>
/// Whole lots of a demo, played by the real rules. Every bid of these is checked: at most the bidder's valuation,
/// never by the leader.
/// </summary>
public sealed class PlayedLotTests
{
    private static readonly Pace Life = new(1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_headline_closes_with_a_spike_that_extends_a_few_times_and_then_ends(int seed)
    {
        var plan = new LotPlan(seed, Life).Opening(LotPlan.LotsMin)[0];

        var lot = Play(plan, new Crowd(seed, Life));

        var planned = PlayedLot.Start + plan.ClosesIn;
        Assert.Equal(LotKind.Headline, plan.Kind);
        Assert.Equal(3, lot.State.Extensions);
        Assert.Equal(planned + plan.SoftClose!.HardEndAfter, lot.State.ClosesAt);
        var spike = lot.Accepted.Where(bid => bid.At > planned - TimeSpan.FromSeconds(10)).ToArray();
        Assert.InRange(spike.GroupBy(bid => bid.At.ToUnixTimeSeconds()).Max(second => second.Count()), 100, 400);
        Assert.InRange(spike.DistinctBy(bid => bid.Bot.Name).Count(), 250, 400);
        Assert.InRange(lot.Accepted.Count - spike.Length, 10, 300);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Ordinary_lots_bring_some_bids_a_second_together_and_near_what_they_are_worth(int seed)
    {
        var crowd = new Crowd(seed, Life);
        var plans = new LotPlan(seed, Life).Opening(LotPlan.LotsDefault)
            .Where(plan => plan.Kind is not (LotKind.Headline or LotKind.Hours)).ToArray();

        var lots = plans.Select(plan => Play(plan, crowd)).ToArray();

        var minute = PlayedLot.Start + TimeSpan.FromMinutes(1);
        Assert.InRange(lots.Sum(lot => lot.Accepted.Count(bid => bid.At < minute)) / 60.0, 2, 12);
        Assert.All(lots.Zip(plans), pair => Assert.InRange(
            (double)pair.First.State.Price / pair.Second.Item.Estimate, 0.3, 2));
        Assert.Contains(lots, lot => lot.State.Extensions > 0);
        Assert.Contains(lots.Zip(plans), pair => pair.Second.Reserve is not null && pair.First.State.ReserveMet);
        Assert.Contains(lots.Zip(plans), pair => pair.Second.Reserve is not null && !pair.First.State.ReserveMet);
    }

    [Fact]
    public void Nothing_but_the_seed_decides()
    {
        Assert.Equal(Bids(5), Bids(5));
        Assert.NotEqual(Bids(5), Bids(6));

        static IEnumerable<(DateTimeOffset, string, long)> Bids(int seed) =>
            Play(new LotPlan(seed, Life).Opening(LotPlan.LotsMin)[1], new Crowd(seed, Life)).Accepted
                .Select(bid => (bid.At, bid.Bot.Name, bid.Amount)).ToArray();
    }

    private static PlayedLot Play(PlannedLot plan, Crowd crowd)
    {
        var bots = crowd.Invite(plan, PlayedLot.Start, PlayedLot.Start + plan.ClosesIn);
        return PlayedLot.Of(plan, bots);
    }
}
