using Auctions.Grains.Calls;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Grains.Tests.Calls;

/// <summary>How long a front end waits for a call.</summary>
public sealed class CallPatienceTests : IDisposable
{
    private readonly CallPatience _patience = new();

    public void Dispose() => _patience.Dispose();

    [Fact]
    public void Before_any_call_came_back_it_is_a_second() => Assert.Equal(CallPatience.First, _patience.Wait);

    [Fact]
    public void The_formula_is_that_of_a_retransmission_timer()
    {
        Took(TimeSpan.FromMilliseconds(400));
        Assert.Equal(400 + (4 * 200), _patience.Wait.TotalMilliseconds);
        Took(TimeSpan.FromMilliseconds(240));
        Assert.Equal(380 + (4 * 190), _patience.Wait.TotalMilliseconds);
    }

    [Fact]
    public void It_stays_within_its_bounds()
    {
        Took(TimeSpan.FromMilliseconds(1));
        Assert.Equal(CallPatience.Least, _patience.Wait);
        Took(TimeSpan.FromSeconds(4));
        Assert.Equal(CallPatience.Most, _patience.Wait);
        for (var call = 0; call < 100; call++)
        {
            Took(TimeSpan.FromMilliseconds(5));
        }

        Assert.Equal(CallPatience.Least, _patience.Wait);
    }

    [Fact]
    public void Once_a_silo_is_gone_calls_that_began_before_do_not_count()
    {
        Took(TimeSpan.FromSeconds(4));
        var before = _patience.Losses;
        _patience.End();
        Assert.Equal(CallPatience.Least, _patience.Wait);
        _patience.Took(TimeSpan.FromSeconds(4), before);
        Assert.Equal(CallPatience.Least, _patience.Wait);
        Took(TimeSpan.FromMilliseconds(400));
        Assert.Equal(400 + (4 * 200), _patience.Wait.TotalMilliseconds);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(300, 300)]
    [InlineData(3_000, 1_000)]
    public async Task A_call_is_waited_for_no_longer_than_its_sender_has_time(int leftMs, int waitMs)
    {
        var time = new FakeTimeProvider();
        var waiting = _patience
            .EndsAsync(new TaskCompletionSource().Task, TimeSpan.FromMilliseconds(leftMs), time).AsTask();
        if (waitMs > 0)
        {
            time.Advance(TimeSpan.FromMilliseconds(waitMs - 1));
            Assert.False(waiting.IsCompleted);
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.False(await waiting);
    }

    private void Took(TimeSpan time) => _patience.Took(time, _patience.Losses);
}
