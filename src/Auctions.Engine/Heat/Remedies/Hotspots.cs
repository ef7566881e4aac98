using System.Text.Json;
using Auctions.Engine.Ports;

namespace Auctions.Engine.Heat;

/// <summary>
/// What is hot and what to do about it, where frames are gathered. Nothing is done that cannot be written to the audit
/// log first.
/// </summary>
/// <param name="gatherer">The frames.</param>
/// <param name="history">The audit log.</param>
/// <param name="hands">What can be done here.</param>
/// <param name="clock">The shards' clock.</param>
public sealed class Hotspots(
    HeatGatherer gatherer, IHeatHistory history, IEnumerable<IRemedyHand> hands, AuctionClock clock) : IHotspots
{
    private const int Recent = 60;

    private readonly IRemedyHand[] _hands = [.. hands];

    public Task<HeatRange> ReadAsync(HeatQuery query, CancellationToken cancellation) =>
        gatherer.ReadAsync(query, cancellation);

    public async Task<RemedyReport> PlanAsync(Remedy remedy, CancellationToken cancellation) =>
        HandOf(remedy) is { } hand
            ? await hand.PlanAsync(remedy, await RecentAsync(cancellation), cancellation)
            : NotHere(remedy);

    public async Task<RemedyReport> ApplyAsync(Remedy remedy, string actor, CancellationToken cancellation)
    {
        if (HandOf(remedy) is not { } hand)
        {
            return NotHere(remedy);
        }

        var recent = await RecentAsync(cancellation);
        var plan = await hand.PlanAsync(remedy, recent, cancellation);
        if (plan.Refusal is not null)
        {
            return plan;
        }

        try
        {
            await AuditAsync(remedy, actor, "begun", clock.Now.ToUnixTimeMilliseconds(), cancellation);
        }
        catch (JournalException failed)
        {
            return new RemedyReport(
                $"Nothing was done, for the audit log cannot be written: {failed.Message}", [], IsDone: false);
        }

        var report = await DoAsync(hand, remedy, recent, cancellation);
        return await ConcludeAsync(remedy, actor, report);
    }

    private static async Task<RemedyReport> DoAsync(
        IRemedyHand hand, Remedy remedy, HeatFrame recent, CancellationToken cancellation)
    {
        try
        {
            return await hand.ApplyAsync(remedy, recent, cancellation);
        }
        catch (Exception failed)
        {
            // Whatever it was, the audit log has to say how it ended.
            return new RemedyReport(
                $"It was begun and may be half done: {failed.Message} Do it again, which goes on there.",
                [],
                IsDone: false);
        }
    }

    // The remedy has happened, so nobody may give up on this.
    private async Task<RemedyReport> ConcludeAsync(Remedy remedy, string actor, RemedyReport report)
    {
        var (now, outcome) = (clock.Now.ToUnixTimeMilliseconds(), report.IsDone ? "done" : "failed");
        await gatherer.MarkAsync(
            new HeatMark(
                now,
                HeatMarkKind.Remedy,
                $"{NameOf(remedy.Kind)} of {remedy.Auction}: {outcome}",
                remedy.Auction.Value),
            CancellationToken.None);
        try
        {
            await AuditAsync(remedy, actor, outcome, now, CancellationToken.None);
            return report;
        }
        catch (JournalException failed)
        {
            // That it was begun is on record.
            var note = $"The audit log has no more than that it was begun: {failed.Message}";
            return report with { Steps = [.. report.Steps, note] };
        }
    }

    private static string NameOf(RemedyKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    private static RemedyReport NotHere(Remedy remedy) => new(
        remedy.Kind == RemedyKind.Migrate
            ? "One process decides all auctions here; only a cluster can move one to another process."
            : $"This process cannot {NameOf(remedy.Kind)}.",
        [],
        IsDone: false);

    private IRemedyHand? HandOf(Remedy remedy) => Array.Find(_hands, hand => hand.Kind == remedy.Kind);

    private async Task<HeatFrame> RecentAsync(CancellationToken cancellation)
    {
        var range = await gatherer.ReadAsync(HeatQuery.Newest(Recent), cancellation);
        return HeatMerge.Merge(range.Frames, range.AsOf - Recent, Recent);
    }

    private Task AuditAsync(
        Remedy remedy, string actor, string outcome, long now, CancellationToken cancellation) =>
        history.AuditAsync(
            new AuditEntry(
                now,
                actor,
                $"hotspot.{NameOf(remedy.Kind)}",
                remedy.Auction.ToString(),
                outcome,
                JsonSerializer.Serialize(
                    new RemedyDetails(remedy.Reason, remedy.Shard, remedy.Process, remedy.ViewsPerSecond),
                    HeatJson.Default.RemedyDetails)),
            cancellation);
}

/// <summary>What the audit log says of a remedy beside its kind and auction.</summary>
internal sealed record RemedyDetails(string Reason, int? Shard, string? Process, int? ViewsPerSecond);
