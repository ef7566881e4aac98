using System.Globalization;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>
/// What nobody else may see, drawn so that nothing else can look like it: amounts of 15 digits, far from each other
/// and from every public figure, and texts with a mark.
/// </summary>
internal sealed class Secrets
{
    /// <summary>Least and largest amount.</summary>
    public const long Least = 100_000_000_000_000, Most = 900_000_000_000_000;

    /// <summary>The increment of every auction: a price told from a maximum is this far from it.</summary>
    public const long Step = 1_000_000_007;

    /// <summary>Part of every secret text.</summary>
    public const string Mark = "qzxhush";

    // More than any sum of increments that a price or a minimum bid is made of.
    private const long Apart = 8 * Step;

    private readonly Lock _lock = new();
    private readonly SortedSet<long> _drawn = [];
    private readonly HashSet<long> _amounts = [];
    private readonly HashSet<long> _telling = [];
    private readonly List<UInt128> _pseudonyms = [];
    private int _texts;

    /// <summary>Amounts that are nobody's business.</summary>
    public int Count => _amounts.Count;

    /// <summary>The pseudonyms of persons.</summary>
    public IReadOnlyList<UInt128> Pseudonyms => _pseudonyms;

    /// <summary>A secret amount from this to that one; null: there is no room.</summary>
    public long? Amount(Random chance, long least, long most) => Draw(chance, least, most) is { } amount
        ? Keep(amount)
        : null;

    /// <summary>A public figure: no secret is near it.</summary>
    public long Figure(Random chance, long least, long most) => Draw(chance, least, most)!.Value;

    /// <summary>Makes an amount a secret that follows from another one.</summary>
    public long Keep(long amount)
    {
        lock (_lock)
        {
            _amounts.Add(amount);
            _telling.UnionWith([amount - Step, amount, amount + Step]);
            return amount;
        }
    }

    /// <summary>A secret text, the only one of its kind.</summary>
    public string Text(string kind) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}-{Mark}-{Interlocked.Increment(ref _texts)}");

    /// <summary>Makes a person's pseudonym a secret.</summary>
    public void KeepPseudonym(UInt128 pseudonym)
    {
        lock (_lock)
        {
            _pseudonyms.Add(pseudonym);
        }
    }

    /// <summary>Whether a number is a secret amount, or what lies an increment above or below one.</summary>
    public bool IsSecret(long number) => number is >= Least - Step and <= Most + Step && _telling.Contains(number);

    private long? Draw(Random chance, long least, long most)
    {
        lock (_lock)
        {
            for (var tries = 0; least <= most && tries < 64; tries++)
            {
                var amount = chance.NextInt64(least, most + 1);
                if (_drawn.GetViewBetween(amount - Apart, amount + Apart).Count == 0)
                {
                    _drawn.Add(amount);
                    return amount;
                }
            }

            return null;
        }
    }
}
