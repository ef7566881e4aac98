using Microsoft.Extensions.Time.Testing;

namespace Auctions.Engine.Tests;

/// <summary>The clock that auctions go by.</summary>
public sealed class AuctionClockTests
{
    private readonly JumpingTime _time = new();

    [Fact]
    public void It_follows_the_wall_clock()
    {
        var clock = new AuctionClock(_time);
        Assert.Equal(Given.Start, clock.Now);
        _time.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(Given.Start.AddSeconds(3), clock.Now);
    }

    [Fact]
    public void It_follows_a_jump_ahead()
    {
        var clock = new AuctionClock(_time);
        _time.Jump(TimeSpan.FromHours(1));
        Assert.Equal(Given.Start.AddHours(1), clock.Now);
    }

    [Fact]
    public void After_a_jump_back_it_goes_on_at_half_speed_until_the_wall_clock_has_caught_up()
    {
        var clock = new AuctionClock(_time);
        _time.Jump(TimeSpan.FromSeconds(-10));
        Assert.Equal(Given.Start, clock.Now);
        _time.Pass(TimeSpan.FromSeconds(4));
        Assert.Equal(Given.Start.AddSeconds(2), clock.Now);
        _time.Pass(TimeSpan.FromSeconds(16));
        Assert.Equal(Given.Start.AddSeconds(10), clock.Now);
        _time.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(Given.Start.AddSeconds(15), clock.Now);
    }

    [Fact]
    public void It_never_goes_back_however_the_wall_clock_jumps()
    {
        var clock = new AuctionClock(_time);
        var random = new Random(1);
        var last = clock.Now;
        for (var step = 0; step < 2_000; step++)
        {
            _time.Jump(TimeSpan.FromMilliseconds(random.Next(-5_000, 4_000)));
            _time.Pass(TimeSpan.FromMilliseconds(random.Next(100)));
            var now = clock.Now;
            Assert.True(now >= last, $"Went back at step {step}.");
            Assert.True(now >= _time.GetUtcNow(), $"Fell behind the wall clock at step {step}.");
            last = now;
        }
    }

    [Fact]
    public void Reading_it_often_does_not_change_its_speed()
    {
        var clock = new AuctionClock(_time);
        _time.Jump(TimeSpan.FromSeconds(-100));
        for (var step = 0; step < 1_000; step++)
        {
            _time.Pass(TimeSpan.FromMilliseconds(10));
            _ = clock.Now;
        }

        Assert.Equal(Given.Start.AddSeconds(5), clock.Now);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_pause_after_any_of_its_readings_does_not_make_it_run_ahead(int readings)
    {
        var clock = new AuctionClock(_time);
        _time.PauseAfter(readings, TimeSpan.FromSeconds(8));
        Assert.InRange(clock.Now, Given.Start, Given.Start.AddSeconds(8));
        _time.Pass(TimeSpan.FromMilliseconds(100));
        Assert.Equal(Given.Start.AddMilliseconds(8_100), clock.Now);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_pause_after_any_of_its_readings_does_not_change_its_speed(int readings)
    {
        var clock = new AuctionClock(_time);
        _time.Jump(TimeSpan.FromSeconds(-100));
        _time.PauseAfter(readings, TimeSpan.FromSeconds(8));
        _ = clock.Now;
        _time.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(Given.Start.AddSeconds(5), clock.Now);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_pause_while_it_is_made_does_not_make_it_run_ahead(int readings)
    {
        _time.PauseAfter(readings, TimeSpan.FromSeconds(8));
        var clock = new AuctionClock(_time);
        Assert.Equal(Given.Start.AddSeconds(8), clock.Now);
    }

    /// <summary>A wall clock that jumps beside a monotonic clock that does not.</summary>
    private sealed class JumpingTime : TimeProvider
    {
        private readonly FakeTimeProvider _steady = new(Given.Start);
        private TimeSpan _offset;
        private int _readings;
        private TimeSpan _pause;

        public override long TimestampFrequency => _steady.TimestampFrequency;

        public void Pass(TimeSpan time) => _steady.Advance(time);

        public void Jump(TimeSpan by) => _offset += by;

        /// <summary>Has the process stand still after so many readings from now, of whichever clock.</summary>
        public void PauseAfter(int readings, TimeSpan pause) => (_readings, _pause) = (readings, pause);

        public override DateTimeOffset GetUtcNow() => Then(_steady.GetUtcNow() + _offset);

        public override long GetTimestamp() => Then(_steady.GetTimestamp());

        private T Then<T>(T reading)
        {
            if (--_readings == 0)
            {
                _steady.Advance(_pause);
            }

            return reading;
        }
    }
}
