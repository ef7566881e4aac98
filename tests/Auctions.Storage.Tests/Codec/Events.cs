using Auctions.Core;

namespace Auctions.Storage.Tests;

/// <summary>
/// Events of every kind with every optional part there and not there, at fixed values. The golden file holds them all:
/// add to the end, never change one.
/// </summary>
internal static class Events
{
    /// <summary>Kinds and parts, in an order in which times never fall.</summary>
    public static IReadOnlyList<AuctionEvent> All { get; } = [.. Every().Select((make, i) => make(At(i)))];

    /// <summary>The types of all events there are.</summary>
    public static IReadOnlyList<Type> Kinds { get; } =
        [.. typeof(AuctionEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(AuctionEvent)))];

    /// <summary>A bid like most: stamped a little before its turn, of moderate amounts.</summary>
    public static BidPlaced Bid(int number)
    {
        var at = At(number);
        var key = new BidKey(new UInt128(0x9f3b_5c1d_0274_86ae * (ulong)(number + 1), 0x51d2_7e90_c8b3_640f));
        return new BidPlaced(
            at, at - TimeSpan.FromTicks(23_417), Person(number % 40), (number % 40) + 1, key,
            Amount: 125_00 + (number * 250), Price: 124_00 + (number * 250), Leads: number % 3 > 0, ReserveMet: true,
            ClosesAt: null);
    }

    private static DateTimeOffset At(int i) => Given.Start.AddTicks((i * 12_345_678L) + (i % 7));

    private static PersonId Person(int i) =>
        new(new UInt128(0xfedc_ba98_7654_3210 - (ulong)(i * 7_919), 0x0123_4567_89ab_cdef + (ulong)i));

    private static IEnumerable<Func<DateTimeOffset, AuctionEvent>> Every()
    {
        foreach (var terms in EveryTerms())
        {
            yield return at => new AuctionCreated(at, terms);
        }

        foreach (var (leads, met, moves) in Threes())
        {
            yield return at => new BidPlaced(
                at, at.AddMilliseconds(-1.5), Person(1), 1, new BidKey(77), 12_50, 10_00, leads, met,
                moves ? Given.Closes.AddMinutes(5) : null);
        }

        // A stamp after the turn, and values at their bounds.
        yield return at => new BidPlaced(at, at.AddTicks(1), default, 0, default, 1, 1, false, false, null);
        yield return at => new BidPlaced(
            at, at, new PersonId(UInt128.MaxValue), int.MaxValue, new BidKey(UInt128.MaxValue), Currency.AmountMax,
            Currency.AmountMax, true, true, DateTimeOffset.MaxValue);
        yield return at => new LotBoughtNow(at, at.AddSeconds(-1), Person(2), 2, new BidKey(78), 99_00);
        yield return at => new ReserveLowered(at, 10_00);
        yield return at => new ReserveLowered(at, null);
        foreach (var cause in Enum.GetValues<ExtensionCause>())
        {
            yield return at => new EndExtended(at, Given.Closes.AddHours((int)cause), cause, Person((int)cause));
        }

        yield return at => new EndExtended(at, Given.Closes.AddHours(9), ExtensionCause.Outage, PersonId.None);
        yield return at => new AuctionPaused(at, Given.Operator);
        yield return at => new AuctionResumed(at, Given.Closes.AddHours(10), Given.Operator);
        yield return at => new AuctionWithdrawn(at, Given.Seller, "");
        yield return at => new AuctionWithdrawn(at, Given.Operator, "zerbrochen: ß, 漆, 🏺");
        foreach (var cause in Enum.GetValues<ClosingCause>())
        {
            yield return at => new AuctionClosed(at, cause, Person(3), 12_34, PersonId.None);
        }

        yield return at => new AuctionClosed(at, ClosingCause.Operator, PersonId.None, 0, Given.Operator);
    }

    private static IEnumerable<AuctionTerms> EveryTerms()
    {
        foreach (var (hasReserve, hasBuyItNow, isNamed) in Threes())
        {
            yield return Given.Terms(
                opening: 5_00, reserve: hasReserve ? 50_00 : null, buyItNow: hasBuyItNow ? 75_00 : null) with
            {
                Increments = isNamed ? IncrementTable.EbayUs : IncrementTable.Of([new(0, 3), new(1_000_00, 1_00)]),
            };
        }

        foreach (var (fromNow, isCounted, hasHardEnd) in Threes())
        {
            yield return Given.Terms(title: "Ein Krug aus Steingut, 壺", soft: new SoftClose(
                TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10),
                fromNow ? ExtensionMode.FromNow : ExtensionMode.FromEnd,
                isCounted ? 6 : null, hasHardEnd ? Given.Closes.AddHours(1) : null));
        }
    }

    private static IEnumerable<(bool, bool, bool)> Threes() =>
        Enumerable.Range(0, 8).Select(bits => ((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0));
}
