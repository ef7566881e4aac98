using Auctions.Engine.Ports;

namespace Auctions.Engine.Heat;

/// <summary>
/// Gives a hot auction another shard: the one with the fewest bids of the last minute, unless one is named. Servers
/// need the right to change the slot map for that; without it the plan says which command an administrator runs.
/// </summary>
/// <param name="mover">Moves auctions.</param>
/// <param name="journal">How many shards there are, and which one has the auction.</param>
public sealed class Pinning(IAuctionMover mover, IJournal journal) : IRemedyHand
{
    public RemedyKind Kind => RemedyKind.Pin;

    public async Task<RemedyReport> PlanAsync(Remedy remedy, HeatFrame recent, CancellationToken cancellation)
    {
        if (Choose(remedy, recent) is not { } shard)
        {
            return new RemedyReport("There is one shard only. Add one first.", [], IsDone: false);
        }

        var plan = await mover.PlanAsync(remedy.Auction, shard, cancellation);
        return plan.Refusal is { } refusal
            ? new RemedyReport(refusal, [], IsDone: false)
            : new RemedyReport(null, StepsOf(plan, recent), IsDone: false);
    }

    public async Task<RemedyReport> ApplyAsync(Remedy remedy, HeatFrame recent, CancellationToken cancellation)
    {
        var shard = Choose(remedy, recent)!.Value;
        var steps = new List<string>();
        try
        {
            var report = await mover.MoveAsync(remedy.Auction, shard, new Told(steps), cancellation);
            steps.Add(
                $"It is on shard {report.Plan.To} now; it could not be bid on for " +
                $"{report.Pause.TotalMilliseconds:0} ms.");
            return new RemedyReport(null, steps, IsDone: true);
        }
        catch (AuctionNotMovedException refused)
        {
            return new RemedyReport(refused.Message, steps, IsDone: false);
        }
    }

    private static string[] StepsOf(MovePlan plan, HeatFrame recent) =>
    [
        $"{plan.Id} moves from shard {plan.From} to shard {plan.To}: {plan.Bids:N0} bids, {plan.Segments:N0} " +
        $"segments, {plan.Bytes:N0} bytes are copied while bids go on.",
        $"In the last minute shard {plan.From} wrote {BidsOf(plan.From, recent):N0} bids, shard {plan.To} " +
        $"{BidsOf(plan.To, recent):N0}.",
        "Then nobody can bid on it for a moment; bidders are told to come again with their keys. Nothing is lost.",
    ];

    private static long BidsOf(int? shard, HeatFrame recent) =>
        recent.Shards.Find(one => one.Shard == shard)?.Bids ?? 0;

    private int? Choose(Remedy remedy, HeatFrame recent)
    {
        if (remedy.Shard is { } wanted)
        {
            return wanted;
        }

        var hasHome = journal.TryGetShard(remedy.Auction, out var home);
        return Enumerable.Range(0, journal.ShardCount)
            .Where(shard => !hasHome || shard != home)
            .OrderBy(shard => BidsOf(shard, recent))
            .Cast<int?>()
            .FirstOrDefault();
    }

    private sealed class Told(List<string> steps) : IProgress<string>
    {
        public void Report(string value) => steps.Add(value);
    }
}
