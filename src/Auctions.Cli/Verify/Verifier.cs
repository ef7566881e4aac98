using Auctions.Engine.Verification;
using Auctions.Storage.Sqlite;

namespace Auctions.Cli.Verify;

/// <summary>Goes through a store, auction by auction, in bounded memory.</summary>
internal static class Verifier
{
    /// <exception cref="Storage.StorageException">There is no store there, or it cannot be read.</exception>
    public static async Task<VerifyReport> RunAsync(
        string directory, CommandContext context, CancellationToken cancellation)
    {
        using var store = SqliteInspector.Open(directory);
        var total = store.CountAuctions();
        var report = new VerifyReport();
        var work = Task.Run(() => Check(store, report, cancellation), cancellation);
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

    private static void Check(SqliteInspector store, VerifyReport report, CancellationToken cancellation)
    {
        foreach (var (auction, isMisplaced) in store.ReadAuctions())
        {
            cancellation.ThrowIfCancellationRequested();
            var faults = StreamVerifier.Check(auction, out var events);
            report.Add(events, isMisplaced ? [.. faults, Misplaced(auction)] : faults);
        }
    }
}
