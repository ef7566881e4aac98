using Auctions.Engine.Verification;
using Auctions.Storage;

namespace Auctions.Cli.Verify;

/// <summary>Goes through a store, auction by auction, in bounded memory.</summary>
internal static class Verifier
{
    /// <exception cref="StorageException">There is no store there, or it cannot be read.</exception>
    public static async Task<VerifyReport> RunAsync(
        StoreSettings settings, CommandContext context, CancellationToken cancellation)
    {
        await using var store = await settings.InspectAsync(cancellation);
        var total = await store.CountAuctionsAsync(cancellation);
        var report = new VerifyReport();
        var work = Task.Run(() => CheckAsync(store, report, cancellation), cancellation);
        await CommandProgress.ShowAsync(
            work,
            total,
            () => new ProgressState(
                report.Auctions,
                $"verify: {report.Auctions} of {total} auctions, {report.Events} events, {report.FaultCount} faults",
                "auctions"),
            context);
        await work;
        return report;
    }

    private static Fault Misplaced(StoredAuction auction) =>
        new(auction.Id, 0, "the auction lies on another shard than its slot");

    private static async Task CheckAsync(
        IStoreInspector store, VerifyReport report, CancellationToken cancellation)
    {
        await foreach (var (auction, isMisplaced) in store.ReadAuctionsAsync(cancellation))
        {
            var faults = StreamVerifier.Check(auction, out var events);
            report.Add(events, isMisplaced ? [.. faults, Misplaced(auction)] : faults);
        }
    }
}
