using Auctions.Chaos.Machines;

namespace Auctions.Chaos.Scenarios;

/// <summary>What happens between the server and a database.</summary>
internal static class NetworkFaults
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        On(
            "network-cut",
            "network: cut",
            "the cable to PostgreSQL's network namespace is pulled out for 10 s.",
            network => network.CutAsync()),
        On(
            "requests-lost",
            "network: requests lost",
            "a wrong neighbour entry: what is sent to PostgreSQL is lost for 10 s, what it sends arrives.",
            network => network.LoseRequestsAsync()),
        On(
            "replies-lost",
            "network: replies lost",
            "a wrong neighbour entry: what PostgreSQL sends is lost for 10 s, what is sent to it arrives.",
            network => network.LoseRepliesAsync()),
        Victims.On(
            "connections-reset",
            "network: reset",
            "ss -K resets all of PostgreSQL's connections, every 200 ms for 10 s.",
            ResetAsync,
            PutIntoNetworkAsync,
            Needs.NetworkNamespaces | Needs.SocketKilling).Busy(),
    ];

    private static Scenario On(string name, string fault, string how, Func<PrivateNetwork, Task> begin) => Victims.On(
        name,
        fault,
        how,
        (stage, server, token) =>
        {
            var network = server.Beneath<PrivateNetwork>();
            return stage.ForAWhileAsync(() => begin(network), network.MendAsync, token);
        },
        PutIntoNetworkAsync,
        Needs.NetworkNamespaces);

    private static Task PutIntoNetworkAsync(
        PostgresServer server, Workshop workshop, CancellationToken cancellation) => server.PutIntoNetworkAsync();

    private static async Task ResetAsync(Stage stage, PostgresServer server, CancellationToken cancellation)
    {
        var network = server.Beneath<PrivateNetwork>();
        var resets = 0;
        await stage.AgainAndAgainAsync(
            async () => resets += await network.ResetAsync(server.Process.Port),
            TimeSpan.FromMilliseconds(200),
            () => Task.CompletedTask,
            cancellation);
        stage.Say($"{resets} connections were reset");
        stage.Demand(resets > 0, "no connection was reset");
    }
}
