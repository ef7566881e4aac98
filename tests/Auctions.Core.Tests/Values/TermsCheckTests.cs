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

    // Lists and not theories: each case would be named by all its terms.
    private static readonly (string Field, AuctionTerms Terms)[] BadTerms =
    [
        ("/title", Good with { Title = "" }),
        ("/title", Good with { Title = " \t" }),
        ("/title", Good with { Title = new string('x', 201) }),
        ("/title", Good with { Title = "two\nlines" }),
        ("/currency", Good with { Currency = "usd" }),
        ("/currency", Good with { Currency = "" }),
        ("/currency", Good with { Currency = "XXX" }),
        ("/openingPrice", Good with { OpeningPrice = 0 }),
        ("/openingPrice", Good with { OpeningPrice = -1 }),
        ("/openingPrice", Given.Terms(opening: Currency.AmountMax + 1)),
        ("/reserve", Good with { Reserve = 99_99 }),
        ("/reserve", Good with { Reserve = Currency.AmountMax + 1, BuyItNow = null }),
        ("/buyItNow", Good with { Reserve = null, BuyItNow = 129_99 }),
        ("/buyItNow", Good with { Reserve = null, BuyItNow = 0 }),
        ("/buyItNow", Good with { BuyItNow = Currency.AmountMax + 1 }),
        ("/buyItNow", Good with { BuyItNow = 149_99 }),
        ("/closesAt", Given.Terms() with { ClosesAt = Given.Opens }),
        ("/closesAt", Given.Terms() with { ClosesAt = Given.Opens.AddSeconds(-1) }),
        ("/closesAt", Given.Terms() with { ClosesAt = Given.Opens.AddDays(36_525).AddTicks(1) }),
        ("/softClose/windowSeconds", Soft(soft => soft with { Window = TimeSpan.Zero })),
        (
            "/softClose/windowSeconds",
            Soft(soft => soft with { Window = TimeSpan.FromSeconds(86_401), Mode = ExtensionMode.FromNow })
        ),
        ("/softClose/extensionSeconds", Soft(soft => soft with { Extension = TimeSpan.Zero })),
        ("/softClose/extensionSeconds", Soft(soft => soft with { Extension = TimeSpan.FromSeconds(86_401) })),
        ("/softClose/extensionSeconds", Soft(soft => soft with { Extension = TimeSpan.FromSeconds(59) })),
        ("/softClose/maxExtensions", Soft(soft => soft with { ExtensionsMax = 0 })),
        ("/softClose/maxExtensions", Soft(soft => soft with { ExtensionsMax = 10_001 })),
        ("/softClose/hardEnd", Soft(soft => soft with { HardEnd = Given.Closes.AddTicks(-1) })),
        ("/softClose/hardEnd", Soft(soft => soft with { HardEnd = Given.Opens.AddDays(36_525).AddTicks(1) })),
    ];

    [Fact]
    public void A_bad_field_is_named_and_no_other() =>
        Assert.All(BadTerms, bad => Assert.Equal([bad.Field], Fields(bad.Terms)));

    [Fact]
    public void A_title_has_no_half_characters()
    {
        string[] titles = ["half \ud83d", "half \ud83d!", "\ud83d", "half \ude00", "\ude00 half", "\ud83d\ud83d\ude00"];
        Assert.Equal(titles.Length, titles.Count(title => Fields(Good with { Title = title }).Contains("/title")));
    }

    private const string Amounts = "1 to 1000000000000000 minor units";

    private static readonly (AuctionTerms Terms, string[] Words)[] WhatToDo =
    [
        (Good with { Title = "" }, ["1 to 200 characters"]),
        (Good with { Title = "two\nlines" }, ["no control characters"]),
        (Good with { Currency = "usd" }, ["ISO 4217", "USD"]),
        (Good with { OpeningPrice = 0 }, [Amounts]),
        (Good with { Reserve = 99_99 }, ["at least the opening price", Amounts]),
        (Good with { Reserve = null, BuyItNow = 129_99 }, ["at least 130 % of the opening price", Amounts]),
        (Good with { BuyItNow = 149_99 }, ["at least the reserve"]),
        (Given.Terms() with { ClosesAt = Given.Opens }, ["after the opening", "100 years"]),
        (Soft(soft => soft with { Window = TimeSpan.Zero }), ["1 to 86400 seconds"]),
        (Soft(soft => soft with { Extension = TimeSpan.Zero }), ["1 to 86400 seconds"]),
        (Soft(soft => soft with { Extension = TimeSpan.FromSeconds(59) }), ["from-end", "at least the window"]),
        (Soft(soft => soft with { ExtensionsMax = 0 }), ["1 to 10000"]),
        (Soft(soft => soft with { HardEnd = Given.Opens }), ["not before closesAt", "100 years"]),
    ];

    [Fact]
    public void A_problem_says_which_bound_to_keep() =>
        Assert.All(WhatToDo, bad =>
        {
            var problem = Assert.Single(TermsCheck.Check(bad.Terms));
            Assert.All(bad.Words, word => Assert.Contains(word, problem.Detail, StringComparison.Ordinal));
        });

    private static readonly AuctionTerms[] LimitTerms =
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

    [Fact]
    public void Every_limit_itself_is_allowed() =>
        Assert.All(LimitTerms, terms => Assert.Empty(TermsCheck.Check(terms)));

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
