using System.Diagnostics;
using Auctions.Engine.Limits;

namespace Auctions.Engine.Tests.Limits;

/// <summary>What of leases is given back, and what becomes of calls that go wrong.</summary>
public sealed class LeaseReturnTests
{
    private const int Most = 600;
    private const int Share = Most / LeasedAllowance.Fraction;
    private const int SearchUnits = 20;

    private static readonly UInt128 Anna = (UInt128)7 << 64;

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Two_thirds_of_the_limit_spread_over_front_ends_are_never_refused(int frontEnds)
    {
        const int Spent = 10 * Most * 2 / 3;
        var site = new FrontEnds(frontEnds, Most);

        for (var request = 0; request < Spent; request++)
        {
            Assert.True(await site.PassesAsync(request % frontEnds, Anna), $"Request {request} was refused.");
            site.Time.Advance(TimeSpan.FromMinutes(1) * 3 / 2 / Most);
        }
    }

    [Fact]
    public async Task Searches_among_other_requests_spend_the_whole_allowance()
    {
        var site = new FrontEnds(1, Most);

        var spent = 0;
        for (var turn = 0; turn < Most; turn++)
        {
            spent += await site.PassesAsync(0, Anna) ? 1 : 0;
            spent += await site.PassesAsync(0, Anna, SearchUnits) ? SearchUnits : 0;
        }

        Assert.Equal(Most, spent);
    }

    [Fact]
    public async Task What_was_returned_is_lent_to_another_front_end()
    {
        var site = new FrontEnds(2, Most);
        await site.PassedAsync(0, Share + 1, Anna);

        // Its share is spent, and its lease over: it gives that back for another one, of which it spends one unit.
        site.Time.Advance(AllowanceLedger.LeaseLifetime);
        await site.PassedAsync(0, 1, Anna);

        // The first has spent two units more than its share, and holds a lease of a tenth at most.
        Assert.InRange(await site.PassedAsync(1, Most, Anna), Most - (2 * Share) - 2, Most - Share - 2);
    }

    [Fact]
    public void What_was_lent_by_a_ledger_that_is_lost_is_not_returned_to_the_next()
    {
        var (ledger, next) = (new AllowanceLedger(TimeProvider.System), new AllowanceLedger(TimeProvider.System));
        var lent = ledger.Lend([new LeaseAsk(Anna, Most, 0, 1, Share)])[0];
        Assert.NotEqual(0, lent.Receipt);
        var returning = new LeaseAsk(Anna, Most, 0, 1, Share) { Returned = Share, Receipt = lent.Receipt };
        var unknown = returning with { Receipt = 0 };

        Assert.Equal(Most, Lent(next, returning, unknown));
        Assert.Equal(Most, Lent(ledger, returning));
    }

    [Fact]
    public async Task What_a_call_told_that_ran_without_an_answer_is_not_told_again()
    {
        var site = new FrontEnds(2, Most) { AnswerDelay = static () => new TaskCompletionSource().Task };
        await site.PassedAsync(0, Share, Anna);
        var first = site.All[0].SpendAsync(Anna, 1).AsTask();
        site.Time.Advance(LedgerLane.Deadline);
        Assert.Null(await first.WaitAsync(FrontEnds.Patience));
        site.AnswerDelay = null;
        site.Time.Advance(LedgerLane.Pause);
        Assert.True(await site.PassesAsync(0, Anna));

        var elsewhere = await site.PassedAsync(1, Most, Anna);

        // Its share and one more were told once; the lost lease counts besides, and the next, which is a little
        // smaller.
        Assert.InRange(elsewhere, Most - Share - 1 - (2 * Share), Most - (3 * Share) + 10);
    }

    [Fact]
    public async Task Too_few_answers_are_none_and_the_next_call_is_made_all_the_same()
    {
        var site = new FrontEnds(1, Most) { Answer = static _ => [] };
        Assert.Equal(2 * Share, await site.PassedAsync(0, 2 * Share, Anna));
        Assert.Equal((1, 1), (site.Calls.Count, site.Misses));

        site.Answer = null;
        site.Time.Advance(LedgerLane.Pause);
        Assert.True(await site.PassesAsync(0, Anna));

        Assert.Equal((2, 1), (site.Calls.Count, site.Misses));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_refusal_without_a_wait_is_not_asked_again_at_once(long waitTicks)
    {
        var refusal = new LeaseGrant(0, TimeSpan.FromTicks(waitTicks));
        var site = new FrontEnds(1, Most) { Answer = grants => Array.ConvertAll(grants, _ => refusal) };

        // A front end that asks again and again does so without ever giving its thread back.
        site.Called = () => Assert.InRange(site.Calls.Count, 1, 10);
        Assert.Equal(Share, await site.PassedAsync(0, 2 * Share, Anna));

        Assert.Single(site.Calls);
        Assert.Equal(0, site.Misses);
    }

    [Fact]
    public async Task A_call_for_many_is_in_the_trace_of_none_of_them()
    {
        var site = new FrontEnds(1, Most);
        Activity? seen = null;
        site.Called = () => seen = Activity.Current;
        using var request = new Activity("A request").Start();

        await site.PassedAsync(0, Share + 1, Anna);

        Assert.Single(site.Calls);
        Assert.Null(seen);
        Assert.Same(request, Activity.Current);
    }

    // Until it is refused, or was lent more than there is.
    private static int Lent(AllowanceLedger ledger, params LeaseAsk[] first)
    {
        var lent = first.Sum(ask => ledger.Lend([ask])[0].Units);
        while (lent <= Most && ledger.Lend([new LeaseAsk(Anna, Most, 0, 1, Share)])[0].Units is > 0 and var units)
        {
            lent += units;
        }

        return lent;
    }
}
