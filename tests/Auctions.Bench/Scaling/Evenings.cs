namespace Auctions.Bench.Scaling;

/// <summary>Kinds of evenings, each drawn from a seed.</summary>
internal static class Evenings
{
    /// <summary>How long one is, and what a silo bears, in bids/s.</summary>
    public const int Seconds = 5_400, SiloBids = 3_000;

    // What people do who watch: how many bids a second one of them places in the last moment. Nobody publishes it. From
    // lot to lot it differs as much as the numbers of bids do in the data.
    private const double BidsPerWatcher = 0.03, BidsPerWatcherSpread = 0.7;

    public static IReadOnlyList<(string Name, Func<Dice, Evening> Draw)> All { get; } =
    [
        ("evening peak", Peak),
        ("celebrity lot", Celebrity),
        ("steady trickle", Trickle),
        ("staggered lots", Staggered),
        ("surprise", Surprise),
        ("soft-close chains", Chains),
    ];

    // Thousands of lots that end at the quarters of an hour, as sellers like them.
    private static Evening Peak(Dice dice)
    {
        var lots = new List<Lot>();
        foreach (var quarter in (int[])[1_800, 2_700, 3_600, 4_500])
        {
            lots.AddRange(Crowd(dice, 1_500, dice.Between(2, 12) * SiloBids, _ => quarter));
        }

        return Of(dice, lots);
    }

    // One lot that the whole country watches, among others.
    private static Evening Celebrity(Dice dice)
    {
        var others = Crowd(dice, 500, SiloBids, _ => dice.Between(900, Seconds));
        return Of(dice, [.. others, Watched(dice, 50_000, 3_600)]) with
        {
            // On other evenings the first silos are idle enough for one lot more.
            Background = dice.Between(1.4, 2) * SiloBids,
        };
    }

    private static Evening Trickle(Dice dice) =>
        Of(dice, Crowd(dice, 3_000, 40 * SiloBids, _ => dice.Between(0, Seconds)));

    // One after the other every ten seconds, as auction houses do.
    private static Evening Staggered(Dice dice) =>
        Of(dice, Crowd(dice, 300, dice.Between(60, 120) * SiloBids, at => 1_200 + (10 * at)));

    // Somebody finds out what a lot is worth that hardly anybody looked at.
    private static Evening Surprise(Dice dice) => Of(dice,
    [
        .. Crowd(dice, 500, SiloBids, _ => dice.Between(900, Seconds)),
        .. Enumerable.Range(0, 2).Select(_ => dice.Between(1_500, 4_500)).Select(at => new Lot
        {
            ClosesAt = at + dice.Between(120, 1_800),
            BidsAtEnd = 1,
            WatchersAtEnd = 30,
            SurpriseAt = at,
            SurpriseBids = dice.Between(2, 6) * SiloBids,
        }),
    ]);

    // Lots that end together, most of which late bids extend again and again.
    private static Evening Chains(Dice dice) => Of(dice,
    [
        .. Crowd(dice, 400, dice.Between(3, 9) * SiloBids, _ => 3_000, isExtended: true),
    ]);

    private static Evening Of(Dice dice, IReadOnlyList<Lot> lots) =>
        new(Seconds, dice.Between(0.8, 1.6) * SiloBids, dice.Below(20_000), lots);

    // Lots of which few have most of the bids; in their last moments all of them have so many together.
    private static List<Lot> Crowd(
        Dice dice, int count, double bidsAtEnd, Func<int, double> closesAt, bool isExtended = false)
    {
        var parts = Enumerable.Range(0, count).Select(_ => dice.Pareto(1.2, most: 1_000)).ToList();
        var each = bidsAtEnd / parts.Sum();
        return [.. parts.Select((part, at) => Drawn(dice, part * each, closesAt(at), isExtended))];
    }

    private static Lot Drawn(Dice dice, double bidsAtEnd, double closesAt, bool isExtended) => new()
    {
        ClosesAt = closesAt,
        BidsAtEnd = bidsAtEnd,
        WatchersAtEnd = bidsAtEnd / dice.LogNormal(BidsPerWatcher, BidsPerWatcherSpread),
        Pace = Math.Min(1, dice.LogNormal(0.5, 0.5)),
        Extensions = isExtended ? Extended(dice, closesAt) : [],
    };

    private static Lot Watched(Dice dice, int watchers, double closesAt) => new()
    {
        ClosesAt = closesAt,
        BidsAtEnd = watchers * dice.LogNormal(BidsPerWatcher, BidsPerWatcherSpread),
        WatchersAtEnd = watchers,
        Pace = Math.Min(1, dice.LogNormal(0.5, 0.5)),
    };

    private static List<(double At, double Until)> Extended(Dice dice, double end)
    {
        const double Window = 120;
        var extensions = new List<(double At, double Until)>();
        while (extensions.Count < 20 && dice.Is(0.8))
        {
            var at = end - dice.Between(0, Math.Min(Window, 60));
            end = at + Window;
            extensions.Add((at, end));
        }

        return extensions;
    }
}
