using Auctions.Storage.Postgres;
using Auctions.Storage.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Postgres.Tests.Store;

/// <summary>Time as the shards have it.</summary>
public sealed class ShardTimeTests
{
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(10);

    private readonly FakeTimeProvider _machine = new(Given.Start);

    [Fact]
    public void Before_the_first_sample_nothing_is_certain()
    {
        var time = new ShardTime(1, _machine);
        Assert.Null(time.Uncertainty);
        Assert.False(time.IsCertain);
        Assert.Equal(Given.Start, time.GetUtcNow());
    }

    [Fact]
    public void The_shards_clock_rules_and_half_the_round_trip_is_uncertain()
    {
        var time = new ShardTime(1, _machine);
        Sample(time, shard: 0, offset: TimeSpan.FromSeconds(-2), RoundTrip);
        Assert.Equal(_machine.GetUtcNow().AddSeconds(-2), time.GetUtcNow());
        Assert.Equal(RoundTrip / 2, time.Uncertainty);
        Assert.True(time.IsCertain);
        _machine.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(_machine.GetUtcNow().AddSeconds(-2), time.GetUtcNow());
    }

    [Fact]
    public void Of_a_shards_samples_the_one_with_the_shortest_round_trip_counts()
    {
        var time = new ShardTime(1, _machine);
        Sample(time, 0, TimeSpan.FromMilliseconds(100), RoundTrip);
        Sample(time, 0, TimeSpan.FromMilliseconds(400), 20 * RoundTrip);
        Assert.Equal(_machine.GetUtcNow().AddMilliseconds(100), time.GetUtcNow());
    }

    [Fact]
    public void A_slow_sample_makes_nothing_certain()
    {
        var time = new ShardTime(1, _machine);
        Sample(time, 0, TimeSpan.Zero, (2 * ShardTime.UncertaintyMax) + TimeSpan.FromMilliseconds(2));
        Assert.False(time.IsCertain);
        Sample(time, 0, TimeSpan.Zero, RoundTrip);
        Assert.True(time.IsCertain);
    }

    [Fact]
    public void What_is_known_fades()
    {
        var time = new ShardTime(1, _machine);
        Sample(time, 0, TimeSpan.Zero, RoundTrip);
        _machine.Advance(TimeSpan.FromHours(1));
        Assert.False(time.IsCertain);
    }

    [Fact]
    public void One_shard_with_a_wrong_clock_misleads_nobody_and_is_named()
    {
        var time = new ShardTime(3, _machine);
        Sample(time, 0, TimeSpan.FromMilliseconds(3), RoundTrip);
        Sample(time, 1, TimeSpan.FromMilliseconds(5), RoundTrip);
        var apart = Sample(time, 2, TimeSpan.FromHours(1), RoundTrip);
        Assert.Equal(_machine.GetUtcNow().AddMilliseconds(5), time.GetUtcNow());
        Assert.InRange(apart, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.Zero, Sample(time, 0, TimeSpan.FromMilliseconds(3), RoundTrip));
    }

    private TimeSpan Sample(ShardTime time, int shard, TimeSpan offset, TimeSpan roundTrip)
    {
        var sent = _machine.GetTimestamp();
        _machine.Advance(roundTrip / 2);
        var shown = _machine.GetUtcNow() + offset;
        _machine.Advance(roundTrip / 2);
        return time.Add(shard, sent, _machine.GetTimestamp(), shown);
    }
}
