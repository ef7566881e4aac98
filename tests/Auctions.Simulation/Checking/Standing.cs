using Auctions.Core;

namespace Auctions.Simulation.Checking;

/// <summary>
/// How an auction stands after an event, by the checker's own reading of the rules: it shares no rule with the engine.
/// </summary>
internal sealed record Standing
{
    public static Standing Nothing { get; } = new();

    public long Sequence { get; init; }

    public AuctionTerms? Terms { get; init; }

    public AuctionStatus Status { get; init; }

    public DateTimeOffset At { get; init; }

    public int Bids { get; init; }

    public long Price { get; init; }

    public PersonId Leader { get; init; }

    public int LeaderNumber { get; init; }

    public long LeaderMaximum { get; init; }

    public long? Reserve { get; init; }

    public bool ReserveMet { get; init; }

    public bool HasBuyItNow { get; init; }

    public DateTimeOffset End { get; init; }

    public DateTimeOffset? HardEnd { get; init; }

    public int Extensions { get; init; }

    public DateTimeOffset PausedAt { get; init; }

    public bool IsEnded => Status is AuctionStatus.Sold or AuctionStatus.Unsold or AuctionStatus.Cancelled;

    public long Minimum => Bids == 0 ? Terms?.OpeningPrice ?? 0 : Price + StepAt(Price);

    /// <summary>The increment at a price, read from the table row by row from its end.</summary>
    public long StepAt(long price)
    {
        var rows = Terms!.Increments.Steps;
        for (var row = rows.Count - 1; row > 0; row--)
        {
            if (price >= rows[row].From)
            {
                return rows[row].Step;
            }
        }

        return rows[0].Step;
    }
}
