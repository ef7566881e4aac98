namespace Auctions.Cli.Replay;

/// <summary>What came of one auction. Money in minor units.</summary>
/// <param name="AuctionId">The id in the file.</param>
/// <param name="Bids">Bids in the file, each answered definitely.</param>
/// <param name="Accepted">How many of them were accepted; the others were refused.</param>
/// <param name="Recorded">The price in the file.</param>
/// <param name="Hammer">The price the API answered after closing; null if nothing was sold.</param>
internal sealed record AuctionOutcome(string AuctionId, int Bids, int Accepted, long Recorded, long? Hammer)
{
    public bool IsExact => Hammer == Recorded;
}

/// <summary>What came of a replay.</summary>
/// <param name="Run">Name of the run, which the same command takes up again.</param>
/// <param name="Outcomes">In the file's order.</param>
/// <param name="Elapsed">From the first request to the last answer.</param>
/// <param name="Retries">Requests sent again.</param>
internal sealed record ReplayReport(
    string Run, IReadOnlyList<AuctionOutcome> Outcomes, TimeSpan Elapsed, Retries Retries)
{
    public int Bids { get; } = Outcomes.Sum(outcome => outcome.Bids);

    public int Accepted { get; } = Outcomes.Sum(outcome => outcome.Accepted);

    public int Refused => Bids - Accepted;

    public int Exact => Outcomes.Count - Mismatches.Count;

    public IReadOnlyList<AuctionOutcome> Mismatches { get; } = [.. Outcomes.Where(outcome => !outcome.IsExact)];

    public double BidsPerSecond => Elapsed > TimeSpan.Zero ? Bids / Elapsed.TotalSeconds : 0;
}
