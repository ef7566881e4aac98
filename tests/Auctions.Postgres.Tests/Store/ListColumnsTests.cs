using Auctions.Core;
using Auctions.Engine;
using Auctions.Storage.Postgres.Journal;
using Auctions.Storage.Tests;
using Auctions.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Postgres.Tests.Store;

/// <summary>When head rows' list columns follow their streams.</summary>
public sealed class ListColumnsTests
{
    private readonly FakeTimeProvider _time = new(Given.Start);
    private readonly ListColumns _lists;

    public ListColumnsTests() => _lists = new ListColumns(_time);

    [Fact]
    public async Task An_auction_not_heard_of_is_listed_with_its_first_segment()
    {
        var owner = await OwnerAsync();
        Assert.True(_lists.AreDue(owner.Create()));
    }

    [Fact]
    public async Task Bids_are_listed_once_a_second()
    {
        var owner = await ListedAsync();
        var first = owner.Bid();
        Assert.False(_lists.AreDue(first));
        _lists.Written(first, isListed: false);
        _time.Advance(ListColumns.Interval - TimeSpan.FromTicks(1));
        Assert.False(_lists.AreDue(owner.Bid()));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(_lists.AreDue(owner.Bid()));
    }

    [Fact]
    public async Task A_status_or_an_end_that_changes_is_listed_at_once()
    {
        var owner = await ListedAsync();
        var paused = owner.Next(new Pause(Given.Operator));
        Assert.True(_lists.AreDue(paused));
        _lists.Written(paused, isListed: true);
        Assert.True(_lists.AreDue(owner.Next(new Resume(Given.Operator))));
        var other = await ListedAsync();
        Assert.True(_lists.AreDue(other.Next(new ExtendEnd(Given.Operator, Given.Closes.AddHours(1)))));
    }

    [Fact]
    public async Task What_is_behind_for_a_second_is_to_be_listed_by_itself()
    {
        var owner = await ListedAsync();
        _lists.Written(owner.Bid(), isListed: false);
        var newest = owner.Bid();
        _lists.Written(newest, isListed: false);
        Assert.Empty(_lists.Behind(10));
        _time.Advance(ListColumns.Interval);
        Assert.Equal([newest], _lists.Behind(10));
        _lists.Listed(newest);
        Assert.Empty(_lists.Behind(10));
    }

    [Fact]
    public async Task What_was_written_while_an_older_segment_was_listed_stays_behind()
    {
        var owner = await ListedAsync();
        var older = owner.Bid();
        _lists.Written(older, isListed: false);
        var newer = owner.Bid();
        _lists.Written(newer, isListed: false);
        _lists.Listed(older);
        Assert.Same(newer, _lists.Behind(owner.Id));
    }

    [Fact]
    public async Task An_auction_that_ended_or_was_given_up_is_forgotten()
    {
        var ended = await ListedAsync();
        _lists.Written(ended.Next(new CloseNow(Given.Operator)), isListed: true);
        var givenUp = await ListedAsync();
        _lists.Written(givenUp.Bid(), isListed: false);
        _lists.Forget(givenUp.Id);
        _time.Advance(ListColumns.Interval);
        Assert.Empty(_lists.Behind(10));
        Assert.Null(_lists.Behind(givenUp.Id));
    }

    private static Task<Activation> OwnerAsync()
    {
        var journal = new MemoryJournal(new AuctionClock(TimeProvider.System), shards: 1);
        return Activation.OpenAsync(journal, Given.Id());
    }

    private async Task<Activation> ListedAsync()
    {
        var owner = await OwnerAsync();
        _lists.Written(owner.Create(), isListed: true);
        return owner;
    }
}
