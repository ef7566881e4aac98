using Auctions.Web.Live;

namespace Auctions.Web.Tests.Live;

public sealed class ReconnectPaceTests
{
    [Theory]
    [InlineData(0, 0.0, 500)]
    [InlineData(0, 1.0, 1500)]
    [InlineData(10_000, 0.0, 500)]
    [InlineData(10_000, 0.5, 3000)]
    [InlineData(10_000, 1.0, 5500)]
    public void The_more_come_back_the_longer_they_are_spread(int watchers, double drawn, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), ReconnectPace.Draw(watchers, drawn));
}
