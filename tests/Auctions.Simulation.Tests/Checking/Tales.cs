using Auctions.Core;
using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation.Tests.Checking;

/// <summary>Good tales, to be bent.</summary>
internal static class Tales
{
    /// <summary>Events 2 to 4 are bids of sessions 1, 2 and 3, operations 0 to 2; the hammer falls at 60.5.</summary>
    public static Tale ThreeBids(bool isFaultless = false, double clockTolerance = 0) =>
        ThreeBidsOpen(isFaultless, clockTolerance).Hammer();

    /// <summary>The same before the hammer.</summary>
    public static Tale ThreeBidsOpen(bool isFaultless = false, double clockTolerance = 0) =>
        new Tale { IsFaultless = isFaultless, ClockTolerance = clockTolerance }
        .Create()
        .Bid(1, 15_00, at: 10, price: 10_00)
        .Bid(2, 12_00, at: 20, price: 13_00, leads: false)
        .Bid(3, 20_00, at: 30, price: 16_00);

    /// <summary>A reserve, a pause, an own raise, an extension, an operator, a watcher and readers.</summary>
    public static Tale Everything() => new Tale
    {
        Terms = new Tale().Terms with
        {
            Reserve = 20_00,
            SoftClose = new SoftClose(
                TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), ExtensionMode.FromEnd, null, Tale.Time(70)),
        },
        IsFaultless = true,
    }
        .Create()
        .Refuse(1, 9_00, at: 2, Refusal.BelowMinimum, null, 10_00)
        .Bid(1, 12_00, at: 10, price: 10_00, isMet: false)
        .Bid(2, 15_00, at: 11, price: 13_00, isMet: false)
        .Refuse(2, 15_00, at: 12, Refusal.NotAboveOwnMaximum, 13_00, 14_00)
        .Bid(2, 16_00, at: 13, price: 13_00, isMet: false)
        .Bid(1, 25_00, at: 14, price: 20_00)
        .See(3, at: 15, sequence: 5, after: 4)
        .Pause(at: 30)
        .Refuse(2, 30_00, at: 31, Refusal.Paused)
        .Resume(at: 35, end: 65)
        .Bid(2, 22_00, at: 60, price: 23_00, leads: false, end: 75)
        .Do(
            StepKind.Extend,
            at: 62,
            new EndExtended(Tale.Time(62), Tale.Time(80), ExtensionCause.Operator, People.Operator),
            amount: Tale.Tick(18))
        .Hammer(80.5)
        .Refuse(2, 40_00, at: 81, Refusal.Closed)
        .Watch();
}
