using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;
using Auctions.Testing;

namespace Auctions.Engine.Tests;

/// <summary>An end at which bidders could not be served moves, by a stated rule.</summary>
[Trait("Category", "Long")]
public sealed class OutageTests
{
    private static readonly AuctionTerms Short = Given.Terms(length: TimeSpan.FromSeconds(10));
    private static readonly DateTimeOffset End = Given.Start.AddSeconds(10);

    [Theory]
    [InlineData(20, 600)]
    [InlineData(1_000, 1_000)]
    public async Task An_end_in_an_outage_moves_by_ten_minutes_or_the_gap(int gapSeconds, int movedSeconds)
    {
        var (house, id) = await CrashedAsync(afterSeconds: 2);
        house.Time.Advance(TimeSpan.FromSeconds(gapSeconds));
        await using var second = await house.OpenAnotherAsync();
        await House.Until(() => second.Journal.HeadOf(id)!.LastSequence == 2);
        var extended = Assert.IsType<EndExtended>(second.Events(id)[^1]);
        Assert.Equal(ExtensionCause.Outage, extended.Cause);
        var restart = Given.Start.AddSeconds(2 + gapSeconds);

        // The last heartbeat of the first process lies up to a second before its end.
        Assert.InRange(
            extended.ClosesAt, restart.AddSeconds(movedSeconds), restart.AddSeconds(movedSeconds + 2));
        Expect.Accepted(3, await second.BidAsync(id, "A", 20_00));
    }

    [Fact]
    public async Task An_end_in_an_outage_while_the_process_lives_moves_before_the_hammer_falls()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync(Short);
        await house.PassAsync(TimeSpan.FromSeconds(5));
        Fail(house, JournalOperation.Beat, JournalOperation.Append);
        await house.PassAsync(TimeSpan.FromSeconds(8));
        var late = house.BidAsync(id, "A", 20_00);
        Assert.False(late.IsCompleted);
        house.Journal.Deliver = static call => call.Answer();
        await house.PassUntil(() => house.Journal.HeadOf(id)!.LastSequence > 1);
        var extended = Assert.IsType<EndExtended>(house.Events(id)[1]);
        Assert.Equal(ExtensionCause.Outage, extended.Cause);
        Assert.InRange(extended.ClosesAt, extended.At.AddMinutes(10), extended.At.AddMinutes(10));
        Expect.Accepted(3, await late);
    }

    // As of heartbeats that a shard whose commits hang carries out only once they go on.
    [Fact]
    public async Task An_end_in_an_outage_moves_that_a_heartbeat_without_an_answer_recorded_before_another_one()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync(Short);
        await house.PassAsync(TimeSpan.FromSeconds(5));
        Fail(house, JournalOperation.Beat, JournalOperation.Append);
        await house.PassAsync(TimeSpan.FromSeconds(7));
        await house.Journal.Connect().BeatAsync(0, TimeSpan.FromSeconds(5), DateTimeOffset.MinValue, default);
        await house.PassAsync(TimeSpan.FromSeconds(7));
        house.Journal.Deliver = static call => call.Answer();
        await house.PassUntil(() => house.Journal.HeadOf(id)!.LastSequence > 1);
        Assert.Equal(ExtensionCause.Outage, Assert.IsType<EndExtended>(house.Events(id)[1]).Cause);
    }

    [Fact]
    public async Task An_end_outside_the_gap_does_not_move()
    {
        var (house, id) = await CrashedAsync(afterSeconds: 1, terms: Given.Terms(length: TimeSpan.FromSeconds(40)));
        house.Time.Advance(TimeSpan.FromSeconds(20));
        await using var second = await house.OpenAnotherAsync();
        await second.PassUntil(() => second.Journal.HeadOf(id)!.View!.IsFinal);
        Assert.IsType<AuctionClosed>(second.Events(id)[1]);
        Assert.Equal(Given.Start.AddSeconds(40), second.Stored(id).ClosesAt);
    }

    [Fact]
    public async Task The_hammer_waits_while_the_shard_has_no_fresh_heartbeat()
    {
        // The only heartbeat is the one of the start.
        await using var house = await House.OpenAsync();
        Fail(house, JournalOperation.Beat);
        var id = await house.CreateAsync(Given.Terms(length: TimeSpan.FromSeconds(2.3)));
        await house.PassAsync(TimeSpan.FromSeconds(3.5));
        Assert.Single(house.Events(id));
        house.Journal.Deliver = static call => call.Answer();
        await house.PassUntil(() => house.Journal.HeadOf(id)!.View!.IsFinal);

        // Less than five seconds: no outage, so the hammer falls late rather than the end moving.
        Assert.IsType<AuctionClosed>(house.Events(id)[1]);
    }

    [Fact]
    public async Task A_paused_or_ended_auction_is_not_extended()
    {
        var (house, id) = await CrashedAsync(afterSeconds: 2, before: (open, auction) =>
            open.DoAsync(auction, new Pause(Given.Operator)));
        house.Time.Advance(TimeSpan.FromSeconds(60));
        await using var second = await house.OpenAnotherAsync();
        Assert.Equal(AuctionStatus.Paused, (await second.ViewAsync(id)).Status);
        await second.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(2, second.Events(id).Count);
    }

    [Fact]
    public async Task An_unclean_handover_just_before_the_end_moves_it_by_a_minute()
    {
        var (house, id) = await CrashedAsync(afterSeconds: 4);
        house.Time.Advance(TimeSpan.FromSeconds(2));
        await using var second = await house.OpenAnotherAsync();
        await House.Until(() => second.Journal.HeadOf(id)!.LastSequence == 2);
        var extended = Assert.IsType<EndExtended>(second.Events(id)[1]);
        Assert.Equal((ExtensionCause.UncleanHandover, End.AddSeconds(60)), (extended.Cause, extended.ClosesAt));
    }

    [Fact]
    public async Task An_unclean_handover_between_the_end_and_the_hammer_moves_the_end()
    {
        var (house, id) = await CrashedAsync(afterSeconds: 9);
        house.Time.Advance(TimeSpan.FromSeconds(1.2));
        await using var second = await house.OpenAnotherAsync();
        await House.Until(() => second.Journal.HeadOf(id)!.LastSequence == 2);
        Assert.Equal(ExtensionCause.UncleanHandover, Assert.IsType<EndExtended>(second.Events(id)[1]).Cause);
    }

    [Fact]
    public async Task An_unclean_handover_over_the_time_of_the_hammer_moves_the_end_before_it_falls()
    {
        var (house, id) = await CrashedAsync(afterSeconds: 9);
        house.Time.Advance(TimeSpan.FromSeconds(3));
        await using var second = await house.OpenAnotherAsync();
        await House.Until(() => second.Journal.HeadOf(id)!.LastSequence == 2);
        var extended = Assert.IsType<EndExtended>(second.Events(id)[1]);
        Assert.Equal(ExtensionCause.UncleanHandover, extended.Cause);
        Assert.Equal(extended.At.AddSeconds(60), extended.ClosesAt);
    }

    [Fact]
    public async Task An_end_in_an_earlier_outage_moves_though_another_outage_came_after_it()
    {
        var (house, id) = await CrashedAsync(afterSeconds: 2);
        house.Time.Advance(TimeSpan.FromSeconds(20));
        var journal = house.Journal.Connect();
        await journal.BeatAsync(0, TimeSpan.FromSeconds(5), DateTimeOffset.MinValue, default);
        house.Time.Advance(TimeSpan.FromSeconds(20));
        await using var second = await house.OpenAnotherAsync();
        await House.Until(() => second.Journal.HeadOf(id)!.LastSequence == 2);
        Assert.Equal(ExtensionCause.Outage, Assert.IsType<EndExtended>(second.Events(id)[1]).Cause);
    }

    [Fact]
    public async Task An_unclean_handover_long_before_the_end_moves_nothing()
    {
        var (house, id) = await CrashedAsync(afterSeconds: 1);
        house.Time.Advance(TimeSpan.FromSeconds(2));
        await using var second = await house.OpenAnotherAsync();
        Assert.Equal(End, (await second.ViewAsync(id)).ClosesAt);
        await second.PassUntil(() => second.Journal.HeadOf(id)!.View!.IsFinal);
        Assert.Equal(2, second.Events(id).Count);
    }

    [Fact]
    public async Task A_clean_handover_just_before_the_end_moves_nothing()
    {
        await using var first = await House.OpenAsync();
        var id = await first.CreateAsync(Short);
        await first.PassAsync(TimeSpan.FromSeconds(8));
        await first.StopAsync();
        await using var second = await first.OpenAnotherAsync();
        await second.PassUntil(() => second.Journal.HeadOf(id)!.View!.IsFinal);
        Assert.IsType<AuctionClosed>(second.Events(id)[1]);
    }

    [Fact]
    public async Task An_activation_that_failed_just_before_the_end_gives_bidders_a_minute()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync(Short);
        await house.PassAsync(TimeSpan.FromSeconds(8));
        Fail(house, JournalOperation.Append);
        Expect.Unavailable(Unavailability.ShardUnavailable, await house.BidAsync(id, "A", 20_00));
        house.Journal.Deliver = static call => call.Answer();
        Expect.Accepted(3, await house.BidAsync(id, "A", 20_00));
        Assert.Equal(End.AddSeconds(60), (await house.ViewAsync(id)).ClosesAt);
    }

    private static void Fail(House house, params JournalOperation[] operations) => house.Journal.Deliver = call =>
    {
        if (operations.Contains(call.Operation))
        {
            call.Fail(JournalFault.Unavailable);
        }
        else
        {
            call.Answer();
        }
    };

    private static async Task<(House House, AuctionId Id)> CrashedAsync(
        double afterSeconds, AuctionTerms? terms = null, Func<House, AuctionId, Task>? before = null)
    {
        var house = await House.OpenAsync();
        var id = await house.CreateAsync(terms ?? Short);
        if (before is not null)
        {
            await before(house, id);
        }

        await house.PassAsync(TimeSpan.FromSeconds(afterSeconds));
        house.Crash();
        return (house, id);
    }
}
