using System.Diagnostics.Metrics;
using Auctions.Engine;

namespace Auctions.Grains.Calls;

/// <summary>What a front end measures of its calls, on the product's meter.</summary>
internal static class CallMeter
{
    private static readonly Meter Meter = new(Instruments.Name);

    /// <summary>
    /// From a bid's hand-over to this front end's calls until its answer. What of it the silo's own parts do not
    /// account for is the wait for a call, Orleans and the network.
    /// </summary>
    public static Histogram<double> Duration { get; } = Meter.CreateDuration(
        "auction.bid.call.duration", "From a bid's hand-over to the calls of a front end until its answer.");

    /// <summary>Whether anybody measures or traces bids.</summary>
    public static bool IsFollowed => Duration.Enabled || Instruments.Activities.HasListeners();
}
