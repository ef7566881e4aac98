namespace Auctions.Simulation.Planting;

/// <summary>
/// What the simulation found in this engine, planted again by taking the remedy away: so each stays found, whatever
/// becomes of the seed that once found it.
/// </summary>
internal static class FoundBugs
{
    private const string Upkeep = "src/Auctions.Engine/Hosting/ShardUpkeep.cs";
    private const string Asking = "src/Auctions.Engine/Hosting/AuctionHost.Asking.cs";
    private const string Leaving = "src/Auctions.Engine/Hosting/AuctionHost.Leaving.cs";
    private const string Local = "src/Auctions.Engine/Hosting/LocalAuctions.cs";
    private const string Watch = "!_around.IsOurs(id) ||";
    private const string Idle = "around.IsAlone ? Need.Closing | Need.Watchers : Need.Closing";
    private const string NotOurs = ": host.TryRetire(unless: Need.None))";

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new(
            "sweep without a deadline: one lost reply ends it for ever",
            new Change(
                Upkeep,
                "TimeSpan.FromMilliseconds(options.EpochRaiseDeadlineMs),",
                "TimeSpan.FromDays(1),"))
        {
            From = 500,
        },
        new(
            "stale owner says that an auction does not exist",
            new Change(
                Asking,
                "_actor!.View is { } view ? new ViewAnswer(view) : NotYet;",
                "_actor!.View is { } view ? new ViewAnswer(view) : new RefusedAnswer(Refusal.UnknownAuction);"))
        {
            From = 49_000,
        },
        new(
            "watcher takes its auction back, for ever, from the process that placement chose",
            new Change(Local, Watch, ""),
            new Change(Upkeep, NotOurs, ": false)")),
        new(
            "stale owner that believes the auction paused stands in the sweep's way",
            new Change(Upkeep, "host.IsBehind(due) && ", "false && "),
            new Change(Leaving, "left <= near && left > -near", "left <= near"),
            new Change(Upkeep, Idle, "Need.Closing | Need.Watchers"))
        {
            From = 45_000,
        },
        new(
            "watched host stays in memory unchecked",
            new Change(Upkeep, NotOurs, ": false)"),
            new Change(Upkeep, Idle, "Need.Closing | Need.Watchers"))
        {
            From = 2_500,
        },
        new(
            "host whose hammer is overdue stays in memory unchecked",
            new Change(Upkeep, NotOurs, ": false)"),
            new Change(Leaving, "left <= near && left > -near", "left <= near"))
        {
            From = 2_500,
        },
    ];
}
