namespace Auctions.Core;

/// <summary>One thing wrong with terms: which field, and a sentence that says what to do.</summary>
/// <param name="Field">JSON pointer (RFC 6901) into the request that created the auction.</param>
/// <param name="Detail">The sentence.</param>
public readonly record struct TermsProblem(string Field, string Detail);

/// <summary>Whether an auction may be created on these terms.</summary>
public static class TermsCheck
{
    /// <summary>Longest title, in UTF-16 code units.</summary>
    public const int TitleLengthMax = 200;

    /// <summary>Longest time from opening to end.</summary>
    public static readonly TimeSpan OpenMax = TimeSpan.FromDays(36_525);

    /// <summary>Everything wrong with the terms whatever the time is; empty if nothing is.</summary>
    public static IEnumerable<TermsProblem> Check(AuctionTerms terms)
    {
        if (string.IsNullOrWhiteSpace(terms.Title) || terms.Title.Length > TitleLengthMax)
        {
            yield return new("/title", $"A title has 1 to {TitleLengthMax} characters.");
        }
        else if (terms.Title.Any(char.IsControl) || !IsWellFormed(terms.Title))
        {
            yield return new("/title", "A title has no control characters and no broken characters.");
        }

        if (!Currency.IsKnown(terms.Currency))
        {
            yield return new("/currency", "Use an ISO 4217 code in capitals, such as USD.");
        }

        if (!IsAmount(terms.OpeningPrice))
        {
            yield return new("/openingPrice", AmountSentence);
        }

        if (terms.Reserve is { } reserve && (!IsAmount(reserve) || reserve < terms.OpeningPrice))
        {
            yield return new("/reserve", "A reserve is at least the opening price. " + AmountSentence);
        }

        if (terms.BuyItNow is { } buyItNow)
        {
            if (!IsAmount(buyItNow) || (Int128)buyItNow * 10 < (Int128)terms.OpeningPrice * 13)
            {
                yield return new("/buyItNow", "Buy-it-now is at least 130 % of the opening price. " + AmountSentence);
            }
            else if (buyItNow < terms.Reserve)
            {
                yield return new("/buyItNow", "Buy-it-now is at least the reserve.");
            }
        }

        if (terms.ClosesAt <= terms.OpensAt || terms.ClosesAt - terms.OpensAt > OpenMax)
        {
            yield return new("/closesAt", "The end lies after the opening, by at most 100 years.");
        }

        if (terms.SoftClose is { } soft)
        {
            foreach (var problem in CheckSoftClose(soft, terms))
            {
                yield return problem;
            }
        }
    }

    private const string AmountSentence = "Amounts are 1 to 1000000000000000 minor units.";

    private static IEnumerable<TermsProblem> CheckSoftClose(SoftClose soft, AuctionTerms terms)
    {
        if (soft.Window <= TimeSpan.Zero || soft.Window > TimeSpan.FromDays(1))
        {
            yield return new("/softClose/windowSeconds", "A window is 1 to 86400 seconds.");
        }

        if (soft.Extension <= TimeSpan.Zero || soft.Extension > TimeSpan.FromDays(1))
        {
            yield return new("/softClose/extensionSeconds", "An extension is 1 to 86400 seconds.");
        }
        else if (soft.Mode == ExtensionMode.FromEnd && soft.Extension < soft.Window)
        {
            yield return new("/softClose/extensionSeconds", "With mode from-end the extension is at least the window.");
        }

        if (soft.ExtensionsMax is < 1 or > 10_000)
        {
            yield return new("/softClose/maxExtensions", "The most extensions are 1 to 10000.");
        }

        if (soft.HardEnd < terms.ClosesAt || soft.HardEnd - terms.OpensAt > OpenMax)
        {
            yield return new(
                "/softClose/hardEnd", "The hard end is not before closesAt, nor 100 years after the opening.");
        }
    }

    private static bool IsAmount(long amount) => amount is >= 1 and <= Currency.AmountMax;

    private static bool IsWellFormed(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogate(text[at]))
            {
                if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                {
                    return false;
                }

                at++;
            }
        }

        return true;
    }
}
