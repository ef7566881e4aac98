using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;
using Auctions.Testing;

namespace Auctions.Engine.Tests;

/// <summary>What the writer makes of an append that does not simply succeed.</summary>
public sealed class WriteFaultTests
{
    [Fact]
    public async Task A_shard_that_cannot_write_answers_quickly_and_loses_nothing()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        Expect.Accepted(2, await house.BidAsync(id, "A", 20_00));
        var appends = Valve.On(house, JournalOperation.Append);
        var onItsWay = house.BidAsync(id, "B", 90_00, key: "k");
        var append = await appends.TakeAsync();
        var behind = house.BidAsync(id, "C", 95_00);
        append.Fail(JournalFault.Unavailable);
        Expect.Unavailable(Unavailability.ShardUnavailable, await onItsWay, await behind);
        appends.Open();
        Assert.Equal(house.Stored(id), await house.ViewAsync(id));
        Expect.Accepted(3, await house.BidAsync(id, "B", 90_00, key: "k"));
    }

    [Fact]
    public async Task A_fenced_activation_answers_moving_and_the_next_request_opens_anew()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        await using var other = await house.OpenAnotherAsync();
        Expect.Accepted(2, await other.BidAsync(id, "A", 20_00));
        Expect.Unavailable(Unavailability.Moving, await house.BidAsync(id, "B", 90_00));
        Expect.Accepted(3, await house.BidAsync(id, "B", 90_00));
        Expect.Unavailable(Unavailability.Moving, await other.BidAsync(id, "C", 500_00));
        Assert.Equal(3, house.Fold(id).State.Sequence);
    }

    [Fact]
    public async Task One_fenced_auction_does_not_disturb_the_others_of_its_batch()
    {
        await using var house = await House.OpenAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => house.CreateAsync()));
        await using var other = await house.OpenAnotherAsync();
        await other.ViewAsync(ids[1]);
        var answers = await BidTogetherAsync(house, ids);
        Expect.Accepted(answers[0]);
        Expect.Unavailable(Unavailability.Moving, answers[1]);
        Expect.Accepted(answers[2]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_unknown_outcome_is_settled_by_raising_the_epoch(bool wasWritten)
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        var appends = Valve.On(house, JournalOperation.Append);
        var bid = house.BidAsync(id, "A", 20_00);
        var append = await appends.TakeAsync();
        var behind = house.BidAsync(id, "B", 90_00);
        if (wasWritten)
        {
            append.CarryOut();
        }

        append.Fail(JournalFault.Unknown);
        appends.Open();
        Expect.Accepted(2, await bid);
        Expect.Accepted(3, await behind);
        Assert.Equal(2, house.Journal.HeadOf(id)!.Epoch);
        Assert.Equal(3, house.Events(id).Count);

        // Whatever was still under way has a stale epoch by now.
        append.CarryOut();
        Assert.Equal(house.Stored(id), await house.ViewAsync(id));
    }

    [Fact]
    public async Task An_append_that_takes_too_long_is_an_unknown_outcome()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        var appends = Valve.On(house, JournalOperation.Append);
        var bid = house.BidAsync(id, "A", 20_00);
        var frozen = await appends.TakeAsync();
        var deadline = TimeSpan.FromMilliseconds(house.Options.AppendDeadlineMs);
        var sent = house.Now;
        await house.PassAsync(deadline - TimeSpan.FromMilliseconds(100));
        Assert.Empty(appends.Kept);

        // It counts from when the writer came to wait, which may be some steps after the append was seen here.
        await house.PassUntil(() => appends.Kept.Count > 0);
        Assert.InRange(house.Now - sent, deadline, deadline + TimeSpan.FromSeconds(1));
        var again = await appends.TakeAsync();
        frozen.CarryOut();
        Assert.Equal(1, house.Journal.HeadOf(id)!.LastSequence);
        again.Answer();
        Expect.Accepted(2, await bid);
        Assert.Equal(2, house.Events(id).Count);
    }

    [Fact]
    public async Task An_unknown_outcome_of_a_stream_that_moved_away_stays_unknown_if_it_may_have_been_written()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        var appends = Valve.On(house, JournalOperation.Append);
        var bid = house.BidAsync(id, "A", 20_00);
        var append = await appends.TakeAsync();
        append.CarryOut();
        await using var other = await house.OpenAnotherAsync();
        Assert.Equal(2, (await other.ViewAsync(id)).Sequence);
        append.Fail(JournalFault.Unknown);
        Expect.Unavailable(Unavailability.OutcomeUnknown, await bid);
    }

    [Fact]
    public async Task An_unknown_outcome_that_cannot_be_settled_is_told_as_unknown()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        var calls = Valve.On(house, JournalOperation.Append, JournalOperation.RaiseEpoch);
        var onItsWay = house.BidAsync(id, "A", 20_00, key: "k");
        var append = await calls.TakeAsync();
        var behind = house.BidAsync(id, "B", 90_00);
        append.CarryOut();
        append.Fail(JournalFault.Unknown);
        (await calls.TakeAsync()).Fail(JournalFault.Unavailable);
        Expect.Unavailable(Unavailability.OutcomeUnknown, await onItsWay);
        Expect.Unavailable(Unavailability.ShardUnavailable, await behind);
        calls.Open();
        Assert.True(Assert.IsType<BidAnswer>(await house.BidAsync(id, "A", 20_00, key: "k")).Replayed);
    }

    [Fact]
    public async Task A_raise_of_epochs_has_a_deadline()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        var calls = Valve.On(house, JournalOperation.Append, JournalOperation.RaiseEpoch);
        var bid = house.BidAsync(id, "A", 20_00);
        (await calls.TakeAsync()).Fail(JournalFault.Unknown);
        var raise = await calls.TakeAsync();
        Assert.Equal(JournalOperation.RaiseEpoch, raise.Operation);
        Expect.Unavailable(Unavailability.OutcomeUnknown, await house.PassUntil(bid));
    }

    [Fact]
    public async Task A_raise_whose_answer_is_lost_does_not_lock_the_owner_out()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        var calls = Valve.On(house, JournalOperation.Append, JournalOperation.RaiseEpoch);
        var bid = house.BidAsync(id, "A", 20_00);
        (await calls.TakeAsync()).Fail(JournalFault.Unknown);
        var raise = await calls.TakeAsync();
        raise.CarryOut();
        raise.Fail(JournalFault.Unknown);
        Expect.Unavailable(Unavailability.OutcomeUnknown, await bid);
        calls.Open();
        Expect.Accepted(2, await house.BidAsync(id, "A", 20_00));
    }

    [Fact]
    public async Task A_batch_of_unknown_outcome_is_settled_stream_by_stream()
    {
        await using var house = await House.OpenAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => house.CreateAsync()));
        await using var other = await house.OpenAnotherAsync();
        var appends = Valve.On(house, JournalOperation.Append);
        var first = house.BidAsync(ids[0], "A", 20_00);
        var alone = await appends.TakeAsync();
        var bids = ids.Select(id => house.BidAsync(id, "B", 90_00)).ToArray();
        alone.Answer();
        await first;
        var batch = await appends.TakeAsync();
        await other.ViewAsync(ids[2]);
        batch.CarryOut();
        batch.Fail(JournalFault.Unknown);
        appends.Open();
        Expect.Accepted(3, await bids[0]);
        Expect.Accepted(2, await bids[1]);
        Assert.IsType<UnavailableAnswer>(await bids[2]);
        Assert.Equal(1, house.Journal.HeadOf(ids[2])!.LastSequence);
    }

    [Fact]
    public async Task A_rejected_batch_is_halved_until_the_culprit_stands_alone()
    {
        await using var house = await House.OpenAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 9).Select(_ => house.CreateAsync()));
        var culprit = ids[5];
        house.Journal.Deliver = call =>
        {
            if (call.Operation == JournalOperation.Append && call.Auctions.Contains(culprit))
            {
                call.Fail(JournalFault.Rejected);
            }
            else
            {
                call.Answer();
            }
        };
        var answers = await BidTogetherAsync(house, ids);
        Assert.All(ids.Index().Where(id => id.Item != culprit), id => Expect.Accepted(2, answers[id.Index]));
        Expect.Unavailable(Unavailability.ShardUnavailable, answers[5]);
        house.Journal.Deliver = call => call.Answer();
        Expect.Unavailable(Unavailability.ShardUnavailable, await house.BidAsync(culprit, "C", 95_00));
        await house.PassAsync(TimeSpan.FromSeconds(31));
        Expect.Accepted(2, await house.BidAsync(culprit, "C", 95_00));
    }

    [Fact]
    public async Task A_segment_whose_time_has_not_come_by_the_shards_clock_is_sent_again()
    {
        // The shard's clock is 200 ms behind: a hammer that falls by the process's clock is too early for it.
        var shardTime = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Given.Start.AddMilliseconds(-200));
        await using var house = await House.OpenAsync(new MemoryJournal(new AuctionClock(shardTime)), shardTime);
        var id = await house.CreateAsync(Given.Terms(length: TimeSpan.FromSeconds(3)));
        Expect.Accepted(2, await house.BidAsync(id, "A", 20_00));
        var appends = new List<DateTimeOffset>();
        house.Journal.Deliver = call =>
        {
            if (call.Operation == JournalOperation.Append)
            {
                lock (appends)
                {
                    appends.Add(house.Now);
                }
            }

            call.Answer();
        };
        await house.PassUntil(() => house.Journal.HeadOf(id)!.View!.IsFinal);
        Assert.True(appends.Count > 1);
        Assert.InRange(appends[0], Given.Start.AddSeconds(3.5), Given.Start.AddSeconds(4));
        Assert.InRange(appends[^1], Given.Start.AddSeconds(3.7), Given.Start.AddSeconds(4.5));
        Assert.Equal(AuctionStatus.Sold, (await house.ViewAsync(id)).Status);
    }

    [Fact]
    public async Task A_broken_stream_is_quarantined_and_the_others_go_on()
    {
        await using var house = await House.OpenAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => house.CreateAsync()));

        // Somebody with the same claim wrote behind the writer's back: that must never happen.
        var appends = Valve.On(house, JournalOperation.Append);
        var bid = house.BidAsync(ids[0], "A", 20_00);
        var append = await appends.TakeAsync();
        await house.Journal.Connect().AppendAsync(0, append.Segments, default);
        append.Answer();
        Expect.Unavailable(Unavailability.ShardUnavailable, await bid);
        appends.Open();
        Expect.Accepted(2, await house.BidAsync(ids[1], "A", 20_00));
    }

    /// <summary>One bid on each auction, all in one append.</summary>
    private static async Task<Answer[]> BidTogetherAsync(House house, AuctionId[] ids)
    {
        var before = house.Journal.Deliver;
        var blocker = await house.CreateAsync();
        var appends = Valve.On(house, JournalOperation.Append);
        var first = house.BidAsync(blocker, "A", 20_00);
        var append = await appends.TakeAsync();
        var bids = ids.Select(id => house.BidAsync(id, "B", 90_00)).ToArray();
        house.Journal.Deliver = before;
        append.Answer();
        await first;
        return await Task.WhenAll(bids);
    }
}
