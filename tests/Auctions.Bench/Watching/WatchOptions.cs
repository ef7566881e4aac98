using Auctions.Bench.Reporting;
using Auctions.Bench.Subjects;
using Auctions.Measuring;

namespace Auctions.Bench.Watching;

/// <summary>How a crowd that watches an auction is measured.</summary>
/// <param name="Watchers">How many watch.</param>
/// <param name="Slow">How many of them stop reading in the middle.</param>
/// <param name="Rate">Bids per second, each sent when it is due.</param>
/// <param name="Measured">Time before the auction's end in which bids are counted.</param>
/// <param name="Warmup">Time before that in which they are not.</param>
/// <param name="Connections">Over how many connections is bid.</param>
/// <param name="Shards">Shards of the server's store.</param>
/// <param name="Store">Where the server journals.</param>
/// <param name="Outputs">Who gets the figures.</param>
internal sealed record WatchOptions(
    int Watchers,
    int Slow,
    int Rate,
    TimeSpan Measured,
    TimeSpan Warmup,
    int Connections,
    int Shards,
    StoreChoice Store,
    Outputs Outputs)
{
    // As a phone in a tunnel; in a short run shorter.
    private static readonly TimeSpan PauseMost = TimeSpan.FromSeconds(10);

    /// <summary>How long the slow ones do not read, in the middle of what is counted.</summary>
    public TimeSpan Pause => Measured / 2 < PauseMost ? Measured / 2 : PauseMost;

    /// <summary>When they stop, from the start of the load.</summary>
    public TimeSpan PauseAfter => Warmup + ((Measured - Pause) / 2);

    /// <summary>The load; its end is that of the auction.</summary>
    public LoadPlan Plan => new(Warmup, Measured, BenchOptions.OutstandingAtRateMax, Rate);
}
