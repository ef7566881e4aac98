namespace Auctions.Chaos.Scenarios;

/// <summary>What happens to the server process.</summary>
internal static class ServerFaults
{
    private const int Kills = 3;

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new(
            "server-killed",
            "server killed in the middle of a storm",
            "kill -9 and a new start, three times.",
            StoreKind.Postgres,
            KillAsync),
        new(
            "server-killed-sqlite",
            "server killed in the middle of a storm",
            "kill -9 and a new start on the same files, three times.",
            StoreKind.Sqlite,
            KillAsync),
    ];

    private static async Task KillAsync(Stage stage, CancellationToken cancellation)
    {
        for (var kill = 0; kill < Kills; kill++)
        {
            stage.FaultBegins();
            await stage.Server.KillAsync();
            stage.FaultEnds();
            await stage.Server.StartAsync(cancellation);
            await stage.UntilAllServedAsync(cancellation);
            await stage.UntilAcknowledgedAsync(stage.Storm.Plan.Bids / 10, cancellation);
        }
    }
}
