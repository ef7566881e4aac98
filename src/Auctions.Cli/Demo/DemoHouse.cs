using Auctions.Cli.Demo.Calls;

namespace Auctions.Cli.Demo;

/// <summary>What all lots of a demo share.</summary>
/// <param name="Client">The calls.</param>
/// <param name="Clock">The server's clock.</param>
/// <param name="Counts">What was done.</param>
/// <param name="Remarks">Where surprises go.</param>
/// <param name="Pace">How fast all is.</param>
/// <param name="Time">Measures waits.</param>
internal sealed record DemoHouse(
    DemoClient Client, ServerClock Clock, DemoCounts Counts, Remarks Remarks, Pace Pace, TimeProvider Time);
