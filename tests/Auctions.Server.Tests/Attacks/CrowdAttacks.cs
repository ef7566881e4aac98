using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Auctions.Scenarios.Support;

namespace Auctions.Server.Tests.Attacks;

/// <summary>
/// Connections that hold what they can: slow ones, and many of which nothing comes. They would disturb other tests.
/// </summary>
[Collection(CrowdSuite.Name)]
[Trait("Category", "Long")]
public sealed class CrowdAttacks(AttackedServer server) : Attack(server), IClassFixture<AttackedServer>
{
    private const int SlowConnections = 100;
    private const int IdleConnections = 10_000;

    // Ten seconds for the headers, five of grace for a body; machines are busy.
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Headers_that_come_byte_by_byte_are_not_waited_for() => await AssertHungUpOnAsync(
        Request("GET /v1/auctions HTTP/1.1", "", $"X-Slow: {new string('x', 4_000)}"), atOnce: 20);

    [Fact]
    public async Task Bodies_that_come_byte_by_byte_are_not_waited_for()
    {
        var lot = await CreateAsync();
        var text = Request(
            $"POST {lot.Path}/bids HTTP/1.1", "{\"amount\":5000" + new string(' ', 3_000) + "}", BidHeaders("mallory"));

        await AssertHungUpOnAsync(text, text.IndexOf("\r\n\r\n{", StringComparison.Ordinal) + 10);

        Assert.Equal(0, (await lot.ViewAsync()).Number("bidCount"));
    }

    [DescriptorsFact(IdleConnections + 2_000)]
    public async Task Ten_thousand_that_say_nothing_keep_nobody_out()
    {
        using var deadline = new CancellationTokenSource(PatienceMax);
        var crowd = new List<TcpClient>(IdleConnections);
        try
        {
            while (crowd.Count < IdleConnections)
            {
                crowd.AddRange(await Task.WhenAll(
                    Enumerable.Range(0, 100).Select(_ => ConnectAsync(deadline.Token))));
            }

            await crowd[0].GetStream().WriteAsync(Encoding.ASCII.GetBytes(Request("GET /healthz/live HTTP/1.1")));

            // Side by side: the crowd is not held for ever.
            await Parallel.ForAsync(0, 50, new ParallelOptions { MaxDegreeOfParallelism = 10 }, async (bidder, _) =>
            {
                var lot = await CreateAsync();
                (await lot.BidAsync(Server.Bearer($"bidder-{bidder}", "bid"), 5_000)).Is(201);

                // By a connection of its own, which nobody held ready.
                Assert.Equal(200, (await AskAsync(Request($"GET {lot.Path} HTTP/1.1")))!.Status);
            });

            Assert.DoesNotContain(crowd[1..], client => HasEnded(client.Client));
        }
        finally
        {
            crowd.ForEach(client => client.Dispose());
        }
    }

    private static bool HasEnded(Socket socket) => socket.Poll(0, SelectMode.SelectRead);

    // Each sends a byte now and then until the server has ended all of them; meanwhile it answers others.
    private async Task AssertHungUpOnAsync(string text, int atOnce)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        using var deadline = new CancellationTokenSource(PatienceMax);
        var slow = Enumerable.Range(0, SlowConnections).Select(_ => DripAsync(bytes, atOnce, deadline.Token)).ToArray();
        var all = Task.WhenAll(slow);
        var answered = 0;
        while (!all.IsCompleted)
        {
            var asked = Stopwatch.GetTimestamp();
            Assert.Equal(200, (await AskAsync(Request("GET /v1/auctions HTTP/1.1")))!.Status);
            Assert.InRange(Stopwatch.GetElapsedTime(asked), TimeSpan.Zero, Api.AnswerDeadline);
            answered++;
        }

        await all;
        Assert.InRange(answered, 1, int.MaxValue);
    }

    private async Task DripAsync(byte[] bytes, int atOnce, CancellationToken cancellation)
    {
        using var client = await ConnectAsync(cancellation);
        try
        {
            var stream = client.GetStream();
            await stream.WriteAsync(bytes.AsMemory(0, atOnce), cancellation);
            for (var at = atOnce; at < bytes.Length && !HasEnded(client.Client); at++)
            {
                await stream.WriteAsync(bytes.AsMemory(at, 1), cancellation);
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
            }
        }
        catch (Exception broken) when (broken is IOException or SocketException)
        {
            return;
        }

        Assert.True(HasEnded(client.Client), "The whole request was waited for.");
    }
}

/// <summary>Runs when no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CrowdSuite
{
    public const string Name = "Crowd";
}
