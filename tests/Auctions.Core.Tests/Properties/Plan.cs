namespace Auctions.Core.Tests;

/// <summary>A random auction: its terms by number, and what is tried with it.</summary>
/// <param name="Reserve">0: none; else in cents.</param>
/// <param name="BuyItNow">Whether it is offered.</param>
/// <param name="Closing">0: hard; 1, 2: soft from now; 3 to 6: soft from end; with and without bounds.</param>
/// <param name="Steps">What is tried, in order.</param>
public sealed record Plan(long Reserve, bool BuyItNow, int Closing, Step[] Steps)
{
    private const long Opening = 10_00;

    public AuctionTerms Terms => Given.Terms(
        Opening,
        Reserve == 0 ? null : Reserve,
        BuyItNow ? Math.Max(Reserve, 20_00) : null,
        Closing switch
        {
            0 => null,
            1 => Given.FromNow(60, 90),
            2 => Given.FromNow(60, 60, Given.Closes.AddSeconds(150)),
            3 => Given.FromEnd(60, 60),
            4 => Given.FromEnd(60, 60, most: 2),
            5 => Given.FromEnd(60, 90, hardEnd: Given.Closes.AddSeconds(200)),
            _ => Given.FromEnd(60, 60, most: 3, Given.Closes.AddSeconds(150)),
        });

    public override string ToString() =>
        $"reserve {Reserve}, buy-it-now {BuyItNow}, closing {Closing}:\n  {string.Join<Step>("\n  ", Steps)}";
}
