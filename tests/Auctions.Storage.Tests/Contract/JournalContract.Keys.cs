using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

/// <summary>Creation keys.</summary>
public abstract partial class JournalContract
{
    [Fact]
    public async Task A_free_key_is_bound_to_the_auction_proposed()
    {
        var id = Given.Id();
        Assert.Equal(new CreationKeyBinding(id, 7, IsNew: true), await BindAsync(key: 1, body: 7, id));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public async Task A_bound_key_answers_what_it_was_bound_to_first_whatever_is_asked_for(int body)
    {
        var id = Given.Id();
        await BindAsync(key: 1, body: 7, id);
        var again = await BindAsync(key: 1, (UInt128)body, Given.Id());
        Assert.Equal(new CreationKeyBinding(id, 7, IsNew: false), again);
        Assert.Equal(again, await BindAsync(key: 1, (UInt128)body, proposed: null));
    }

    [Fact]
    public async Task Looking_at_a_free_key_finds_nothing_and_binds_nothing()
    {
        Assert.Null(await BindAsync(key: 1, body: 7, proposed: null));
        Assert.Null(await BindAsync(key: 1, body: 7, proposed: null));
        Assert.True((await BindAsync(key: 1, body: 7, Given.Id()))!.IsNew);
    }

    [Fact]
    public async Task A_key_belongs_to_its_seller()
    {
        var mine = await BindAsync(key: 1, body: 7, Given.Id(), seller: "one");
        Assert.Null(await BindAsync(key: 1, body: 7, proposed: null, seller: "other"));
        var theirs = await BindAsync(key: 1, body: 8, Given.Id(), seller: "other");
        Assert.True(mine!.IsNew && theirs!.IsNew && mine.Id != theirs.Id);
        Assert.Equal(mine.Id, (await BindAsync(key: 1, body: 7, Given.Id(), seller: "one"))!.Id);
    }

    [Fact]
    public async Task A_key_claimed_by_many_at_once_is_bound_once()
    {
        var bindings = await Task.WhenAll(Enumerable.Range(0, 64).Select(
            body => Task.Run(() => BindAsync(key: 1, (UInt128)body, Given.Id()))));
        var bound = Assert.Single(bindings, binding => binding!.IsNew)!;
        Assert.All(bindings, binding => Assert.Equal((bound.Id, bound.BodyHash), (binding!.Id, binding.BodyHash)));
    }

    private Task<CreationKeyBinding?> BindAsync(
        UInt128 key, UInt128 body, AuctionId? proposed, string seller = "seller") =>
        Journal.BindCreationKeyAsync(
            new CreationKeyClaim(Given.Person(seller), seller, key, body, proposed), default);
}
