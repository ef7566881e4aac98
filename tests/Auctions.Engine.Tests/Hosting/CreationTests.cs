using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Ports;
using Auctions.Testing;

namespace Auctions.Engine.Tests;

/// <summary>Creating auctions, and asking for those that do not exist.</summary>
public sealed class CreationTests
{
    [Fact]
    public async Task A_created_auction_is_durable_and_open_from_now_on()
    {
        await using var house = await House.OpenAsync();
        var view = Expect.View(await house.Auctions.CreateAsync(House.Request(), default));
        Assert.Equal((1, AuctionStatus.Open, Given.Start), (view.Sequence, view.Status, view.OpensAt));
        Assert.Equal(view, house.Stored(view.Id));
        Assert.Equal(view, await house.ViewAsync(view.Id));
    }

    [Fact]
    public async Task The_same_key_and_body_answer_the_same_auction()
    {
        await using var house = await House.OpenAsync();
        var first = await house.Auctions.CreateAsync(House.Request(), default);
        await house.PassAsync(TimeSpan.FromSeconds(1));
        var second = await house.Auctions.CreateAsync(House.Request(), default);
        Assert.Equal(new ViewAnswer(Expect.View(first), Replayed: true), second);
        Assert.False(((ViewAnswer)first).Replayed);
    }

    [Fact]
    public async Task Many_equal_creations_at_once_make_one_auction()
    {
        await using var house = await House.OpenAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            _ => Task.Run(() => house.Auctions.CreateAsync(House.Request(), default).AsTask())));
        var view = Assert.Single(answers.Select(Expect.View).Distinct());
        Assert.Single(answers.Cast<ViewAnswer>(), answer => !answer.Replayed);
        Assert.Single(house.Events(view.Id));
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        await using var house = await House.OpenAsync();
        await house.Auctions.CreateAsync(House.Request(), default);
        Expect.Refused(
            Refusal.IdempotencyKeyReused, await house.Auctions.CreateAsync(House.Request(body: 2), default));
        var invalid = House.Request(Given.Terms(title: ""), body: 2);
        Expect.Refused(Refusal.IdempotencyKeyReused, await house.Auctions.CreateAsync(invalid, default));
    }

    [Fact]
    public async Task The_key_of_another_seller_is_another_key()
    {
        await using var house = await House.OpenAsync();
        var mine = await house.Auctions.CreateAsync(House.Request(), default);
        var theirs = await house.Auctions.CreateAsync(
            House.Request(Given.Terms() with { Seller = Given.Person("other") }, body: 2), default);
        Assert.NotEqual(Expect.View(mine).Id, Expect.View(theirs).Id);
    }

    [Fact]
    public async Task Everything_wrong_with_terms_is_listed_and_the_key_stays_free()
    {
        await using var house = await House.OpenAsync();
        var terms = Given.Terms(title: "", opening: 0, length: TimeSpan.FromSeconds(-1));
        var answer = await house.Auctions.CreateAsync(House.Request(terms), default);
        Assert.Equal(
            ["/title", "/openingPrice", "/closesAt"],
            Assert.IsType<InvalidTermsAnswer>(answer).Problems.Select(problem => problem.Field));
        Expect.View(await house.Auctions.CreateAsync(House.Request(body: 2), default));
    }

    [Fact]
    public async Task An_end_in_the_past_is_a_problem_of_the_terms()
    {
        await using var house = await House.OpenAsync();
        var terms = Given.Terms() with { OpensAt = Given.Start.AddDays(-2), ClosesAt = Given.Start };
        var request = House.Request(terms) with { OpensNow = false };
        var problem = Assert.Single(
            Assert.IsType<InvalidTermsAnswer>(await house.Auctions.CreateAsync(request, default)).Problems);
        Assert.Equal("/closesAt", problem.Field);
    }

    [Fact]
    public async Task A_repeated_creation_is_answered_even_when_its_terms_have_passed()
    {
        await using var house = await House.OpenAsync();
        var request = House.Request(Given.Terms(length: TimeSpan.FromSeconds(5)));
        var first = Expect.View(await house.Auctions.CreateAsync(request, default));
        await house.PassAsync(TimeSpan.FromSeconds(7));
        var again = Expect.View(await house.Auctions.CreateAsync(request, default));
        Assert.Equal((first.Id, AuctionStatus.Unsold), (again.Id, again.Status));
    }

    [Theory]
    [InlineData(JournalFault.Unavailable, Unavailability.ShardUnavailable)]
    [InlineData(JournalFault.Unknown, Unavailability.OutcomeUnknown)]
    public async Task A_key_that_cannot_be_bound_answers_what_is_known(JournalFault fault, Unavailability told)
    {
        await using var house = await House.OpenAsync();
        house.Journal.Deliver = call => call.Fail(fault);
        Expect.Unavailable(told, await house.Auctions.CreateAsync(House.Request(), default));
    }

    [Fact]
    public async Task A_creation_cut_short_is_finished_by_the_same_key()
    {
        await using var house = await House.OpenAsync();
        house.Journal.Deliver = call =>
        {
            if (call.Operation == JournalOperation.Append)
            {
                call.Fail(JournalFault.Unavailable);
            }
            else
            {
                call.Answer();
            }
        };
        Expect.Unavailable(
            Unavailability.ShardUnavailable, await house.Auctions.CreateAsync(House.Request(), default));
        house.Journal.Deliver = call => call.Answer();
        var view = Expect.View(await house.Auctions.CreateAsync(House.Request(), default));
        Assert.Equal(view, house.Stored(view.Id));
    }

    [Fact]
    public async Task An_auction_whose_creation_was_cut_short_is_unknown()
    {
        await using var house = await House.OpenAsync();
        await house.Journal.OpenAsync(0, [new OpenRequest(Given.Id(), Guid.NewGuid(), Create: true)], default);
        Expect.Refused(Refusal.UnknownAuction, await house.Auctions.ViewAsync(Given.Id(), 0, default));
        Expect.Refused(Refusal.UnknownAuction, await house.BidAsync(Given.Id(), "A", 20_00));
    }

    [Fact]
    public async Task An_unknown_auction_is_refused_and_leaves_nothing_behind()
    {
        await using var house = await House.OpenAsync();
        Expect.Refused(Refusal.UnknownAuction, await house.BidAsync(Given.Id(), "A", 20_00));
        Expect.Refused(Refusal.UnknownAuction, await house.Auctions.ViewAsync(Given.Id(), 0, default));
        Assert.Equal(0, house.Auctions.ActiveCount);
        Assert.Null(house.Journal.HeadOf(Given.Id()));
    }

    [Fact]
    public async Task An_auction_whose_slot_is_on_no_shard_is_unavailable()
    {
        await using var house = await House.OpenAsync(place: _ => null);
        Expect.Unavailable(Unavailability.ShardUnavailable, await house.BidAsync(Given.Id(), "A", 20_00));
    }

    [Fact]
    public async Task First_requests_at_once_open_an_auction_once()
    {
        await using var first = await House.OpenAsync();
        var id = await first.CreateAsync();
        await first.StopAsync();
        await using var second = await first.OpenAnotherAsync();
        var opens = Valve.On(second, JournalOperation.Open);
        var bids = Enumerable.Range(1, 50).Select(bid => second.BidAsync(id, $"B{bid}", 1_000_00 * bid)).ToArray();
        var open = await opens.TakeAsync();
        Assert.All(bids, bid => Assert.False(bid.IsCompleted));
        open.Answer();
        await Task.WhenAll(bids);
        Assert.Empty(opens.Kept);
        Assert.Equal(2, second.Journal.HeadOf(id)!.Epoch);
        Assert.Contains(bids, bid => bid.Result is BidAnswer);
    }

    [Fact]
    public async Task A_view_that_must_be_newer_than_what_is_durable_is_unavailable()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        Expect.View(await house.Auctions.ViewAsync(id, 1, default));
        Expect.Unavailable(Unavailability.Busy, await house.Auctions.ViewAsync(id, 2, default));
    }
}
