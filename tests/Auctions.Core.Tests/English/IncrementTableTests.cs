namespace Auctions.Core.Tests;

/// <summary>Increment tables: every bound of both named ones, and tables from data.</summary>
public sealed class IncrementTableTests
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(99, 5)]
    [InlineData(1_00, 25)]
    [InlineData(4_99, 25)]
    [InlineData(5_00, 50)]
    [InlineData(24_99, 50)]
    [InlineData(25_00, 1_00)]
    [InlineData(99_99, 1_00)]
    [InlineData(100_00, 2_50)]
    [InlineData(249_99, 2_50)]
    [InlineData(250_00, 5_00)]
    [InlineData(499_99, 5_00)]
    [InlineData(500_00, 10_00)]
    [InlineData(999_99, 10_00)]
    [InlineData(1_000_00, 25_00)]
    [InlineData(2_499_99, 25_00)]
    [InlineData(2_500_00, 50_00)]
    [InlineData(4_999_99, 50_00)]
    [InlineData(5_000_00, 100_00)]
    [InlineData(Currency.AmountMax, 100_00)]
    public void Ebay_steps_up_at_its_bounds(long price, long step) =>
        Assert.Equal(step, IncrementTable.EbayUs.At(price));

    [Theory]
    [InlineData(1, 50)]
    [InlineData(20_00, 50)]
    [InlineData(20_01, 1_00)]
    [InlineData(200_00, 1_00)]
    [InlineData(200_01, 5_00)]
    [InlineData(1_000_00, 5_00)]
    [InlineData(1_000_01, 10_00)]
    [InlineData(5_000_00, 10_00)]
    [InlineData(5_000_01, 50_00)]
    [InlineData(25_000_00, 50_00)]
    [InlineData(25_000_01, 100_00)]
    [InlineData(Currency.AmountMax, 100_00)]
    public void Trade_Me_keeps_the_lower_step_at_its_bounds(long price, long step) =>
        Assert.Equal(step, IncrementTable.TradeMe.At(price));

    [Fact]
    public void Tables_have_public_names()
    {
        Assert.Same(IncrementTable.EbayUs, IncrementTable.Named("ebay-us"));
        Assert.Same(IncrementTable.TradeMe, IncrementTable.Named("trade-me"));
        Assert.Null(IncrementTable.Named("EBAY-US"));
    }

    [Fact]
    public void A_custom_table_steps_where_it_says()
    {
        var table = IncrementTable.Of([new(1, 10), new(100, 20), new(1_000, 300)]);
        Assert.Equal([10, 10, 20, 20, 300, 300], new long[] { 1, 99, 100, 999, 1_000, 9_999 }.Select(table.At));
        Assert.Equal([new(1, 10), new(100, 20), new(1_000, 300)], table.Steps);
    }

    [Fact]
    public void A_table_may_start_at_zero() => Assert.Equal(7, IncrementTable.Of([new(0, 7)]).At(0));

    [Fact]
    public void Equal_data_is_the_shared_named_table()
    {
        Assert.Same(IncrementTable.EbayUs, IncrementTable.Of([.. IncrementTable.EbayUs.Steps]));
        Assert.Same(IncrementTable.TradeMe, IncrementTable.Of([.. IncrementTable.TradeMe.Steps]));
    }

    [Fact]
    public void Tables_are_equal_by_their_rows()
    {
        var one = IncrementTable.Of([new(1, 10), new(100, 20)]);
        var same = IncrementTable.Of([new(1, 10), new(100, 20)]);
        var other = IncrementTable.Of([new(1, 11), new(100, 20)]);
        Assert.True(one.Equals((object)same));
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.False(one.Equals(other));
        Assert.False(one.Equals(null));
    }

    [Fact]
    public void A_list_changed_later_does_not_change_the_table()
    {
        var rows = new List<IncrementStep> { new(1, 10) };
        var table = IncrementTable.Of(rows);
        rows[0] = new(1, 99);
        Assert.Equal(10, table.At(50));
    }

    private static readonly (string Sentence, IncrementStep[] Rows)[] BadTables =
    [
        ("1 to 64 rows; this one has 0.", []),
        ("1 to 64 rows; this one has 65.", [.. Enumerable.Range(1, 65).Select(from => new IncrementStep(from, 1))]),
        ("from price 1, so that every price has a step.", [new(2, 5)]),
        ("from price 1", [new(-1, 5)]),
        ("1 to 1000000000000000 minor units, from a price up to that bound.", [new(1, 0)]),
        ("Row 1: a step is 1", [new(1, 0)]),
        ("Row 2: a step is 1", [new(1, 5), new(2, -1)]),
        ("Row 1: a step is 1", [new(1, Currency.AmountMax + 1)]),
        ("Row 2: a step is 1", [new(1, 5), new(Currency.AmountMax + 1, 5)]),
        ("Row 2: the prices rows apply from must rise", [new(1, 5), new(1, 10)]),
        ("Row 3: the prices rows apply from must rise", [new(1, 5), new(9, 10), new(8, 20)]),
    ];

    [Fact]
    public void A_bad_table_is_refused_with_what_to_do() =>
        Assert.All(BadTables, bad =>
        {
            Assert.Contains(bad.Sentence, IncrementTable.ProblemOf(bad.Rows), StringComparison.Ordinal);
            var refused = Assert.Throws<ArgumentException>(() => IncrementTable.Of(bad.Rows));
            Assert.Contains(bad.Sentence, refused.Message, StringComparison.Ordinal);
        });

    [Fact]
    public void The_greatest_table_is_accepted()
    {
        var rows = Enumerable.Range(1, 63).Select(from => new IncrementStep(from, 1))
            .Append(new(Currency.AmountMax, Currency.AmountMax))
            .ToArray();
        Assert.Null(IncrementTable.ProblemOf(rows));
        Assert.Equal(Currency.AmountMax, IncrementTable.Of(rows).At(Currency.AmountMax));
    }

    [Fact]
    public void An_auction_bids_by_the_table_it_was_created_with() =>
        Given.Auction(opening: 100, increments: IncrementTable.TradeMe)
            .Bid("A", 50_00)
            .Bid("B", 20_00)
            .Leads("A", 20_50)
            .Refuses(Refusal.BelowMinimum, "B", 21_49)
            .Bid("B", 21_50);
}
