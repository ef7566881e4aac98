namespace Auctions.Cli.Demo.Lots;

/// <summary>A lot before it is created: times count from its creation, money is in minor units.</summary>
internal sealed record PlannedLot
{
    /// <summary>Counts the lots of a run; also the stream of its <see cref="Dice"/>.</summary>
    public required int Number { get; init; }

    public required LotKind Kind { get; init; }

    public required CatalogueItem Item { get; init; }

    public required string Seller { get; init; }

    /// <summary>A named table.</summary>
    public required string Increments { get; init; }

    public required long OpeningPrice { get; init; }

    public long? Reserve { get; init; }

    public long? BuyItNow { get; init; }

    /// <summary>Zero: it opens at once.</summary>
    public required TimeSpan OpensIn { get; init; }

    public required TimeSpan ClosesIn { get; init; }

    /// <summary>Null: a hard close.</summary>
    public PlannedSoftClose? SoftClose { get; init; }
}

/// <summary>How a lot's end moves.</summary>
/// <param name="WindowSeconds">How long before the end a bid moves it.</param>
/// <param name="ExtensionSeconds">By how much.</param>
/// <param name="Mode"><c>from-now</c> or <c>from-end</c>.</param>
/// <param name="MaxExtensions">With <c>from-end</c>: how often at most.</param>
/// <param name="HardEndAfter">How long after the planned end it ends at the latest.</param>
internal sealed record PlannedSoftClose(
    int WindowSeconds, int ExtensionSeconds, string Mode, int? MaxExtensions, TimeSpan HardEndAfter);
