using Microsoft.Extensions.Time.Testing;

namespace Auctions.Engine.Tests;

/// <summary>How often a loop says the same thing.</summary>
public sealed class PaceTests
{
    [Fact]
    public void What_happens_all_the_time_is_said_at_once_and_then_once_a_second()
    {
        var time = new FakeTimeProvider();
        var pace = new Pace(time);
        Assert.True(pace.IsDue());
        var said = 0;
        for (var millisecond = 0; millisecond < 10_000; millisecond++)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            said += pace.IsDue() ? 1 : 0;
        }

        Assert.Equal(10, said);
    }

    [Fact]
    public void Another_interval_may_be_kept()
    {
        var time = new FakeTimeProvider();
        var pace = new Pace(time, TimeSpan.FromMinutes(1));
        Assert.True(pace.IsDue());
        time.Advance(TimeSpan.FromSeconds(59.9));
        Assert.False(pace.IsDue());
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(pace.IsDue());
        Assert.False(pace.IsDue());
    }
}
