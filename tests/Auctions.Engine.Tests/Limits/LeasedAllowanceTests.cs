using Auctions.Engine.Limits;

namespace Auctions.Engine.Tests.Limits;

/// <summary>An allowance over several front ends.</summary>
public sealed class LeasedAllowanceTests
{
    private const int Most = 600;
    private const int Share = Most / LeasedAllowance.Fraction;

    private static readonly UInt128 Anna = (UInt128)7 << 64;

    [Fact]
    public async Task Whoever_stays_within_the_share_costs_no_call()
    {
        var site = new FrontEnds(3, Most);

        for (var frontEnd = 0; frontEnd < 3; frontEnd++)
        {
            Assert.Equal(Share, await site.PassedAsync(frontEnd, Share, Anna));
        }

        Assert.Empty(site.Calls);
    }

    [Fact]
    public async Task Through_one_front_end_exactly_the_allowance_passes_for_few_calls()
    {
        var site = new FrontEnds(1, Most);

        Assert.Equal(Most, await site.PassedAsync(0, 3 * Most, Anna));

        // A call for each lease, and leases are smaller the less is left.
        Assert.InRange(site.Calls.Count, LeasedAllowance.Fraction - 1, 3 * LeasedAllowance.Fraction);
        Assert.InRange(
            (await site.All[0].SpendAsync(Anna, 1).AsTask().WaitAsync(FrontEnds.Patience))!.Value,
            TimeSpan.FromSeconds(60),
            TimeSpan.FromSeconds(65));
    }

    [Fact]
    public async Task A_small_allowance_has_no_share_and_is_exact_over_all_front_ends()
    {
        var site = new FrontEnds(4, 3);

        var passed = 0;
        for (var frontEnd = 0; frontEnd < 4; frontEnd++)
        {
            passed += await site.PassedAsync(frontEnd, 3, Anna);
        }

        Assert.Equal(3, passed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task In_no_minute_more_passes_than_the_allowance_and_a_share_for_each_front_end(int seed)
    {
        const int FrontEnds = 3;
        var site = new FrontEnds(FrontEnds, Most);
        var random = new Random(seed);
        var passed = new Queue<DateTimeOffset>();
        var most = 0;
        for (var turn = 0; turn < 4_000; turn++)
        {
            // Now a burst, now a while of nothing, so that leases are spent late or not at all.
            site.Time.Advance(TimeSpan.FromMilliseconds(random.Next(10) == 0 ? random.Next(12_000) : random.Next(50)));
            var units = await site.PassedAsync(random.Next(FrontEnds), random.Next(40), Anna);
            for (var unit = 0; unit < units; unit++)
            {
                passed.Enqueue(site.Time.GetUtcNow());
            }

            while (passed.TryPeek(out var oldest) && site.Time.GetUtcNow() - oldest >= TimeSpan.FromMinutes(1))
            {
                passed.Dequeue();
            }

            most = Math.Max(most, passed.Count);
        }

        Assert.InRange(most, Most * 9 / 10, Most + (FrontEnds * Share));
    }

    [Fact]
    public async Task A_refusal_is_remembered_so_that_whoever_hammers_costs_no_calls()
    {
        var site = new FrontEnds(2, Most);
        await site.PassedAsync(0, Most, Anna);
        await site.PassedAsync(1, Share, Anna);
        Assert.False(await site.PassesAsync(1, Anna));
        var calls = site.Calls.Count;

        Assert.Equal(0, await site.PassedAsync(1, 1_000, Anna));

        Assert.Equal(calls, site.Calls.Count);
    }

    [Fact]
    public async Task What_many_subjects_ask_while_a_call_is_under_way_leaves_in_one_call()
    {
        var site = new FrontEnds(1, 5);
        var held = new TaskCompletionSource();
        site.Delay = () => held.Task;
        UInt128[] subjects = [.. Enumerable.Range(1, 50).Select(one => (UInt128)one)];
        Assert.All(subjects, subject => Assert.Equal(0, AllowanceLedger.PartOf(subject)));

        var spending = subjects.Select(subject => site.All[0].SpendAsync(subject, 1).AsTask()).ToArray();
        held.SetResult();

        Assert.All(await Task.WhenAll(spending).WaitAsync(FrontEnds.Patience), Assert.Null);
        Assert.Equal([1, 49], site.Calls);
    }

    [Fact]
    public async Task A_ledger_that_is_silent_leaves_each_front_end_the_whole_limit_after_a_short_wait()
    {
        var site = new FrontEnds(2, Most) { Delay = static () => new TaskCompletionSource().Task };
        await site.PassedAsync(0, Share, Anna);
        var first = site.All[0].SpendAsync(Anna, 1);
        Assert.False(first.IsCompleted);

        site.Time.Advance(LedgerLane.Deadline);

        Assert.Null(await first.AsTask().WaitAsync(FrontEnds.Patience));
        Assert.Equal(1, site.Misses);
        Assert.Equal(Most - Share - 1, await site.PassedAsync(0, Most, Anna));
        Assert.False(await site.PassesAsync(0, Anna));
        Assert.Single(site.Calls);
    }

    [Fact]
    public async Task Without_any_silo_nobody_waits_and_the_limit_holds()
    {
        var site = new FrontEnds(1, Most) { IsConnected = false };

        Assert.Equal(Most, await site.PassedAsync(0, 2 * Most, Anna));

        Assert.Empty(site.Calls);
    }

    [Fact]
    public async Task A_ledger_that_is_back_is_told_what_was_spent_without_it()
    {
        var site = new FrontEnds(2, Most) { IsConnected = false };
        Assert.Equal(Most / 2, await site.PassedAsync(0, Most / 2, Anna));
        site.IsConnected = true;
        Assert.Equal(1, await site.PassedAsync(0, 1, Anna));

        var elsewhere = await site.PassedAsync(1, Most, Anna);

        // A lease is under way at the first.
        Assert.InRange(elsewhere, (Most / 2) - Share, (Most / 2) - 1);
    }

    [Fact]
    public async Task A_failed_call_is_not_repeated_for_a_second_and_then_by_one_alone()
    {
        var site = new FrontEnds(1, Most) { Delay = static () => throw new TimeoutException("The script says so.") };
        await site.PassedAsync(0, 2 * Share, Anna);
        Assert.Single(site.Calls);

        site.Time.Advance(LedgerLane.Pause);
        var held = new TaskCompletionSource();
        site.Delay = () => held.Task;
        var asking = site.All[0].SpendAsync(Anna, 1);
        Assert.False(asking.IsCompleted);
        Assert.Equal(10, await site.PassedAsync(0, 10, Anna));
        Assert.Equal(2, site.Calls.Count);
        held.SetResult();
        Assert.Null(await asking.AsTask().WaitAsync(FrontEnds.Patience));
    }
}
