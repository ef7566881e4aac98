using Auctions.Engine.Heat;

namespace Auctions.Engine.Tests;

/// <summary>How many silos a forecast takes.</summary>
public sealed class SiloPlanTests
{
    private static readonly SiloPlan Plan = new(BidsPerSecondPerSilo: 1_000, Headroom: 0.7, Min: 2, Max: 10);

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1_400, 2)]
    [InlineData(1_401, 3)]
    [InlineData(6_999, 10)]
    [InlineData(1e12, 10)]
    public void Silos_are_filled_up_to_the_headroom_within_the_bounds(double bidsPerSecond, int silos) =>
        Assert.Equal(silos, Plan.SilosFor(bidsPerSecond));

    [Fact]
    public void A_peak_is_of_two_steps_together()
    {
        Assert.Equal(60, SiloPlan.PeakOf([0, 100, 20, 50, 50]));
        Assert.Equal(75, SiloPlan.PeakOf([0, 60, 50, 100]));
        Assert.Equal(7, SiloPlan.PeakOf([7]));
        Assert.Equal(0, SiloPlan.PeakOf([]));
    }
}
