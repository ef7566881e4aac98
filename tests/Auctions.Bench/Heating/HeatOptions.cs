using Auctions.Bench.Subjects;

namespace Auctions.Bench.Heating;

/// <summary>How it is measured what it costs to know what is hot.</summary>
/// <param name="Pairs">Pairs of a time with and a time without, for each scenario.</param>
/// <param name="Turns">Turns of which each of the two is made.</param>
/// <param name="Seconds">How long a turn is.</param>
/// <param name="Outstanding">Bids under way.</param>
/// <param name="Rate">Bids sent per second; null: each caller sends when it is answered.</param>
/// <param name="Scenarios">On what is bid.</param>
/// <param name="Store">Where the engine journals.</param>
internal sealed record HeatOptions(
    int Pairs,
    int Turns,
    TimeSpan Seconds,
    int Outstanding,
    int? Rate,
    IReadOnlyList<Scenario> Scenarios,
    StoreChoice Store);
