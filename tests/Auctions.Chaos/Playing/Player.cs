using System.Diagnostics;
using Auctions.Chaos.Judging;
using Auctions.Chaos.Storms;

namespace Auctions.Chaos.Playing;

/// <summary>Plays scenarios, from an empty store to the verdict.</summary>
/// <param name="servers">Ordinary PostgreSQL servers, a connection string each.</param>
/// <param name="plan">The storm.</param>
/// <param name="keeps">Whether the directories stay, and the servers' logs in them.</param>
/// <param name="say">Tells the progress.</param>
internal sealed class Player(IReadOnlyList<string> servers, StormPlan plan, bool keeps, Action<string> say)
{
    /// <summary>Plays one; whatever happens to it, what it made on the machine is gone afterwards.</summary>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public async Task<Result> PlayAsync(Scenario scenario, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var unmet = new List<string>();
        Judgement? judgement = null;
        var workshop = new Workshop(keeps, what => say($"{scenario.Name}: {what}"));
        var performance = new Performance(scenario, workshop, plan, servers);
        try
        {
            judgement = await performance.RunAsync(cancellation);
            unmet.AddRange(Result.Compare(scenario, plan.Bids, judgement, performance.Unmet));
        }
        catch (Exception failed) when (!cancellation.IsCancellationRequested)
        {
            unmet.AddRange(performance.Unmet);
            unmet.Add(failed is ChaosException ? failed.Message : $"it broke off: {failed}");
        }
        finally
        {
            if (keeps)
            {
                await performance.KeepLogsAsync();
                workshop.Say($"what is left lies in {workshop.Folder}");
            }

            try
            {
                await workshop.DisposeAsync();
            }
            catch (AggregateException left)
            {
                unmet.AddRange(left.InnerExceptions.Select(one => $"something was left behind: {one.Message}"));
            }
        }

        return new Result(
            scenario, judgement, unmet, watch.Elapsed.TotalSeconds, unmet.Count > 0 ? performance.LastOfLog() : "");
    }
}
