namespace Auctions.Cli.Demo.Lots;

/// <summary>
/// Which lots a run has: those of its opening, of many ages, and whatever follows where one ends. Each lot comes from
/// the seed and its number alone. Calls one after another only.
/// </summary>
internal sealed class LotPlan(int seed, Pace pace)
{
    /// <summary>Fewest lots at a time that still show every kind.</summary>
    public const int LotsMin = 6;

    public const int LotsDefault = 24;

    /// <summary>Most lots at a time: the people of the demo fill no more.</summary>
    public const int LotsMax = 100;

    /// <summary>Seconds from a run's start to the planned end of its first headline lot.</summary>
    public const int FirstHeadline = 62;

    private const int HardEndAfter = 300, WindowSeconds = 30, ExtensionsMax = 6;
    private const double IsFromEnd = 0.2, IsHard = 0.1, HasReserve = 0.3, IsMet = 0.5, IsBuyable = 0.12;

    // Headlines: a step is small, the window short, so that some extensions fit before the hard end.
    private static readonly (int Window, int Extension, int Most, int HardEndAfter) HeadlineClose = (5, 8, 3, 20);

    // The first ones are what every list should show, whatever its length. Seconds until it opens, and until it closes.
    private static readonly (LotKind Kind, int Opens, int Closes, Feature Feature)[] First =
    [
        (LotKind.Headline, 0, FirstHeadline, Feature.Usual),
        (LotKind.Short, 0, 26, Feature.Hard),
        (LotKind.Upcoming, 55, 200, Feature.Usual),
        (LotKind.Medium, 0, 290, Feature.ReserveMet),
        (LotKind.Short, 0, 120, Feature.Usual),
        (LotKind.Hours, 0, 9_000, Feature.ReserveNotMet),
        (LotKind.Short, 0, 42, Feature.FromNow),
        (LotKind.Long, 0, 900, Feature.BuyItNow),
        (LotKind.Short, 0, 85, Feature.FromEnd),
        (LotKind.Medium, 0, 340, Feature.ReserveNotMet),
        (LotKind.Short, 0, 100, Feature.ReserveMet),
        (LotKind.Short, 0, 55, Feature.FromNow),
        (LotKind.Hours, 0, 19_000, Feature.Usual),
        (LotKind.Short, 0, 135, Feature.FromNow),
        (LotKind.Medium, 0, 230, Feature.FromEnd),
        (LotKind.Short, 0, 150, Feature.Usual),
        (LotKind.Long, 0, 1_300, Feature.FromNow),
        (LotKind.Short, 0, 170, Feature.FromNow),
        (LotKind.Medium, 0, 420, Feature.FromNow),
        (LotKind.Short, 0, 110, Feature.ReserveNotMet),
        (LotKind.Long, 0, 640, Feature.Usual),
        (LotKind.Short, 0, 190, Feature.Usual),
        (LotKind.Medium, 0, 260, Feature.Usual),
        (LotKind.Short, 0, 70, Feature.FromNow),
    ];

    // What comes beyond the table.
    private static readonly LotKind[] More =
        [LotKind.Short, LotKind.Medium, LotKind.Short, LotKind.Long, LotKind.Short, LotKind.Short];

    private static readonly string[] Sellers =
    [
        "northgate-rooms", "halden.estates", "lena.fischer", "maison-verdier", "old-quay-auctions", "kyoto-art-house",
        "priory.sales", "tom.ashworth", "silverbirch-trust",
    ];

    private readonly Deck<CatalogueItem> _ordinary = new(Catalogue.Ordinary, new Dice(seed, -1));
    private readonly Deck<CatalogueItem> _headlines = new(Catalogue.Headlines, new Dice(seed, -2));
    private int _lots;

    private enum Feature
    {
        Usual,
        Hard,
        FromNow,
        FromEnd,
        ReserveMet,
        ReserveNotMet,
        BuyItNow,
    }

    /// <summary>The lots that a run begins with.</summary>
    public IReadOnlyList<PlannedLot> Opening(int lots) =>
    [
        .. First.Take(lots).Select(first => Plan(first.Kind, first.Feature, first.Opens, first.Closes)),
        .. Enumerable.Range(0, Math.Max(0, lots - First.Length)).Select(at => Next(More[at % More.Length])),
    ];

    /// <summary>The lot that takes the place of one of its kind.</summary>
    public PlannedLot Next(LotKind kind)
    {
        var dice = new Dice(seed, -3 - _lots);
        var (opens, closes) = kind switch
        {
            LotKind.Short => (0, dice.Between(75, 190)),
            LotKind.Medium => (0, dice.Between(220, 430)),
            LotKind.Long => (0, dice.Between(700, 1_800)),
            LotKind.Hours => (0, dice.Between(5_000, 20_000)),
            LotKind.Upcoming => (dice.Between(40, 120), dice.Between(220, 330)),
            LotKind.Headline => (0, 155.0),
        };
        return Plan(kind, Feature.Usual, opens, closes);
    }

    private PlannedLot Plan(LotKind kind, Feature feature, double opens, double closes)
    {
        var number = ++_lots;
        var dice = new Dice(seed, number);
        var item = (kind == LotKind.Headline ? _headlines : _ordinary).Draw();
        var (reserve, buyItNow) = kind == LotKind.Headline ? default : Prices(feature, item.Estimate, dice);
        return new PlannedLot
        {
            Number = number,
            Kind = kind,
            Item = item,
            Seller = dice.Pick(Sellers),
            Increments = dice.Happens(0.5) ? "ebay-us" : "trade-me",
            OpeningPrice = RoundSums.Below(item.Estimate * dice.Between(0.2, 0.35), digits: 2),
            Reserve = reserve,
            BuyItNow = buyItNow,
            OpensIn = pace.Of(opens),
            ClosesIn = pace.Of(closes),
            SoftClose = kind == LotKind.Headline ? OfHeadline() : Close(feature, dice),
        };
    }

    // A bid takes buy-it-now away unless a reserve is still to be met.
    private static (long? Reserve, long? BuyItNow) Prices(Feature feature, long estimate, Dice dice)
    {
        var isBuyable = dice.Happens(IsBuyable) || feature == Feature.BuyItNow;
        var hasReserve = dice.Happens(HasReserve) || isBuyable;
        var isMet = feature == Feature.ReserveMet ||
            (dice.Happens(IsMet) && feature != Feature.ReserveNotMet && !isBuyable);
        return hasReserve || feature is Feature.ReserveMet or Feature.ReserveNotMet
            ? (Part(isMet ? dice.Between(0.4, 0.6) : dice.Between(1.2, 1.5)), isBuyable ? Part(1.9) : null)
            : default;

        long Part(double share) => RoundSums.Below(estimate * share, digits: 2);
    }

    private PlannedSoftClose? Close(Feature feature, Dice dice)
    {
        var chance = dice.Between(0, 1);
        var seconds = pace.WholeSeconds(WindowSeconds);
        return feature switch
        {
            Feature.Hard => null,
            Feature.FromEnd => FromEnd(),
            Feature.FromNow => FromNow(),
            Feature.Usual or Feature.ReserveMet or Feature.ReserveNotMet or Feature.BuyItNow =>
                chance < IsHard ? null : chance < IsHard + IsFromEnd ? FromEnd() : FromNow(),
        };

        PlannedSoftClose FromNow() => new(seconds, seconds, "from-now", null, pace.Of(HardEndAfter));

        PlannedSoftClose FromEnd() => new(seconds, seconds, "from-end", ExtensionsMax, pace.Of(HardEndAfter));
    }

    private PlannedSoftClose OfHeadline() => new(
        pace.WholeSeconds(HeadlineClose.Window),
        pace.WholeSeconds(HeadlineClose.Extension),
        "from-end",
        HeadlineClose.Most,
        pace.Of(HeadlineClose.HardEndAfter));
}
