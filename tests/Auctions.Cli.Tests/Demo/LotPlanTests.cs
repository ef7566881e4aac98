using Auctions.Cli.Demo;
using Auctions.Cli.Demo.Bots;
using Auctions.Cli.Demo.Lots;

namespace Auctions.Cli.Tests.Demo;

/// <summary>Which lots a demo has, and who comes to them.</summary>
public sealed class LotPlanTests
{
    private static readonly Pace Life = new(1);

    public static TheoryData<int> Seeds => [1, 2, 3, 4, 5];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_opening_has_lots_of_many_ages(int seed)
    {
        var lots = Opening(seed);

        Assert.Equal(LotPlan.LotsDefault, lots.Count);
        Assert.InRange(lots.Count(lot => lot.ClosesIn < TimeSpan.FromMinutes(1)), 2, 5);
        Assert.InRange(lots.Count(lot => Closes(lot, 60, 240)), 6, 14);
        Assert.InRange(lots.Count(lot => Closes(lot, 240, 600)), 3, 8);
        Assert.InRange(lots.Count(lot => Closes(lot, 600, 3_600)), 2, 5);
        Assert.InRange(lots.Count(lot => Closes(lot, 3_600, 36_000)), 1, 3);
        Assert.Single(lots, lot => lot.OpensIn > TimeSpan.Zero);
        Assert.Contains(lots, lot => lot.BuyItNow is not null);
        Assert.Contains(lots, lot => lot.Reserve > lot.Item.Estimate);
        Assert.Contains(lots, lot => lot.Reserve < lot.Item.Estimate);
        Assert.Superset(
            new HashSet<string> { "USD", "EUR", "GBP", "JPY" }, lots.Select(lot => lot.Item.Currency).ToHashSet());
        Assert.Equal(["ebay-us", "trade-me"], lots.Select(lot => lot.Increments).Distinct().Order());
        Assert.InRange(lots.Select(lot => lot.Seller).Distinct().Count(), 4, 9);
        Assert.InRange(lots.Count(lot => lot.SoftClose is not null), 16, 23);
        Assert.Contains(lots, lot => lot is { Kind: LotKind.Short, SoftClose.Mode: "from-end" });
        Assert.Equal(lots.Count, lots.Select(lot => lot.Item.Title).Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(20)]
    public void The_first_spike_comes_within_90_seconds_and_the_next_some_three_minutes_later(int speed)
    {
        var plan = new LotPlan(1, new Pace(speed));

        var first = Assert.Single(plan.Opening(LotPlan.LotsMin), lot => lot.Kind == LotKind.Headline);
        var next = plan.Next(LotKind.Headline);

        Assert.InRange(first.ClosesIn * speed, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(80));
        Assert.InRange(
            (next.ClosesIn + first.SoftClose!.HardEndAfter) * speed, TimeSpan.FromSeconds(150),
            TimeSpan.FromSeconds(210));
    }

    [Fact]
    public void What_follows_a_lot_is_of_its_kind_so_that_ages_stay_as_many()
    {
        var plan = new LotPlan(1, Life);
        foreach (var kind in Enum.GetValues<LotKind>())
        {
            Assert.All(Enumerable.Range(0, 50), _ => Assert.Equal(kind, plan.Next(kind).Kind));
        }
    }

    [Fact]
    public void Every_lot_is_one_that_may_be_created()
    {
        var plan = new LotPlan(1, new Pace(20));
        foreach (var lot in plan.Opening(LotPlan.LotsMax).Concat(Enumerable.Range(0, 500).Select(
            at => plan.Next((LotKind)(at % Enum.GetValues<LotKind>().Length)))))
        {
            // What a server says of the terms the player of lots asserts.
            PlayedLot.Of(lot with { ClosesIn = TimeSpan.FromSeconds(1) }, []);
            Assert.True(lot.OpensIn < lot.ClosesIn);
        }
    }

    [Fact]
    public void Nobody_comes_to_the_own_lot()
    {
        var lot = Opening(1)[0] with { Seller = "lena.fischer" };
        var others = lot with { Seller = "old-quay-auctions" };
        var names = Enumerable.Range(1, 30).SelectMany(seed => Names(lot, seed)).ToHashSet();

        Assert.DoesNotContain(lot.Seller, names);
        Assert.Contains(lot.Seller, Enumerable.Range(1, 30).SelectMany(seed => Names(others, seed)));

        static IEnumerable<string> Names(PlannedLot lot, int seed) =>
            new Crowd(seed, Life).Invite(lot, PlayedLot.Start, PlayedLot.Start + lot.ClosesIn).Select(bot => bot.Name);
    }

    [Fact]
    public void A_person_is_on_few_lots_and_once_on_each()
    {
        var crowd = new Crowd(1, Life);
        var lots = new LotPlan(1, Life).Opening(LotPlan.LotsMax);

        var rooms = lots.Select(lot => crowd.Invite(lot, PlayedLot.Start, PlayedLot.Start + lot.ClosesIn)).ToArray();

        var people = rooms.SelectMany(room => room.Select(bot => bot.Name)).GroupBy(name => name).ToArray();
        Assert.InRange(people.Max(person => person.Count()), 2, Crowd.LotsPerPerson);
        Assert.All(rooms, room => Assert.Equal(room.Count, room.DistinctBy(bot => bot.Name).Count()));
    }

    [Fact]
    public void Who_leaves_has_time_for_other_lots()
    {
        var crowd = new Crowd(1, Life);
        var lot = Opening(1)[0];
        var first = crowd.Invite(lot, PlayedLot.Start, PlayedLot.Start + lot.ClosesIn);
        for (var time = 0; time < 100; time++)
        {
            crowd.Leave(first);
            first = crowd.Invite(lot, PlayedLot.Start, PlayedLot.Start + lot.ClosesIn);
        }

        Assert.InRange(first.Count, 300, 400);
    }

    [Fact]
    public void Valuations_lie_around_the_estimate()
    {
        var crowd = new Crowd(1, Life);
        var worths = Opening(1).Where(lot => lot.Kind != LotKind.Headline)
            .SelectMany(lot => crowd.Invite(lot, PlayedLot.Start, PlayedLot.Start + lot.ClosesIn)
                .Where(bot => bot is not Looker).Select(bot => (double)bot.Valuation / lot.Item.Estimate))
            .Order().ToArray();

        Assert.InRange(worths[worths.Length / 2], 0.8, 1.05);
        Assert.InRange(worths[0], 0.3, 0.8);
        Assert.InRange(worths[^1], 1.1, 2.5);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(9.99, 9)]
    [InlineData(12_345, 12_000)]
    [InlineData(99, 99)]
    [InlineData(100, 100)]
    [InlineData(199, 190)]
    public void A_round_sum_keeps_its_first_digits(double amount, long round) =>
        Assert.Equal(round, RoundSums.Below(amount, digits: 2));

    private static IReadOnlyList<PlannedLot> Opening(int seed) =>
        new LotPlan(seed, Life).Opening(LotPlan.LotsDefault);

    private static bool Closes(PlannedLot lot, int from, int to) =>
        lot.ClosesIn >= TimeSpan.FromSeconds(from) && lot.ClosesIn < TimeSpan.FromSeconds(to);
}
