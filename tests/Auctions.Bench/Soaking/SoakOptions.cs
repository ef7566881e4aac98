using Auctions.Bench.Reporting;
using Auctions.Bench.Subjects;

namespace Auctions.Bench.Soaking;

/// <summary>How long an engine is kept at work, and how much it may grow.</summary>
/// <param name="Bids">Bids to be accepted, at least.</param>
/// <param name="Auctions">Auctions open at once.</param>
/// <param name="BidsPerAuction">After so many another auction takes the place.</param>
/// <param name="Outstanding">Bids under way.</param>
/// <param name="Shards">Shards of the store.</param>
/// <param name="GrowthPercentMax">By how much resident memory may grow after the warm-up.</param>
/// <param name="Store">Where the engine journals.</param>
/// <param name="Outputs">Who gets the figures.</param>
internal sealed record SoakOptions(
    int Bids,
    int Auctions,
    int BidsPerAuction,
    int Outstanding,
    int Shards,
    double GrowthPercentMax,
    StoreChoice Store,
    Outputs Outputs);
