using Auctions.Measuring;

namespace Auctions.Bench.Spikes;

/// <summary>
/// Bids on other auctions before a spike, of which nothing counts: a process that has just started is slow, and what a
/// spike meets has run for a while.
/// </summary>
internal static class WarmUp
{
    /// <param name="subject">What is bid on; on the lots of the scenario spread.</param>
    /// <param name="time">How long; zero: not at all.</param>
    /// <param name="outstanding">Bids under way.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="MeasurementException">It cannot run.</exception>
    public static async Task RunAsync(
        ISubject subject, TimeSpan time, int outstanding, CancellationToken cancellation)
    {
        if (time > TimeSpan.Zero)
        {
            var plan = new LoadPlan(time, TimeSpan.Zero, outstanding);
            var load = Load.Of(subject, new Ladder(Scenarios.LotsOf(Scenario.Spread)), plan);
            await load.RunAsync(plan, cancellation);
        }
    }
}
