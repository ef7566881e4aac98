namespace Auctions.Core.Tests;

/// <summary>Terms that are refused, by the field that is to blame.</summary>
public sealed class TermsCheckTests
{
    private static readonly AuctionTerms Good = Given.Terms(
        opening: 100_00, reserve: 150_00, buyItNow: 200_00, soft: Given.FromEnd(60, 60, 6, Given.Closes.AddHours(1)));

    private static IEnumerable<string> Fields(AuctionTerms terms) =>
        TermsCheck.Check(terms).Select(problem => problem.Field);

    private static AuctionTerms Soft(Func<SoftClose, SoftClose> change) =>
        Good with { SoftClose = change(Good.SoftClose!) };

    [Fact]
    public void Good_terms_have_no_problem()
    {
        Assert.Empty(TermsCheck.Check(Good));
        Assert.Empty(TermsCheck.Check(Given.Terms(opening: 1)));
        Assert.Empty(TermsCheck.Check(Given.Terms(opening: Currency.AmountMax)));
        Assert.Empty(TermsCheck.Check(Given.Terms(soft: Given.FromNow(86_400, 1))));
    }

    public static TheoryData<string, AuctionTerms> BadTerms => new()
    {
        { "/title", Good with { Title = "" } },
        { "/title", Good with { Title = " \t" } },
        { "/title", Good with { Title = new string('x', 201) } },
        { "/title", Good with { Title = "two\nlines" } },
        { "/title", Good with { Title = "half \ud83d" } },
        { "/title", Good with { Title = "half \ud83d!" } },
        { "/title", Good with { Title = "half \ude00" } },
        { "/currency", Good with { Currency = "usd" } },
        { "/currency", Good with { Currency = "" } },
        { "/currency", Good with { Currency = "XXX" } },
        { "/openingPrice", Good with { OpeningPrice = 0 } },
        { "/openingPrice", Good with { OpeningPrice = -1 } },
        { "/openingPrice", Given.Terms(opening: Currency.AmountMax + 1) },
        { "/reserve", Good with { Reserve = 99_99 } },
        { "/reserve", Good with { Reserve = Currency.AmountMax + 1, BuyItNow = null } },
        { "/buyItNow", Good with { Reserve = null, BuyItNow = 129_99 } },
        { "/buyItNow", Good with { Reserve = null, BuyItNow = 0 } },
        { "/buyItNow", Good with { BuyItNow = Currency.AmountMax + 1 } },
        { "/buyItNow", Good with { BuyItNow = 149_99 } },
        { "/closesAt", Given.Terms() with { ClosesAt = Given.Opens } },
        { "/closesAt", Given.Terms() with { ClosesAt = Given.Opens.AddSeconds(-1) } },
        { "/closesAt", Given.Terms() with { ClosesAt = Given.Opens.AddDays(36_525).AddTicks(1) } },
        { "/softClose/windowSeconds", Soft(soft => soft with { Window = TimeSpan.Zero }) },
        {
            "/softClose/windowSeconds",
            Soft(soft => soft with { Window = TimeSpan.FromSeconds(86_401), Mode = ExtensionMode.FromNow })
        },
        { "/softClose/extensionSeconds", Soft(soft => soft with { Extension = TimeSpan.Zero }) },
        { "/softClose/extensionSeconds", Soft(soft => soft with { Extension = TimeSpan.FromSeconds(86_401) }) },
        { "/softClose/extensionSeconds", Soft(soft => soft with { Extension = TimeSpan.FromSeconds(59) }) },
        { "/softClose/maxExtensions", Soft(soft => soft with { ExtensionsMax = 0 }) },
        { "/softClose/maxExtensions", Soft(soft => soft with { ExtensionsMax = 10_001 }) },
        { "/softClose/hardEnd", Soft(soft => soft with { HardEnd = Given.Closes.AddTicks(-1) }) },
        { "/softClose/hardEnd", Soft(soft => soft with { HardEnd = Given.Opens.AddDays(36_525).AddTicks(1) }) },
    };

    [Theory]
    [MemberData(nameof(BadTerms))]
    public void A_bad_field_is_named_and_no_other(string field, AuctionTerms terms)
    {
        Assert.Equal([field], Fields(terms));
        Assert.All(TermsCheck.Check(terms), problem => Assert.EndsWith(".", problem.Detail, StringComparison.Ordinal));
    }

    public static TheoryData<AuctionTerms> LimitTerms =>
    [
        Good with { Title = new string('x', 200) },
        Good with { Title = "smile \ud83d\ude00" },
        Good with { Reserve = 100_00 },
        Good with { BuyItNow = 150_00 },
        Good with { Reserve = Currency.AmountMax, BuyItNow = Currency.AmountMax },
        Given.Terms() with { ClosesAt = Given.Opens.AddTicks(1) },
        Given.Terms() with { ClosesAt = Given.Opens.AddDays(36_525) },
        Soft(soft => soft with { Window = TimeSpan.FromDays(1), Extension = TimeSpan.FromDays(1) }),
        Soft(soft => soft with { Extension = TimeSpan.FromSeconds(59), Mode = ExtensionMode.FromNow }),
        Soft(soft => soft with { ExtensionsMax = 1 }),
        Soft(soft => soft with { ExtensionsMax = 10_000 }),
        Soft(soft => soft with { ExtensionsMax = null, HardEnd = null }),
        Soft(soft => soft with { HardEnd = Given.Closes }),
        Soft(soft => soft with { HardEnd = Given.Opens.AddDays(36_525) }),
    ];

    [Theory]
    [MemberData(nameof(LimitTerms))]
    public void Every_limit_itself_is_allowed(AuctionTerms terms) => Assert.Empty(TermsCheck.Check(terms));

    [Fact]
    public void Every_problem_is_named_at_once() =>
        Assert.Equal(
            ["/title", "/currency", "/openingPrice", "/reserve", "/buyItNow", "/closesAt", "/softClose/windowSeconds"],
            Fields(Good with
            {
                Title = "",
                Currency = "?",
                OpeningPrice = 0,
                Reserve = -1,
                BuyItNow = -1,
                ClosesAt = Given.Opens,
                SoftClose = Given.FromNow(0, 60),
            }));

    [Fact]
    public void The_greatest_prices_do_not_overflow_the_130_percent()
    {
        var terms = Given.Terms(opening: long.MaxValue, buyItNow: long.MaxValue);
        Assert.Equal(["/openingPrice", "/buyItNow"], Fields(terms));
    }
}
