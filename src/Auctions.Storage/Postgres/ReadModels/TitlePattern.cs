using System.Text;

namespace Auctions.Storage.Postgres.ReadModels;

/// <summary>
/// A word as a regular expression of PostgreSQL's that finds it in either case. What is a letter's other case depends
/// there on how each database was made, and in many it is nothing beyond ASCII: so the pattern names all cases itself.
/// </summary>
internal static class TitlePattern
{
    // Characters with case are all in the first two planes.
    private const int CasedMax = 0x1FFFF;

    private static readonly Lazy<Dictionary<Rune, string>> Cases = new(FindCases);

    /// <summary>The pattern of a word that is meant literally.</summary>
    public static string Of(string word)
    {
        var pattern = new StringBuilder(word.Length * 4);
        foreach (var rune in word.EnumerateRunes())
        {
            if (Cases.Value.TryGetValue(rune, out var cases))
            {
                pattern.Append('[').Append(cases).Append(']');
            }
            else
            {
                // A letter or digit after a backslash would be something else.
                pattern.Append(rune.IsAscii && !Rune.IsLetterOrDigit(rune) ? "\\" : "").Append(rune);
            }
        }

        return pattern.ToString();
    }

    // All that are equal but for case are one entry, to which each of them leads.
    private static Dictionary<Rune, string> FindCases()
    {
        var equal = new Dictionary<string, HashSet<Rune>>(StringComparer.OrdinalIgnoreCase);
        for (var code = 0; code <= CasedMax; code++)
        {
            if (!Rune.TryCreate(code, out var rune))
            {
                continue;
            }

            foreach (var other in (Rune[])[Rune.ToUpperInvariant(rune), Rune.ToLowerInvariant(rune)])
            {
                if (other != rune)
                {
                    Of(rune).Add(rune);
                    Of(other).Add(other);
                }
            }
        }

        return equal.Values
            .Where(runes => runes.Count > 1)
            .SelectMany(runes => runes.Select(rune => (rune, Cases: string.Concat(runes))))
            .ToDictionary(pair => pair.rune, pair => pair.Cases);

        HashSet<Rune> Of(Rune rune)
        {
            var text = rune.ToString();
            if (!equal.TryGetValue(text, out var runes))
            {
                equal.Add(text, runes = []);
            }

            return runes;
        }
    }
}
