using Auctions.Measuring;

namespace Auctions.Bench.Watching;

/// <summary>How the server was left at once by all who watched.</summary>
/// <param name="StopSeconds">How long the server took to end once it was asked to.</param>
/// <param name="Returns">How they would come back; null: their connections did not end.</param>
internal sealed record LeaveFinding(double StopSeconds, ReturnSpread? Returns);

/// <summary>What the same bids came to with so many watchers.</summary>
/// <param name="Watchers">How many; 0: nobody.</param>
/// <param name="Result">The bids.</param>
/// <param name="Samples">What the server took, second by second.</param>
/// <param name="Truth">How the auction ended.</param>
/// <param name="HammerMilliseconds">By the journal: from the end to the hammer; null: it did not fall.</param>
/// <param name="Joined">How the watchers came; null: there are none.</param>
/// <param name="Crowd">What they were shown; null: there are none.</param>
/// <param name="Leave">How they were sent away; null: there are none.</param>
/// <param name="Problems">What was stored wrongly, or shown.</param>
internal sealed record WatchFinding(
    int Watchers,
    LoadResult Result,
    IReadOnlyList<ServerSample> Samples,
    FinalView Truth,
    double? HammerMilliseconds,
    CrowdJoined? Joined,
    CrowdReport? Crowd,
    LeaveFinding? Leave,
    IReadOnlyList<string> Problems)
{
    public ServerLoad Server { get; } = ServerLoad.Of(Samples);
}
