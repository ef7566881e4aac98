using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

/// <summary>What is to close, and the outages in which ends may lie.</summary>
public abstract partial class JournalContract
{
    private static readonly TimeSpan OutageMin = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Auctions_that_are_due_come_in_the_order_of_end_and_id()
    {
        int[] minutes = [30, 10, 20, 10, 40, 10];
        var expected = new List<DueAuction>();
        foreach (var minute in minutes)
        {
            var end = Given.Start.AddMinutes(minute);
            var owner = await StartAuctionAsync(terms: Given.Terms(closesAt: end));
            expected.Add(new DueAuction(end, owner.Id));
        }

        expected = [.. expected.OrderBy(due => due.ClosesAt).ThenBy(due => due.Id)];
        Assert.Equal(expected, await FindDueAsync(Given.Start.AddMinutes(41)));
        Assert.Equal(expected[..4], await FindDueAsync(Given.Start.AddMinutes(30)));
        Assert.Empty(await FindDueAsync(Given.Start.AddMinutes(10)));
    }

    [Fact]
    public async Task Pages_of_due_auctions_join_without_gap_or_repeat()
    {
        for (var i = 0; i < 11; i++)
        {
            await StartAuctionAsync(terms: Given.Terms(closesAt: Given.Start.AddMinutes(1 + (i / 4))));
        }

        var all = await FindDueAsync(Given.Closes);
        Assert.Equal(11, all.Count);
        var paged = new List<DueAuction>();
        DueAuction? after = null;
        do
        {
            var page = await Journal.FindDueAsync(0, Given.Closes, after, 3, default);
            Assert.InRange(page.Count, 1, 3);
            paged.AddRange(page);
            after = page.Count < 3 ? null : page[^1];
        }
        while (after is not null);

        Assert.Equal(all, paged);
    }

    [Fact]
    public async Task Only_open_auctions_are_due()
    {
        var open = await StartAuctionAsync();
        var paused = await StartAuctionAsync();
        var closed = await StartAuctionAsync(bids: 1);
        var unsold = await StartAuctionAsync();
        var withdrawn = await StartAuctionAsync();
        await Activation.OpenAsync(Journal, Journal.IdOn(0));
        await paused.WriteAsync(Journal, paused.Next(new Pause(Given.Operator)));
        await closed.WriteAsync(Journal, closed.Next(new CloseNow(Given.Operator)));
        await unsold.WriteAsync(Journal, unsold.Next(new CloseNow(Given.Operator)));
        await withdrawn.WriteAsync(Journal, withdrawn.Next(new Withdraw(Given.Operator, AsOperator: true, "lost")));
        Assert.Equal([open.Id], (await FindDueAsync(DateTimeOffset.MaxValue)).Select(due => due.Id));
        await paused.WriteAsync(Journal, paused.Next(new Resume(Given.Operator)));
        Assert.Equal([open.Id, paused.Id], (await FindDueAsync(DateTimeOffset.MaxValue)).Select(due => due.Id));
    }

    [Fact]
    public async Task An_end_that_moved_is_due_at_its_new_time_only()
    {
        var owner = await StartAuctionAsync(terms: Given.Terms(closesAt: Given.Start.AddMinutes(10)));
        var later = Given.Start.AddMinutes(20);
        await owner.WriteAsync(Journal, owner.Next(new ExtendEnd(Given.Operator, later)));
        Assert.Empty(await FindDueAsync(Given.Start.AddMinutes(15)));
        Assert.Equal([new DueAuction(later, owner.Id)], await FindDueAsync(Given.Start.AddMinutes(21)));
    }

    [Fact]
    public async Task Heartbeats_without_a_gap_record_no_outage()
    {
        Assert.Null(await BeatAsync());
        for (var beat = 0; beat < 10; beat++)
        {
            _time.Advance(OutageMin - TimeSpan.FromTicks(1));
            Assert.Null(await BeatAsync());
        }
    }

    [Fact]
    public async Task A_gap_between_heartbeats_is_recorded_and_the_latest_one_is_told()
    {
        await BeatAsync();
        _time.Advance(OutageMin);
        var first = new Outage(Given.Start, Given.Start + OutageMin);
        Assert.Equal(first, await BeatAsync());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(first, await BeatAsync());
        var last = Given.Start + OutageMin + TimeSpan.FromSeconds(1);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(new Outage(last, last.AddHours(1)), await BeatAsync());
        Assert.Equal(new Outage(last, last.AddHours(1)), await BeatAsync());
    }

    // Its answer was lost, but a heartbeat has recorded its gap.
    [Fact]
    public async Task Every_outage_is_told_that_ended_since_the_last_one_that_was_told()
    {
        await BeatAsync();
        _time.Advance(OutageMin);
        await BeatAsync();
        _time.Advance(2 * OutageMin);
        var (first, second) = (Given.Start + OutageMin, Given.Start + (3 * OutageMin));
        Outage[] all = [new(Given.Start, first), new(first, second)];
        Assert.Equal(all, await Journal.BeatAsync(0, OutageMin, DateTimeOffset.MinValue, default));
        Assert.Equal(all, await Journal.BeatAsync(0, OutageMin, first.AddTicks(-1), default));
        Assert.Equal(all[1..], await Journal.BeatAsync(0, OutageMin, first, default));
        Assert.Empty(await Journal.BeatAsync(0, OutageMin, second, default));
    }

    [Fact]
    public async Task An_outage_of_one_shard_is_none_of_the_others()
    {
        await BeatAsync(shard: 0);
        await BeatAsync(shard: 1);
        _time.Advance(TimeSpan.FromSeconds(3));
        await BeatAsync(shard: 1);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.NotNull(await BeatAsync(shard: 0));
        Assert.Null(await BeatAsync(shard: 1));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public async Task A_stream_whose_end_lies_in_an_outage_is_opened_with_it(int secondsIntoIt, bool isCarried)
    {
        var began = Given.Start.AddHours(1);
        var owner = await StartAuctionAsync(terms: Given.Terms(closesAt: began.AddSeconds(secondsIntoIt)));
        _time.SetUtcNow(began);
        await BeatAsync();
        _time.SetUtcNow(began.AddSeconds(60));
        var outage = await BeatAsync();
        _time.Advance(TimeSpan.FromSeconds(2));
        await BeatAsync();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.NotEqual(outage, await BeatAsync());
        Assert.Equal(isCarried ? outage : null, (await OpenAsync(Look(owner.Id)))!.Outage);
    }

    private Task<IReadOnlyList<DueAuction>> FindDueAsync(DateTimeOffset before) =>
        Journal.FindDueAsync(0, before, null, 100, default);

    // The latest outage on record.
    private async Task<Outage?> BeatAsync(int shard = 0) =>
        await Journal.BeatAsync(shard, OutageMin, DateTimeOffset.MinValue, default) is [.., var last] ? last : null;
}
