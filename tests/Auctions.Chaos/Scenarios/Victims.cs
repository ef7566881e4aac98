using Auctions.Chaos.Machines;

namespace Auctions.Chaos.Scenarios;

/// <summary>A PostgreSQL server of its own for the victim shard, and how long it is in trouble.</summary>
internal static class Victims
{
    /// <summary>Least share of their throughput that the other shards keep.</summary>
    public const double OthersKeep = 0.9;

    /// <summary>How long most faults last.</summary>
    public static TimeSpan Lasting { get; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a server that has stopped is left alone.</summary>
    public static TimeSpan Gone { get; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// A scenario with such a server, on which a fault is played; others must keep their throughput beside it, unless
    /// that is changed.
    /// </summary>
    public static Scenario On(
        string name,
        string fault,
        string how,
        Func<Stage, PostgresServer, CancellationToken, Task> play,
        Func<PostgresServer, Workshop, CancellationToken, Task>? prepare = null,
        Needs needs = Needs.None) =>
        new(name, fault, how, StoreKind.Postgres, (stage, token) => play(stage, Of(stage), token))
        {
            Needs = needs,
            OthersKeep = OthersKeep,
            PrepareAsync = async (scenery, token) =>
            {
                var server = scenery.Workshop.Own(await PostgresServer.StartAsync(scenery.Workshop));
                scenery.VictimShard = server;
                if (prepare is not null)
                {
                    await prepare(server, scenery.Workshop, token);
                }
            },
        };

    /// <summary>
    /// The same without that demand, for faults in which the victim itself is busy beyond measure: recovering, or with
    /// new sessions all the time. On one machine that takes processors and disk from the others.
    /// </summary>
    public static Scenario Busy(this Scenario scenario) => scenario with { OthersKeep = null };

    /// <summary>The server of a scenario that was made so.</summary>
    public static PostgresServer Of(Stage stage) => (PostgresServer)stage.Victim;

    /// <summary>Something is wrong for a while.</summary>
    public static Task ForAWhileAsync(
        this Stage stage, Func<Task> begin, Func<Task> end, CancellationToken cancellation) =>
        stage.ForAWhileAsync(begin, Lasting, () => Task.CompletedTask, end, cancellation);

    /// <summary>The same thing is done again and again for a while.</summary>
    public static Task AgainAndAgainAsync(
        this Stage stage, Func<Task> act, TimeSpan pause, Func<Task> end, CancellationToken cancellation) =>
        stage.ForAWhileAsync(act, pause, act, end, cancellation);

    private static async Task ForAWhileAsync(
        this Stage stage,
        Func<Task> begin,
        TimeSpan pause,
        Func<Task> again,
        Func<Task> end,
        CancellationToken cancellation)
    {
        stage.FaultBegins();
        try
        {
            await begin();
            var over = stage.Storm.Time.Now + Lasting.Ticks;
            while (stage.Storm.Time.Now < over)
            {
                await Task.Delay(pause, cancellation);
                await again();
            }
        }
        finally
        {
            await end();
        }

        stage.FaultEnds();
        await stage.UntilServedAsync(cancellation);
    }
}
