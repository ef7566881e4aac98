using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Auctions.Engine.Ports;
using Auctions.Storage.Postgres.Connections;
using Npgsql;

namespace Auctions.Postgres.Tests.Breaking;

/// <summary>A server that refuses new connections at once.</summary>
[Trait("Category", "Long")]
public sealed class RefusedConnectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Whoever_asks_a_connection_is_tried_a_few_times_a_second_only()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var tried = 0;
        var refusing = Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    using var refused = await listener.AcceptSocketAsync();
                    tried++;
                }
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        });
        var address = (IPEndPoint)listener.LocalEndpoint;
        await using (var database = Make($"Host=127.0.0.1;Port={address.Port};SSL Mode=Disable;Username=nobody"))
        {
            // Before so long its breaker opens.
            var asked = 0;
            var watch = Stopwatch.StartNew();
            for (; asked < 1_000 || watch.Elapsed < TimeSpan.FromSeconds(1.5); asked++)
            {
                Assert.Equal(JournalFault.Unavailable, await JournalOn.FaultAsync(() => RunAsync(database)));
            }

            Assert.InRange(tried, 2, 2 + (int)(watch.Elapsed / TimeSpan.FromMilliseconds(200)));
        }

        listener.Stop();
        await refusing;
    }

    [Fact]
    public async Task Once_the_pause_is_over_one_tries_for_all_others()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = (IPEndPoint)listener.LocalEndpoint;
        await using var database = Make($"Host=127.0.0.1;Port={address.Port};SSL Mode=Disable;Username=nobody");
        Assert.Equal(JournalFault.Unavailable, await JournalOn.FaultAsync(() => RunAsync(database)));
        var trying = RunAsync(database);
        for (; trying.IsFaulted; trying = RunAsync(database))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }

        Assert.True(RunAsync(database).IsFaulted);
        Assert.Equal(JournalFault.Unavailable, await JournalOn.FaultAsync(() => trying));
    }

    [Fact]
    public async Task While_something_is_answered_nobody_is_turned_away()
    {
        var server = Servers.Database(0, "postgres");
        var role = $"two_{Guid.NewGuid():N}";
        await Servers.RunAsync(server, $"create role {role} login password 'p' connection limit 2");
        try
        {
            await using var database = Make(new NpgsqlConnectionStringBuilder(server)
            {
                Username = role,
                Password = "p",
            }.ConnectionString);
            TaskCompletionSource<int> first = new(), second = new();
            Task<int>[] holding = [await HoldAsync(database, first.Task), await HoldAsync(database, second.Task)];
            await Until.TrueAsync(
                async () =>
                {
                    Assert.Equal(JournalFault.Unavailable, await JournalOn.FaultAsync(() => RunAsync(database)));

                    // On a machine that stands still the pause may be over by now.
                    var next = RunAsync(database);
                    var isTurnedAway = next.IsFaulted;
                    Assert.Equal(JournalFault.Unavailable, await JournalOn.FaultAsync(() => next));
                    return isTurnedAway;
                },
                "the next is turned away");
            first.SetResult(1);
            await holding[0];
            await RunAsync(database);
            second.SetResult(1);
            await holding[1];
        }
        finally
        {
            await Servers.RunAsync(server, $"drop role {role}");
        }
    }

    // Answers once the connection is there.
    private static async Task<Task<int>> HoldAsync(PostgresDatabase database, Task<int> until)
    {
        var isHeld = new TaskCompletionSource();
        var holding = database.AskAsync(Patience, (_, _) =>
        {
            isHeld.SetResult();
            return until;
        });
        await isHeld.Task;
        return holding;
    }

    private static Task<int> RunAsync(PostgresDatabase database) => database.AskAsync(
        Patience,
        async (connection, token) =>
        {
            await using var command = connection.Command("select 1");
            return (int)(await command.ExecuteScalarAsync(token))!;
        });

    private static PostgresDatabase Make(string connection) =>
        new(connection, "refused", role: null, connectionsMax: 4, request: TimeSpan.FromSeconds(2));
}
