namespace Auctions.Engine.Ports;

/// <summary>
/// Which titles a list is searched for: those that hold every word, anywhere, also within another word. Case counts for
/// nothing, character by character as <see cref="StringComparison.OrdinalIgnoreCase"/> has it, in no language's way.
/// </summary>
/// <param name="Words">What a title has to hold, taken literally.</param>
/// <param name="LooksMax">
/// How many auctions a page looks at on each shard: a page that found too few among them ends there and says where to
/// go on. So the time of a search is bounded however much there is and however rare a word.
/// </param>
public sealed record TitleSearch(IReadOnlyList<string> Words, int LooksMax = TitleSearch.LooksMaxDefault)
{
    /// <summary>So many that a page is to be done well within the 0.3 s that replicas are given.</summary>
    public const int LooksMaxDefault = 25_000;

    /// <summary>Longest text, in UTF-16 code units.</summary>
    public const int TextLengthMax = 100;

    /// <summary>Most words of it.</summary>
    public const int WordsMax = 8;

    /// <summary>Whether a title holds all words.</summary>
    public bool Finds(string title)
    {
        foreach (var word in Words)
        {
            if (!title.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }
}
