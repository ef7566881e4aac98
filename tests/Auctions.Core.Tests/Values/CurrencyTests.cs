namespace Auctions.Core.Tests;

/// <summary>ISO 4217 codes and their digits.</summary>
public sealed class CurrencyTests
{
    [Theory]
    [InlineData("USD", 2)]
    [InlineData("EUR", 2)]
    [InlineData("NZD", 2)]
    [InlineData("AED", 2)]
    [InlineData("ZWG", 2)]
    [InlineData("JPY", 0)]
    [InlineData("KRW", 0)]
    [InlineData("XPF", 0)]
    [InlineData("KWD", 3)]
    [InlineData("TND", 3)]
    public void A_currency_has_its_digits(string code, int digits)
    {
        Assert.True(Currency.IsKnown(code));
        Assert.Equal(digits, Currency.FractionDigits(code));
    }

    [Fact]
    public void No_amount_of_a_command_is_beyond_what_a_currency_has()
    {
        static void Bid(long amount) => _ = new PlaceBid(Given.Person("A"), new BidKey(1), amount, Given.Opens);
        static void Lower(long amount) => _ = new LowerReserve(Given.Seller, amount);
        Bid(1);
        Bid(Currency.AmountMax);
        Lower(0);
        Lower(Currency.AmountMax);
        Assert.Throws<ArgumentOutOfRangeException>(() => Bid(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bid(Currency.AmountMax + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Lower(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Lower(Currency.AmountMax + 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("usd")]
    [InlineData("USD ")]
    [InlineData("USD EUR")]
    [InlineData("XXX")]
    public void An_unknown_code_has_none(string code)
    {
        Assert.False(Currency.IsKnown(code));
        Assert.Throws<KeyNotFoundException>(() => Currency.FractionDigits(code));
    }
}
