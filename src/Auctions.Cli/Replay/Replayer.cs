namespace Auctions.Cli.Replay;

/// <summary>
/// Replays a file: of each auction one request after another, of up to <paramref name="parallel"/> auctions at a time.
/// A bid is sent only after the one before it was answered definitely, so that bids arrive in their order.
/// </summary>
internal sealed class Replayer(
    BidFile file, RunKeys keys, AuctionClient client, int parallel, ReplayCounts counts, TimeProvider time)
{
    /// <exception cref="CommandFailedException">A request failed; the run ends with the first that does.</exception>
    public async Task<ReplayReport> RunAsync(CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var outcomes = new AuctionOutcome[file.Auctions.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellation };
        await Parallel.ForAsync(0, outcomes.Length, options, async (index, stop) =>
            outcomes[index] = await ReplayAsync(file.Auctions[index], stop));
        return new ReplayReport(keys.Run, outcomes, time.GetElapsedTime(started), counts.Retries);
    }

    private async Task<AuctionOutcome> ReplayAsync(RecordedAuction auction, CancellationToken cancellation)
    {
        var id = await client.CreateAsync(auction, keys.OfAuction(auction), cancellation);
        var accepted = 0;
        foreach (var bid in auction.Bids)
        {
            accepted += await client.BidAsync(id, auction, bid, keys.OfBid(auction, bid), cancellation) ? 1 : 0;
            counts.BidAnswered();
        }

        var hammer = await client.CloseAsync(id, auction, cancellation);
        counts.AuctionClosed();
        return new AuctionOutcome(auction.Id, auction.Bids.Count, accepted, auction.Price, hammer);
    }
}
