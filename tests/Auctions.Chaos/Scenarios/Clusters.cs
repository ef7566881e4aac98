using Auctions.Chaos.Servers;
using Auctions.Chaos.Storms;

namespace Auctions.Chaos.Scenarios;

/// <summary>
/// Scenarios on three silos and two front ends, whose fault is played again and again within one storm: before each
/// time bids must flow on every auction that stays open.
/// </summary>
internal static class Clusters
{
    public const int Silos = 3, FrontEnds = 2;

    private const int StartsMax = 3;
    private const string EndsAtOnce = "The silo ends at once";

    /// <summary>Longest time until bids flow again after a silo or a front end is gone.</summary>
    public static TimeSpan FlowsWithin { get; } = TimeSpan.FromSeconds(3.5);

    public static Scenario On(
        string name, string fault, string how, Func<Stage, CancellationToken, Task> play) =>
        new(name, fault, how, StoreKind.Postgres, play) { Needs = Needs.Orleans, Silos = Silos, Plan = Airy };

    /// <summary>A storm that leaves processors to processes that start.</summary>
    public static StormPlan Airy(StormPlan plan) => plan with { Rest = TimeSpan.FromMilliseconds(50) };

    /// <summary>A storm of many minutes: fewer bids a second, and ends until it is over.</summary>
    public static StormPlan Long(StormPlan plan) => plan with
    {
        Rest = TimeSpan.FromMilliseconds(100),
        EndingLots = 120,
        BetweenEnds = TimeSpan.FromSeconds(4),
    };

    /// <summary>
    /// Starts a process of the cluster and waits until it serves, as its supervisor would: a silo that is held for dead
    /// while it joins ends at once, and is started anew.
    /// </summary>
    public static async Task ServeAsync(this Stage stage, ServerUnderTest server, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await server.ServeAsync(cancellation);
                return;
            }
            catch (InvalidOperationException ended)
                when (attempt < StartsMax && ended.Message.Contains(EndsAtOnce, StringComparison.Ordinal))
            {
                stage.Say("a silo was held for dead while it joined, and is started anew");
            }
        }
    }

    /// <summary>One of the silos.</summary>
    public static ServerUnderTest SiloOf(this Stage stage, int number) => stage.Cluster!.Silos[number];

    /// <summary>
    /// Plays something so often, told the number of the silo whose turn it is, or of the round if it is none's.
    /// </summary>
    public static async Task RoundsAsync(
        this Stage stage, Func<int, Task> play, CancellationToken cancellation, bool perSilo = true)
    {
        for (var round = 0; round < stage.Storm.Plan.Rounds; round++)
        {
            await stage.UntilAllFlowAsync(cancellation);
            stage.Say($"round {round + 1} of {stage.Storm.Plan.Rounds}");
            await play(perSilo ? round % Silos : round);
        }

        await stage.UntilAllFlowAsync(cancellation);
    }
}
