using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Engine.Tests;

/// <summary>At most so many bids of one bidder on one auction in any minute.</summary>
[Trait("Category", "Long")]
public sealed class BidRateTests
{
    private static readonly PersonId Alice = Given.Person("alice");

    private readonly FakeTimeProvider _time = new(Given.Start);

    [Fact]
    public void So_many_bids_in_a_minute_and_no_more()
    {
        var limiter = new BidRateLimiter(3, _time);
        Assert.Null(limiter.Admit(Alice));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Null(limiter.Admit(Alice));
        Assert.Null(limiter.Admit(Alice));
        Assert.Equal(TimeSpan.FromSeconds(40), limiter.Admit(Alice));
        _time.Advance(TimeSpan.FromSeconds(40) - TimeSpan.FromTicks(1));
        Assert.Equal(TimeSpan.FromTicks(1), limiter.Admit(Alice));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(limiter.Admit(Alice));
        Assert.Equal(TimeSpan.FromSeconds(20), limiter.Admit(Alice));
    }

    [Fact]
    public void Bidders_do_not_count_for_each_other()
    {
        var limiter = new BidRateLimiter(1, _time);
        for (var bidder = 0; bidder < 100; bidder++)
        {
            Assert.Null(limiter.Admit(Given.Person($"B{bidder}")));
        }

        Assert.NotNull(limiter.Admit(Given.Person("B0")));
    }

    [Fact]
    public void It_is_exact_in_any_minute_of_a_long_run()
    {
        const int Rate = 7;
        var limiter = new BidRateLimiter(Rate, _time);
        var random = new Random(11);
        var admitted = new List<DateTimeOffset>();
        for (var bid = 0; bid < 5_000; bid++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(random.Next(1, 12_000)));
            var now = _time.GetUtcNow();
            var inTheLastMinute = admitted.Count(at => now - at < TimeSpan.FromMinutes(1));
            if (limiter.Admit(Alice) is { } wait)
            {
                Assert.Equal(Rate, inTheLastMinute);
                Assert.Equal(admitted[^Rate].AddMinutes(1), now + wait);
            }
            else
            {
                Assert.True(inTheLastMinute < Rate);
                admitted.Add(now);
            }
        }
    }

    [Fact]
    public async Task A_bidder_over_the_rate_is_told_when_to_come_again()
    {
        await using var house = await House.OpenAsync(options => options.BidsPerBidderPerMinute = 2);
        var id = await house.CreateAsync();
        Expect.Accepted(await house.BidAsync(id, "A", 20_00));
        Expect.Accepted(await house.BidAsync(id, "A", 30_00));
        Assert.Equal(new TooManyBidsAnswer(TimeSpan.FromMinutes(1)), await house.BidAsync(id, "A", 40_00));
        Expect.Accepted(await house.BidAsync(id, "B", 90_00));
        var another = await house.CreateAsync();
        Expect.Accepted(await house.BidAsync(another, "A", 40_00));
        await house.PassAsync(TimeSpan.FromMinutes(1));
        Expect.Accepted(await house.BidAsync(id, "A", 400_00));
    }

    [Fact]
    public async Task A_known_key_is_never_too_fast()
    {
        await using var house = await House.OpenAsync(options => options.BidsPerBidderPerMinute = 1);
        var id = await house.CreateAsync();
        var appends = Valve.On(house, Testing.JournalOperation.Append);
        var first = house.BidAsync(id, "A", 20_00, key: "k");
        var append = await appends.TakeAsync();
        var pending = house.BidAsync(id, "A", 20_00, key: "k");
        append.Answer();
        var answer = Expect.Accepted(2, await first) with { Replayed = true };
        Assert.Equal(answer, await pending);
        Assert.Equal(answer, await house.BidAsync(id, "A", 20_00, key: "k"));
        Assert.IsType<TooManyBidsAnswer>(await house.BidAsync(id, "A", 30_00));
    }

    [Fact]
    public async Task Operators_and_sellers_have_no_rate()
    {
        await using var house = await House.OpenAsync(options => options.BidsPerBidderPerMinute = 1);
        var id = await house.CreateAsync();
        for (var time = 0; time < 5; time++)
        {
            Expect.View(await house.DoAsync(id, new Pause(Given.Operator)));
            Expect.View(await house.DoAsync(id, new Resume(Given.Operator)));
        }
    }
}
