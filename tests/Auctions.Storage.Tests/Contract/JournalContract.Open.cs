using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

/// <summary>Opening and giving up streams.</summary>
public abstract partial class JournalContract
{
    [Fact]
    public async Task A_stream_that_does_not_exist_is_not_opened_and_not_made()
    {
        var id = Given.Id();
        Assert.Null(await OpenAsync(Look(id)));
        Assert.Null(await OpenAsync(Look(id)));
        Assert.Null(await Journal.ReadAsync(id));
    }

    [Fact]
    public async Task Opening_to_create_makes_an_empty_stream()
    {
        var id = Given.Id();
        var opened = (await OpenAsync(Look(id) with { Create = true }))!;
        Assert.Equal((id, null), (opened.Content.Id, opened.Content.Snapshot));
        Assert.Equal((null, false), (opened.Outage, opened.WasOwned));
        Assert.Empty(opened.Content.Segments);
        Assert.Empty(opened.Content.Chunks);
        Assert.NotNull(await OpenAsync(Look(id)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Opening_gives_what_is_stored_whether_or_not_it_may_create(bool create)
    {
        var before = await StartAuctionAsync(bids: 3);
        await before.WriteAsync(Journal, before.Bid());
        var after = await Activation.OpenAsync(Journal, before.Id, create);
        Assert.Equal(5, after.Sequence);
        Assert.Equal(EverythingOf.Auction(before.Auction), EverythingOf.Auction(after.Auction));
        Assert.Equal(before.Chain.ToArray(), after.Chain.ToArray());
    }

    [Fact]
    public async Task The_epoch_rises_at_every_open()
    {
        var id = Given.Id();
        var epochs = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            epochs.Add((await OpenAsync(Look(id) with { Create = true }))!.Epoch);
        }

        Assert.Equal(epochs.Distinct().Order(), epochs);
    }

    [Fact]
    public async Task Streams_opened_together_are_answered_in_the_order_asked_for()
    {
        var one = await StartAuctionAsync(bids: 1);
        var other = await StartAuctionAsync(bids: 2);
        var created = Journal.IdOn(0);
        var opened = await Journal.OpenAsync(
            0,
            [Look(other.Id), Look(Journal.IdOn(0)), Look(created) with { Create = true }, Look(one.Id)],
            default);
        Assert.Equal([other.Id, null, created, one.Id], opened.Select(stream => stream?.Content.Id));
        Assert.Equal([2, null, 0, 2], opened.Select(stream => stream?.Content.Segments.Count));
    }

    [Fact]
    public async Task A_stream_opened_twice_together_belongs_to_the_last_and_both_are_told_all_of_it()
    {
        var before = await StartAuctionAsync(bids: 2);
        OpenRequest[] requests = [Look(before.Id), Look(before.Id)];
        var opened = await Journal.OpenAsync(0, requests, default);
        Assert.All(opened, stream => Assert.Equal(2, stream!.Content.Segments.Count));
        var (first, last) = (
            Activation.Of(requests[0].Activation, opened[0]!), Activation.Of(requests[1].Activation, opened[1]!));
        Assert.Equal(before.Claim.Epoch + 2, last.Claim.Epoch);
        Assert.Equal(AppendStatus.Fenced, await first.AppendAsync(Journal, first.Bid()));
        await last.WriteAsync(Journal, last.Bid());
    }

    [Fact]
    public async Task An_owner_found_set_tells_of_an_unclean_end_and_a_release_clears_it()
    {
        var owner = await StartAuctionAsync();
        var unclean = Look(owner.Id);
        Assert.True((await OpenAsync(unclean))!.WasOwned);
        var last = Look(owner.Id);
        var epoch = (await OpenAsync(last))!.Epoch;
        await Journal.ReleaseAsync(0, [new StreamClaim(owner.Id, last.Activation, epoch)], default);
        Assert.False((await OpenAsync(Look(owner.Id)))!.WasOwned);
        Assert.True((await OpenAsync(Look(owner.Id)))!.WasOwned);
    }

    [Fact]
    public async Task A_release_by_somebody_who_does_not_own_the_stream_has_no_effect()
    {
        var stale = await StartAuctionAsync();
        var owner = await Activation.OpenAsync(Journal, stale.Id);
        await Journal.ReleaseAsync(0, [stale.Claim, stale.Claim with { Epoch = owner.Claim.Epoch }], default);
        await Journal.ReleaseAsync(0, [new StreamClaim(Journal.IdOn(0), Guid.NewGuid(), 1)], default);
        await owner.WriteAsync(Journal, owner.Bid());
        Assert.True((await OpenAsync(Look(owner.Id)))!.WasOwned);
    }

    [Fact]
    public async Task Who_gave_a_stream_up_writes_nothing_any_more()
    {
        var owner = await StartAuctionAsync();
        await Journal.ReleaseAsync(0, [owner.Claim], default);
        Assert.Equal(AppendStatus.Fenced, await owner.AppendAsync(Journal, owner.Bid()));
        Assert.Null(await RaiseAsync(owner.Claim));
        Assert.Empty(await Journal.BidsAsync(owner.Id));
    }

    [Fact]
    public async Task Reading_a_stream_takes_nothing_from_its_owner()
    {
        var owner = await StartAuctionAsync(bids: 1);
        Assert.Equal(2, (await Journal.ReadAsync(owner.Id))!.Segments.Count);
        await owner.WriteAsync(Journal, owner.Bid());
        Assert.Equal(3, (await Journal.ReadAsync(owner.Id))!.Segments.Count);
    }
}
