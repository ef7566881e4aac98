using Auctions.Engine.Limits;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Engine.Tests.Limits;

/// <summary>How long a part of the ledger counts what it lent, and what it takes back.</summary>
public sealed class AllowanceLedgerTests
{
    private const int Most = 600;
    private const int Share = Most / LeasedAllowance.Fraction;

    private static readonly LeaseAsk Anna = new((UInt128)7 << 64, Most, 0, 1, Share);
    private static readonly TimeSpan Instant = TimeSpan.FromTicks(1);

    private readonly FakeTimeProvider _time = new();
    private readonly AllowanceLedger _ledger;

    public AllowanceLedgerTests() => _ledger = new AllowanceLedger(_time);

    [Fact]
    public void What_was_lent_counts_until_a_minute_after_it_may_have_been_spent_and_a_refusal_says_how_long()
    {
        Assert.Equal(Most, LendAll());

        var refused = Lend(Anna);

        Assert.Equal(0, refused.Units);
        var least = LocalAllowance.Window + AllowanceLedger.LeaseLifetime;
        Assert.InRange(refused.RetryAfter, least, least + SpendWindow.Part);
        _time.Advance(refused.RetryAfter - Instant);
        Assert.Equal(0, Lend(Anna).Units);
        _time.Advance(Instant);
        Assert.Equal(Most, LendAll());
    }

    [Fact]
    public void What_no_longer_counts_is_not_taken_back_from_what_was_lent_since()
    {
        var old = Lend(Anna);
        Assert.Equal(Share, old.Units);
        var refilled = LocalAllowance.Window + AllowanceLedger.LeaseLifetime + SpendWindow.Part;
        _time.Advance(refilled);
        Assert.Equal(Share, Lend(Anna).Units);

        var again = Lend(Anna with { Returned = Share, Receipt = old.Receipt }).Units;

        Assert.Equal(Most - Share, again + LendAll());
    }

    [Theory]
    [InlineData(Most)]
    [InlineData(-Share)]
    public void No_more_is_taken_back_than_was_lent_and_nothing_is_taken_by_it(int returned)
    {
        var lent = Lend(Anna);

        var again = Lend(Anna with { Returned = returned, Receipt = lent.Receipt }).Units;

        Assert.Equal(returned > 0 ? Most : Most - Share, again + LendAll());
    }

    private LeaseGrant Lend(LeaseAsk ask) => _ledger.Lend([ask])[0];

    // Until it refuses, or has lent more than it may.
    private int LendAll()
    {
        var lent = 0;
        while (lent <= Most && Lend(Anna).Units is > 0 and var units)
        {
            lent += units;
        }

        return lent;
    }
}
