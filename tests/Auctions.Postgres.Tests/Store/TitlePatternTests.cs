using System.Text;
using Auctions.Storage.Postgres.ReadModels;

namespace Auctions.Postgres.Tests.Store;

/// <summary>Patterns that ignore case as the other store's comparison does.</summary>
[Trait("Category", "Long")]
public sealed class TitlePatternTests
{
    [Fact]
    public void A_pattern_names_exactly_the_characters_that_are_equal_but_for_case()
    {
        var equal = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        for (var code = 0x21; code <= 0x10FFFF; code++)
        {
            if (Rune.TryCreate(code, out var rune))
            {
                var text = rune.ToString();
                if (!equal.TryGetValue(text, out var like))
                {
                    equal.Add(text, like = []);
                }

                like.Add(text);
            }
        }

        Assert.True(equal.Values.Count(like => like.Count > 1) > 1_000);
        foreach (var like in equal.Values)
        {
            Assert.All(like, text => Assert.Equal(
                like.Count == 1 ? text : $"[{string.Concat(like)}]",
                Normal(TitlePattern.Of(text))));
        }
    }

    [Fact]
    public void What_means_something_in_a_pattern_is_escaped_and_nothing_else_is() =>
        Assert.Equal(@"1\.\*\[\\\_\-\%壺", TitlePattern.Of(@"1.*[\_-%壺"));

    // Without the escape of a single character, and a class in the order of its characters.
    private static string Normal(string pattern) => pattern switch
    {
        ['[', .. var cases, ']'] => $"[{string.Concat(cases.EnumerateRunes().OrderBy(rune => rune.Value))}]",
        ['\\', var literal] => $"{literal}",
        _ => pattern,
    };
}
