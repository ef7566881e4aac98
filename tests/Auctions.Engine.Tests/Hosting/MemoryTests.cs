using Auctions.Core;
using Auctions.Testing;

namespace Auctions.Engine.Tests;

/// <summary>Auctions come into memory when they are needed and leave it when they are not.</summary>
[Trait("Category", "Long")]
public sealed class MemoryTests
{
    [Fact]
    public async Task An_idle_auction_leaves_memory_cleanly_and_comes_back_the_same()
    {
        await using var house = await House.OpenAsync(options => options.IdleSeconds = 5);
        var id = await house.CreateAsync();
        var first = await house.BidAsync(id, "A", 20_00, key: "k");
        var view = await house.ViewAsync(id);
        await house.PassUntil(() => house.Auctions.ActiveCount == 0);
        Assert.InRange(house.Now, Given.Start.AddSeconds(5), Given.Start.AddSeconds(7));
        Assert.Null(house.Journal.HeadOf(id)!.Owner);
        Assert.Equal(view, await house.ViewAsync(id));
        Assert.Equal(
            Expect.Accepted(2, first) with { Replayed = true }, await house.BidAsync(id, "A", 20_00, key: "k"));
        Assert.Equal(2, house.Journal.HeadOf(id)!.Epoch);
    }

    [Fact]
    public async Task An_auction_in_use_stays()
    {
        await using var house = await House.OpenAsync(options => options.IdleSeconds = 5);
        var id = await house.CreateAsync();
        for (var second = 0; second < 15; second++)
        {
            await house.PassAsync(TimeSpan.FromSeconds(1));
            await house.ViewAsync(id);
        }

        Assert.Equal(1, house.Journal.HeadOf(id)!.Epoch);
    }

    [Fact]
    public async Task An_auction_with_a_write_on_its_way_stays()
    {
        await using var house = await House.OpenAsync(options =>
        {
            options.IdleSeconds = 1;
            options.AppendDeadlineMs = 20_000;
            options.EpochRaiseDeadlineMs = 30_000;
            options.AnswerDeadlineMs = 40_000;
            options.DeactivationDeadlineMs = 50_000;
        });
        var id = await house.CreateAsync();
        var appends = Valve.On(house, JournalOperation.Append);
        var bid = house.BidAsync(id, "A", 20_00);
        var append = await appends.TakeAsync();
        await house.PassAsync(TimeSpan.FromSeconds(5));
        append.Answer();
        Expect.Accepted(2, await bid);
    }

    [Fact]
    public async Task An_auction_near_its_end_stays()
    {
        await using var house = await House.OpenAsync(options => options.IdleSeconds = 2);
        var id = await house.CreateAsync(Given.Terms(length: TimeSpan.FromSeconds(25)));
        await house.PassAsync(TimeSpan.FromSeconds(24));
        Assert.Equal(1, house.Auctions.ActiveCount);
        Assert.Equal(1, house.Journal.HeadOf(id)!.Epoch);
        await house.PassUntil(() => house.Auctions.ActiveCount == 0);
        Assert.Equal(AuctionStatus.Unsold, house.Stored(id).Status);
    }

    [Fact]
    public async Task An_auction_with_a_watcher_stays_until_the_watcher_leaves()
    {
        await using var house = await House.OpenAsync(options => options.IdleSeconds = 2);
        var id = await house.CreateAsync();
        using var leaving = new CancellationTokenSource();
        var watcher = Watcher.Of(house, id, leaving: leaving.Token);
        await House.Until(() => watcher.Seen.Count == 1);
        await house.PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(1, house.Journal.HeadOf(id)!.Epoch);
        await leaving.CancelAsync();
        await watcher.Ended;
        await house.PassUntil(() => house.Auctions.ActiveCount == 0);
    }

    [Fact]
    public async Task More_auctions_than_fit_into_memory_all_work()
    {
        await using var house = await House.OpenAsync(options => options.ActiveAuctionsMax = 8);
        var ids = new List<AuctionId>();
        for (var auction = 0; auction < 60; auction++)
        {
            ids.Add(await house.CreateAsync());
            Assert.InRange(house.Auctions.ActiveCount, 1, 8);
        }

        foreach (var bidder in new[] { "A", "B" })
        {
            foreach (var id in ids)
            {
                Expect.Accepted(await house.BidAsync(id, bidder, bidder == "A" ? 20_00 : 90_00));
                Assert.InRange(house.Auctions.ActiveCount, 1, 8);
            }
        }

        Assert.All(ids, id => Assert.Equal(2, house.Stored(id).BidCount));
        Assert.InRange(ids.Count(id => house.Journal.HeadOf(id)!.Owner is not null), 1, 8);
    }

    [Fact]
    public async Task Requests_for_more_auctions_than_fit_at_once_take_their_turns()
    {
        await using var house = await House.OpenAsync(options => options.ActiveAuctionsMax = 8);
        var ids = new List<AuctionId>();
        for (var auction = 0; auction < 24; auction++)
        {
            ids.Add(await house.CreateAsync());
        }

        var bids = ids.Select(id => Task.Run(() => house.BidAsync(id, "A", 20_00))).ToArray();
        await house.PassUntil(() => bids.All(bid => bid.IsCompleted));
        Assert.All(bids, bid => Expect.Accepted(2, bid.Result));
        Assert.InRange(house.Auctions.ActiveCount, 1, 8);
    }

    [Fact]
    public async Task Ownership_that_cannot_be_given_up_ends_all_the_same()
    {
        await using var house = await House.OpenAsync(options => options.IdleSeconds = 2);
        var id = await house.CreateAsync();
        house.Journal.Deliver = call =>
        {
            if (call.Operation == JournalOperation.Release)
            {
                call.Fail(Ports.JournalFault.Unavailable);
            }
            else
            {
                call.Answer();
            }
        };
        await house.PassUntil(() => house.Auctions.ActiveCount == 0);
        Assert.NotNull(house.Journal.HeadOf(id)!.Owner);
        Expect.Accepted(2, await house.BidAsync(id, "A", 20_00));
    }

    [Fact]
    public async Task Requests_while_an_auction_leaves_are_answered_by_the_next_activation()
    {
        await using var house = await House.OpenAsync(options => options.IdleSeconds = 2);
        var id = await house.CreateAsync();
        var releases = Valve.On(house, JournalOperation.Release);
        await house.PassUntil(() => releases.Kept.Count > 0);
        var bid = house.BidAsync(id, "A", 20_00);
        var view = house.ViewAsync(id);
        Assert.False(bid.IsCompleted || view.IsCompleted);
        releases.Open();
        Expect.Accepted(2, await bid);
        await view;
        Assert.Equal(2, house.Journal.HeadOf(id)!.Epoch);
    }
}
