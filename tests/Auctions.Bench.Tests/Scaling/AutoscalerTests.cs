using Auctions.Bench.Scaling;

namespace Auctions.Bench.Tests.Scaling;

/// <summary>The arithmetic of the HorizontalPodAutoscaler, by hand.</summary>
public sealed class AutoscalerTests
{
    [Theory]
    [InlineData(4, 4, 0.7, 4)]
    [InlineData(4, 4, 0.76, 4)]
    [InlineData(4, 4, 0.9, 6)]
    [InlineData(4, 4, 1, 6)]
    [InlineData(4, 4, 0.35, 2)]
    [InlineData(4, 0, 1, 4)]
    public void By_processors_use_over_target_is_rounded_up_unless_it_is_within_a_tenth(
        int replicas, int ready, double use, int wanted) =>
        Assert.Equal(wanted, Autoscaler.ByCpu(replicas, ready, use, target: 0.7));

    [Theory]
    [InlineData(6, 4, 1, 6)]
    [InlineData(5, 4, 1, 6)]
    [InlineData(8, 4, 1, 8)]
    public void Silos_that_only_start_count_as_idle_ones(int replicas, int ready, double use, int wanted) =>
        Assert.Equal(wanted, Autoscaler.ByCpu(replicas, ready, use, target: 0.7));

    [Theory]
    [InlineData(3, 5, 5)]
    [InlineData(11, 12, 11)]
    [InlineData(10, 12, 12)]
    [InlineData(5, 3, 3)]
    public void By_a_figure_there_are_as_many_as_it_says_unless_it_is_within_a_tenth(
        int replicas, double figure, int wanted) => Assert.Equal(wanted, Autoscaler.ByFigure(replicas, figure));

    [Fact]
    public void In_one_look_they_double_or_become_four_more()
    {
        var autoscaler = new Autoscaler(min: 1, max: 30, scaleDownSeconds: 900);

        Assert.Equal(7, autoscaler.Decide(3, wanted: 20, second: 15));
        Assert.Equal(14, autoscaler.Decide(7, wanted: 20, second: 30));
        Assert.Equal(20, autoscaler.Decide(14, wanted: 20, second: 45));
        Assert.Equal(30, autoscaler.Decide(20, wanted: 50, second: 60));
    }

    [Fact]
    public void They_stay_as_long_as_somebody_asked_for_them_of_late()
    {
        var autoscaler = new Autoscaler(min: 2, max: 30, scaleDownSeconds: 60);

        Assert.Equal(6, autoscaler.Decide(6, wanted: 6, second: 15));
        Assert.Equal(6, autoscaler.Decide(6, wanted: 4, second: 60));
        Assert.Equal(4, autoscaler.Decide(6, wanted: 1, second: 75));
        Assert.Equal(2, autoscaler.Decide(4, wanted: 1, second: 120));
    }
}
