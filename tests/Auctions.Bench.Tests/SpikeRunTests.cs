using Auctions.Bench.Spikes;
using Auctions.Bench.Subjects;

namespace Auctions.Bench.Tests;

/// <summary>A spike, a short and small one, on the real engine and a real store.</summary>
[Trait("Category", "Long")]
public sealed class SpikeRunTests
{
    private const int Peak = 2_500;

    private static readonly SpikeOptions Short = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), Peak);

    [Fact]
    public async Task Every_auction_closes_once_and_rightly_and_late_bids_are_counted_apart()
    {
        Contestant On(SpikeOptions options) => new(
            Scenario.Spike,
            Contestant.Engine,
            "sqlite",
            options.Plan(1),
            async cancellation => await EngineSubject.StartAsync(
                await BenchStore.MakeAsync(
                    new StoreChoice(StoreKind.Sqlite, Path.GetTempPath(), []), shards: 1, cancellation),
                Scenarios.LotsOf(Scenario.Spike),
                options.ClosesIn,
                cancellation));
        var spike = await SlowCreation.RunAsync(Short, On, Peak);
        Assert.Empty(spike.Contestant.Problems);
        Assert.Equal((1_000, 1_000), (spike.HammerMilliseconds.Count, spike.SeenMilliseconds.Count));
        Assert.True(spike.HammerMilliseconds.Min() >= 500, "A hammer fell before the drain was over.");
        var total = spike.Result.Total;
        Assert.Equal((10 + 2_000 + 40, 0), (total.All, total.ShutOut));
        Assert.InRange(total.Late, 1, 2_040);
        Assert.Equal(2_000, spike.Result.Offered);
    }

    [Theory]
    [InlineData(1_000, 800)]
    [InlineData(1, 1)]
    public void The_burst_is_a_share_of_the_peak(int peak, int rate) => Assert.Equal(rate, SpikeOptions.RateOf(peak));

    [Fact]
    public void Before_and_after_the_burst_a_hundredth_is_due()
    {
        var plan = Short.Plan(2_000);
        Assert.Equal(10, plan.Schedule!.DueBefore(Short.Lull));
        Assert.Equal(2_010, plan.Schedule!.DueBefore(Short.Lull + Short.Burst));
        Assert.Equal((Short.Lull, Short.Burst), (plan.Warmup, plan.Measured));
        Assert.True(plan.Length > Short.Lull + Short.Burst, "Nobody bids after the end.");
    }
}
