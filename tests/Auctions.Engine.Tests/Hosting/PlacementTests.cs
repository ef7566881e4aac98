using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Testing;

namespace Auctions.Engine.Tests;

/// <summary>Auctions in a process that somebody else places there.</summary>
public sealed class PlacementTests
{
    [Fact]
    public async Task An_activation_decides_and_answers_what_is_durable()
    {
        await using var house = await House.OpenAsync();
        await using var member = await Member.JoinAsync(house);
        var id = Given.Id();
        var auction = member.Auctions.Activate(id, create: true);
        Assert.Equal(1, Expect.View(await auction.SubmitAsync(new CreateAuction(Given.Terms()))).Sequence);
        Expect.Accepted(2, await member.BidAsync(auction, id, "A", 20_00));
        Assert.Equal(2, Expect.View(await auction.ViewAsync()).Sequence);
        Assert.Equal(2, house.Stored(id).Sequence);
        Assert.False(auction.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_fenced_activation_never_opens_again()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        await house.StopAsync();
        await using var first = await Member.JoinAsync(house);
        await using var second = await Member.JoinAsync(house);
        var old = first.Auctions.Activate(id, create: false);
        Expect.Accepted(2, await first.BidAsync(old, id, "A", 20_00));
        var newer = second.Auctions.Activate(id, create: false);
        Expect.Accepted(3, await second.BidAsync(newer, id, "B", 30_00));
        var owner = house.Journal.HeadOf(id)!.Owner;

        Expect.Unavailable(Unavailability.Moving, await first.BidAsync(old, id, "C", 90_00));
        await old.Ended;
        Expect.Unavailable(
            Unavailability.Moving, await first.BidAsync(old, id, "C", 95_00), await old.ViewAsync());
        Assert.Equal(owner, house.Journal.HeadOf(id)!.Owner);
        Expect.Accepted(4, await second.BidAsync(newer, id, "D", 99_00));
    }

    [Fact]
    public async Task An_activation_of_an_unknown_auction_says_so_and_ends()
    {
        await using var house = await House.OpenAsync();
        await using var member = await Member.JoinAsync(house);
        var auction = member.Auctions.Activate(Given.Id(7), create: false);
        Expect.Refused(Refusal.UnknownAuction, await auction.ViewAsync());
        await auction.Ended;
        Assert.Equal(0, member.Auctions.ActiveCount);
    }

    [Fact]
    public async Task Who_creates_where_somebody_only_looked_is_sent_on()
    {
        await using var house = await House.OpenAsync();
        await using var member = await Member.JoinAsync(house);
        var looked = member.Auctions.Activate(Given.Id(7), create: false);
        Expect.Unavailable(Unavailability.Moving, await looked.SubmitAsync(new CreateAuction(Given.Terms())));
    }

    [Fact]
    public async Task Deactivation_finishes_what_was_accepted_and_gives_up_ownership()
    {
        await using var house = await House.OpenAsync();
        var id = await house.CreateAsync();
        await house.StopAsync();
        await using var member = await Member.JoinAsync(house);
        var auction = member.Auctions.Activate(id, create: false);
        await auction.ViewAsync();
        JournalCall? append = null;
        member.Journal.Deliver = call =>
        {
            if (call.Operation == JournalOperation.Append && append is null)
            {
                append = call;
            }
            else
            {
                call.Answer();
            }
        };
        var bid = member.BidAsync(auction, id, "A", 20_00);
        await House.Until(() => append is not null);
        var leaving = auction.DeactivateAsync();
        await house.PassAsync(TimeSpan.FromMilliseconds(200));
        Assert.False(leaving.IsCompleted);
        append!.Answer();
        await house.PassUntil(() => leaving.IsCompleted);
        Expect.Accepted(2, await bid);
        Assert.Null(house.Journal.HeadOf(id)!.Owner);
        Expect.Unavailable(Unavailability.Moving, await member.BidAsync(auction, id, "B", 90_00));
        Assert.Equal(0, member.Auctions.ActiveCount);
    }

    [Fact]
    public async Task Activations_that_leave_together_give_up_ownership_together()
    {
        await using var house = await House.OpenAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => house.CreateAsync()));
        await house.StopAsync();
        await using var member = await Member.JoinAsync(house);
        var auctions = Array.ConvertAll(ids, id => member.Auctions.Activate(id, create: false));
        await Task.WhenAll(auctions.Select(auction => auction.ViewAsync().AsTask()));
        var releases = 0;
        member.Journal.Deliver = call =>
        {
            releases += call.Operation == JournalOperation.Release ? 1 : 0;
            call.Answer();
        };
        var leaving = Task.WhenAll(auctions.Select(auction => auction.DeactivateAsync()));
        await house.PassUntil(() => leaving.IsCompleted);
        Assert.All(ids, id => Assert.Null(house.Journal.HeadOf(id)!.Owner));
        Assert.InRange(releases, 1, 20);
    }

    [Fact]
    public async Task What_ends_soon_elsewhere_is_handed_to_placement_and_what_is_here_is_not()
    {
        await using var house = await House.OpenAsync();
        var here = await house.CreateAsync(Given.Terms(length: TimeSpan.FromSeconds(20)));
        var elsewhere = await house.CreateAsync(Given.Terms(length: TimeSpan.FromSeconds(25)));
        var later = await house.CreateAsync(Given.Terms(length: TimeSpan.FromMinutes(10)));
        await house.StopAsync();
        await using var member = await Member.JoinAsync(house);
        await member.Auctions.Activate(here, create: false).ViewAsync();
        member.Handed.Clear();
        await house.PassAsync(TimeSpan.FromSeconds(3));
        Assert.Contains(elsewhere, member.Handed.Select(due => due.Id));
        Assert.DoesNotContain(here, member.Handed.Select(due => due.Id));
        Assert.DoesNotContain(later, member.Handed.Select(due => due.Id));
        await house.PassUntil(() => house.Stored(here).IsFinal);
        Assert.False(house.Stored(elsewhere).IsFinal);
    }
}
