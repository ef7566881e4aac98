using Auctions.Cli.Demo.Lots;

namespace Auctions.Cli.Demo.Bots;

/// <summary>
/// The people of the demo, and who of them comes to which lot: nobody to many lots at a time, nobody to the own. Calls
/// one after another only.
/// </summary>
internal sealed class Crowd(int seed, Pace pace)
{
    /// <summary>Most lots that a person follows at a time.</summary>
    public const int LotsPerPerson = 3;

    private const int TriesMax = 200;
    private const double ValuationSpread = 0.2, ComesEarly = 0.4, EarlySeconds = 15, LatestArrival = 0.8;
    private const int HeadlineFighters = 330, HeadlineSteps = 12, Steps = 3;
    private const double HeadlineEnds = 10, HeadlineReaction = 1;

    private static readonly string[] FirstNames =
        ("ada alan amir anna arno asta bela bert bill carla chen clara dana dora elif emil erik esther eva felix " +
        "fritz gina greta hana hugo ida igor ines ivan jack jana jiro jules kaya kim lars lea lina luca maja marc " +
        "mei mila nadia nils nora olga omar otto paul petra quentin rosa ruth sam sofia taro tess uma vera wim yuki")
        .Split(' ');

    // Some of those who sell also collect.
    private static readonly string[] People =
    [
        .. FirstNames.SelectMany(name => "abcdefghklmnoprst".Select(initial => $"{name}.{initial}")),
        "lena.fischer", "tom.ashworth",
    ];

    private readonly Dictionary<string, int> _lotsOf = [];

    /// <summary>Whoever comes to a lot.</summary>
    /// <param name="lot">The lot.</param>
    /// <param name="opensAt">When it opens, by the server's clock.</param>
    /// <param name="closesAt">When it closes.</param>
    public IReadOnlyList<Bot> Invite(PlannedLot lot, DateTimeOffset opensAt, DateTimeOffset closesAt)
    {
        var dice = new Dice(seed, lot.Number + (1 << 20));
        var names = new HashSet<string>();
        var room = new List<Bot>();
        var isHeadline = lot.Kind == LotKind.Headline;
        if (isHeadline)
        {
            Add(10, name => new Nibbler(name, Worth(0.55, 0.1), Arrival(), DiceOf(), pace));
            Add(8, name => new Proxy(name, Worth(0.45, 0.2), Arrival()));
            Add(HeadlineFighters / pace.Speed, name => new LateFighter(
                name, Worth(1.15, 0.08), opensAt, pace.Of(HeadlineReaction), pace.Of(HeadlineEnds), HeadlineSteps,
                DiceOf()));
        }
        else
        {
            Add(3 + dice.Below(4), name => new Nibbler(name, Worth(0.95), Arrival(), DiceOf(), pace));
            Add(1 + dice.Below(3), name => new Proxy(name, Worth(0.75), Arrival()));
            Add(dice.Below(3), name => new Sniper(name, Worth(0.95), Arrival(), pace.Of(dice.Between(1.5, 6))));
            Add(1 + dice.Below(3), name => new LateFighter(
                name, Worth(1.05), Arrival(), pace.Of(dice.Between(1.5, 5)), pace.Of(15), Steps, DiceOf()));
            Add(2 + dice.Below(4), name => new Looker(name, Arrival()));
        }

        return room;

        void Add(int count, Func<string, Bot> make)
        {
            for (var at = 0; at < count; at++)
            {
                if (Draw(lot.Seller, names, dice) is { } name)
                {
                    room.Add(make(name));
                }
            }
        }

        long Worth(double share, double spread = ValuationSpread) =>
            RoundSums.Below(dice.LogNormal(lot.Item.Estimate * share, spread), digits: 3);

        DateTimeOffset Arrival() => opensAt + (dice.Happens(ComesEarly)
            ? pace.Of(dice.Between(0, EarlySeconds))
            : (closesAt - opensAt) * dice.Between(0, LatestArrival));

        Dice DiceOf() => new(seed, (lot.Number << 10) + room.Count + (1 << 21));
    }

    /// <summary>Whoever came to a lot leaves it.</summary>
    public void Leave(IReadOnlyList<Bot> room)
    {
        foreach (var bot in room)
        {
            _lotsOf[bot.Name]--;
        }
    }

    // Null once hardly anybody has time left.
    private string? Draw(string seller, HashSet<string> names, Dice dice)
    {
        for (var tries = 0; tries < TriesMax; tries++)
        {
            var name = dice.Pick(People);
            if (name != seller && _lotsOf.GetValueOrDefault(name) < LotsPerPerson && names.Add(name))
            {
                _lotsOf[name] = _lotsOf.GetValueOrDefault(name) + 1;
                return name;
            }
        }

        return null;
    }
}
