using Auctions.Engine.Limits;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Engine.Tests.Limits;

/// <summary>So much in any minute, in one process.</summary>
public sealed class LocalAllowanceTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_whole_allowance_may_be_spent_at_once_and_comes_back_after_a_minute()
    {
        var allowance = new LocalAllowance(3, _time);
        Assert.All([1, 2, 3], _ => Assert.Null(Spend(allowance, 1)));

        var wait = Spend(allowance, 1);

        Assert.InRange(wait!.Value, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(65));
        _time.Advance(wait.Value - TimeSpan.FromTicks(1));
        Assert.Equal(TimeSpan.FromTicks(1), Spend(allowance, 1));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.All([1, 2, 3], _ => Assert.Null(Spend(allowance, 1)));
    }

    [Fact]
    public void Subjects_do_not_count_for_each_other_and_what_is_refused_does_not_count()
    {
        var allowance = new LocalAllowance(20, _time);
        Assert.Null(Spend(allowance, 1, units: 15));
        Assert.NotNull(Spend(allowance, 1, units: 6));
        Assert.Null(Spend(allowance, 1, units: 5));
        Assert.NotNull(Spend(allowance, 1));
        Assert.Null(Spend(allowance, 2, units: 20));
    }

    [Fact]
    public void More_than_the_whole_counts_as_the_whole()
    {
        var allowance = new LocalAllowance(5, _time);
        Assert.Null(Spend(allowance, 1, units: 20));
        Assert.NotNull(Spend(allowance, 1));
    }

    [Fact]
    public void No_minute_of_a_long_run_has_more_and_a_wait_is_long_enough()
    {
        const int Most = 30;
        var allowance = new LocalAllowance(Most, _time);
        var random = new Random(5);
        var spent = new Queue<(DateTimeOffset At, int Units)>();
        var refused = 0;
        for (var turn = 0; turn < 20_000; turn++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(random.Next(0, 1_500)));
            var units = random.Next(1, 4);
            if (Spend(allowance, 1, units) is { } wait)
            {
                refused++;
                _time.Advance(wait);
                Assert.Null(Spend(allowance, 1, units));
            }

            spent.Enqueue((_time.GetUtcNow(), units));
            while (_time.GetUtcNow() - spent.Peek().At >= TimeSpan.FromMinutes(1))
            {
                spent.Dequeue();
            }

            Assert.InRange(spent.Sum(one => one.Units), 0, Most);
        }

        Assert.InRange(refused, 100, 20_000);
    }

    [Fact]
    public void Memory_is_bounded_and_whoever_spent_nothing_for_longest_is_forgotten_first()
    {
        const int More = 2 * LocalAllowance.SubjectsMax;
        var allowance = new LocalAllowance(1, _time);
        for (var subject = 1; subject <= More; subject++)
        {
            Assert.Null(Spend(allowance, (uint)subject));
        }

        Assert.Equal(LocalAllowance.SubjectsMax, allowance.Subjects);
        Assert.NotNull(Spend(allowance, More));
        Assert.NotNull(Spend(allowance, More - LocalAllowance.SubjectsMax + 1));
        Assert.Null(Spend(allowance, 1));
    }

    [Fact]
    public void Those_who_fell_silent_are_forgotten_as_others_come()
    {
        var allowance = new LocalAllowance(1, _time);
        for (var subject = 0U; subject < 1_000; subject++)
        {
            Spend(allowance, subject);
        }

        _time.Advance(LocalAllowance.Lifetime + TimeSpan.FromTicks(1));
        for (var subject = 1_000U; subject < 2_000; subject++)
        {
            Spend(allowance, subject);
        }

        Assert.Equal(1_000, allowance.Subjects);
    }

    private static TimeSpan? Spend(LocalAllowance allowance, UInt128 subject, int units = 1)
    {
        var spending = allowance.SpendAsync(subject, units).AsTask();
        Assert.True(spending.IsCompletedSuccessfully);
        return spending.GetAwaiter().GetResult();
    }
}
