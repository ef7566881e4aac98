using Auctions.Engine.Limits;

namespace Auctions.Engine.Tests.Limits;

/// <summary>What a front end does with a lease, and with what it could not ask.</summary>
public sealed class LeaseHoldingTests
{
    private const int Most = 600;
    private const int Share = Most / LeasedAllowance.Fraction;
    private const int SearchUnits = 20;

    private static readonly UInt128 Anna = (UInt128)7 << 64;

    [Fact]
    public async Task A_lease_is_spent_until_its_lifetime_is_over_counted_from_when_it_was_asked_for()
    {
        var site = new FrontEnds(1, Most);
        var onTheWay = LedgerLane.Deadline / 2;
        var instant = TimeSpan.FromTicks(1);
        site.Called = () => site.Time.Advance(onTheWay);
        await site.PassedAsync(0, Share + 1, Anna);

        site.Time.Advance(AllowanceLedger.LeaseLifetime - onTheWay - instant);
        Assert.True(await site.PassesAsync(0, Anna));
        Assert.Single(site.Calls);
        site.Time.Advance(instant);
        Assert.True(await site.PassesAsync(0, Anna));

        Assert.Equal(2, site.Calls.Count);
    }

    [Fact]
    public async Task What_is_on_its_way_back_is_not_spent()
    {
        var site = new FrontEnds(1, Most);
        await site.PassedAsync(0, (2 * Share) - 1, Anna);
        var held = new TaskCompletionSource();
        site.Delay = () => held.Task;
        var search = site.All[0].SpendAsync(Anna, SearchUnits).AsTask();
        Assert.False(search.IsCompleted);

        var next = site.All[0].SpendAsync(Anna, 1).AsTask();

        Assert.False(next.IsCompleted);
        held.SetResult();
        Assert.All(await Task.WhenAll(search, next).WaitAsync(FrontEnds.Patience), Assert.Null);
    }

    [Fact]
    public async Task A_search_that_is_refused_keeps_no_smaller_request_out()
    {
        var refusal = new LeaseGrant(0, TimeSpan.FromSeconds(30));
        var site = new FrontEnds(1, Most) { Answer = grants => Array.ConvertAll(grants, _ => refusal) };
        await site.PassedAsync(0, Share, Anna);
        Assert.False(await site.PassesAsync(0, Anna, SearchUnits));
        site.Answer = null;

        Assert.False(await site.PassesAsync(0, Anna, SearchUnits));
        Assert.Single(site.Calls);
        Assert.True(await site.PassesAsync(0, Anna));
    }

    [Fact]
    public async Task What_costs_more_than_the_whole_allowance_costs_the_whole_of_it()
    {
        var site = new FrontEnds(2, 5);

        Assert.True(await site.PassesAsync(0, Anna, SearchUnits));

        Assert.False(await site.PassesAsync(0, Anna));
        Assert.False(await site.PassesAsync(1, Anna));
    }

    [Fact]
    public async Task What_an_ask_told_that_did_not_leave_is_told_by_the_next()
    {
        var bert = Anna + ((UInt128)AllowanceLedger.Parts << 64);
        Assert.Equal(AllowanceLedger.PartOf(Anna), AllowanceLedger.PartOf(bert));
        var site = new FrontEnds(2, Most) { Delay = static () => new TaskCompletionSource().Task };
        await site.PassedAsync(0, Share, bert);
        await site.PassedAsync(0, Share, Anna);
        var asks = new[] { bert, Anna }.Select(subject => site.All[0].SpendAsync(subject, 1).AsTask()).ToArray();
        Assert.Equal([1], site.Calls);
        site.Time.Advance(LedgerLane.Deadline);
        Assert.All(await Task.WhenAll(asks).WaitAsync(FrontEnds.Patience), Assert.Null);
        site.Delay = null;
        site.Time.Advance(LedgerLane.Pause);
        Assert.True(await site.PassesAsync(0, Anna));

        // The first has told its share and the one that it let pass alone, and holds a lease.
        Assert.Equal(Most - (Share + 1) - Share, await site.PassedAsync(1, Most, Anna));
    }

    [Fact]
    public async Task A_call_brings_so_many_asks_at_most_and_who_finds_too_many_waiting_decides_alone()
    {
        var site = new FrontEnds(1, 5);
        var held = new TaskCompletionSource();
        site.Delay = () => held.Task;
        var waiting = Enumerable.Range(1, 1 + LedgerLane.WaitingMax)
            .Select(subject => site.All[0].SpendAsync((UInt128)subject, 1).AsTask()).ToArray();
        Assert.DoesNotContain(waiting, one => one.IsCompleted);

        // One that asks again and again does so without ever giving its thread back.
        var alone = await Task.Run(() => site.PassedAsync(0, 6, 2 + LedgerLane.WaitingMax))
            .WaitAsync(FrontEnds.Patience);

        Assert.Equal((5, 1, 0), (alone, site.Calls.Count, site.Misses));
        held.SetResult();
        Assert.All(await Task.WhenAll(waiting).WaitAsync(FrontEnds.Patience), Assert.Null);
        var full = LedgerLane.WaitingMax / LedgerLane.AsksPerCallMax;
        Assert.Equal([1, .. Enumerable.Repeat(LedgerLane.AsksPerCallMax, full)], site.Calls);
    }
}
