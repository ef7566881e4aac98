using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Auctions.Measuring;
using Auctions.Measuring.Http;

namespace Auctions.Bench.Tests.Http;

/// <summary>Connections that are kept, shared and lost.</summary>
public sealed class LoadClientTests
{
    private static readonly OutcomeKind[] LostKinds = [OutcomeKind.Unknown, OutcomeKind.Unavailable];

    [Fact]
    public async Task Bids_follow_one_another_on_one_connection()
    {
        using var server = new ScriptedServer((request, stream) => SayAsync(stream, Accept(request)));
        await using var client = await ConnectAsync(server, connections: 1);

        Assert.Equal(Outcome.Accepted(5, 5), await client.AskAsync(0, 5));
        Assert.Equal(Outcome.Accepted(6, 6), await client.AskAsync(0, 6));

        Assert.Equal((2, 1, 0), (server.Requests.Count, server.Connections, client.Losses));
    }

    [Fact]
    public async Task Bids_beyond_the_connections_wait_and_each_gets_its_own_answer()
    {
        ConcurrentDictionary<NetworkStream, int> underWay = new();
        var most = 0;
        using var server = new ScriptedServer(async (request, stream) =>
        {
            most = Math.Max(most, underWay.AddOrUpdate(stream, 1, (_, count) => count + 1));
            await Task.Yield();
            Assert.False(stream.DataAvailable);
            underWay.AddOrUpdate(stream, 0, (_, count) => count - 1);
            return await SayAsync(stream, Accept(request));
        });
        await using var client = await ConnectAsync(server, connections: 3);

        var bids = Enumerable.Range(1, 200).Select(amount => client.AskAsync(0, amount).AsTask());
        var outcomes = await Task.WhenAll(bids);

        Assert.Equal(Enumerable.Range(1, 200).Select(amount => Outcome.Accepted(amount, amount)), outcomes);
        Assert.Equal((3, 1), (server.Connections, most));
    }

    [Fact]
    public async Task An_answer_may_come_byte_by_byte()
    {
        using var server = new ScriptedServer(async (request, stream) =>
        {
            foreach (var one in Encoding.ASCII.GetBytes(Accept(request)))
            {
                await stream.WriteAsync(new[] { one });
                await Task.Yield();
            }

            return true;
        });
        await using var client = await ConnectAsync(server, connections: 1);

        Assert.Equal(Outcome.Accepted(5, 5), await client.AskAsync(0, 5));
        Assert.Equal(Outcome.Accepted(6, 6), await client.AskAsync(0, 6));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(-1)]
    public async Task A_bid_whose_connection_broke_is_sent_again_with_the_same_key_and_told(int bytesFirst)
    {
        var attempt = 0;
        using var server = new ScriptedServer(async (request, stream) =>
        {
            var answer = Accept(request);
            if (Interlocked.Increment(ref attempt) > 1)
            {
                return await SayAsync(stream, answer);
            }

            await SayAsync(stream, bytesFirst < 0 ? answer[..^1] : answer[..bytesFirst]);
            return false;
        });
        await using var client = await ConnectAsync(server, connections: 1);

        Assert.Equal(Outcome.Accepted(5, 5), await client.AskAsync(0, 5));

        Assert.Equal((2, 2, 1), (server.Requests.Count, server.Connections, client.Losses));
        Assert.Single(server.Requests.Distinct());
    }

    [Fact]
    public async Task After_an_answer_that_ends_the_connection_the_next_bid_has_a_new_one()
    {
        using var server = new ScriptedServer(async (request, stream) =>
        {
            await SayAsync(stream, ScriptedServer.Answer(201, "{\"sequence\":1,\"price\":1}", "Connection: close\r\n"));
            return false;
        });
        await using var client = await ConnectAsync(server, connections: 1);

        await client.AskAsync(0, 5);
        await client.AskAsync(0, 6);

        Assert.Equal((2, 2, 0), (server.Requests.Count, server.Connections, client.Losses));
    }

    [Theory]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", "A bid was answered 401: ")]
    [InlineData("SSH-2.0-X\r\n", "What the server sent is no answer by HTTP/1.1: it does not begin with the version.")]
    public async Task What_no_bid_is_answered_breaks_it(string answer, string message)
    {
        using var server = new ScriptedServer((_, stream) => SayAsync(stream, answer));
        await using var client = await ConnectAsync(server, connections: 1);

        var broken = await Assert.ThrowsAsync<MeasurementException>(() => client.AskAsync(0, 5).AsTask());

        Assert.Equal(message, broken.Message);
    }

    [Fact]
    public async Task An_answer_without_end_is_refused()
    {
        using var server = new ScriptedServer((_, stream) =>
            SayAsync(stream, $"HTTP/1.1 200 OK\r\nX: {new string('x', 20_000)}"));
        await using var client = await ConnectAsync(server, connections: 1);

        var broken = await Assert.ThrowsAsync<MeasurementException>(() => client.AskAsync(0, 5).AsTask());

        Assert.Contains("longer than", broken.Message);
    }

    [Fact]
    public async Task At_the_end_what_was_sent_is_of_unknown_outcome_and_what_waited_was_never_sent()
    {
        var asked = new TaskCompletionSource();
        using var server = new ScriptedServer((_, _) =>
        {
            asked.TrySetResult();
            return new TaskCompletionSource<bool>().Task;
        });
        var client = await ConnectAsync(server, connections: 1);
        var bids = Enumerable.Range(1, 3).Select(amount => client.AskAsync(0, amount).AsTask()).ToArray();
        await asked.Task;

        await client.DisposeAsync();

        Assert.Equal(
            [OutcomeKind.Unknown, OutcomeKind.Unavailable, OutcomeKind.Unavailable],
            (await Task.WhenAll(bids)).Select(outcome => outcome.Kind));
        Assert.Equal(OutcomeKind.Unavailable, (await client.AskAsync(0, 4)).Kind);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_bid_lost_with_its_server_stays_of_unknown_outcome()
    {
        var isLost = new TaskCompletionSource();
        ScriptedServer server = null!;
        server = new ScriptedServer((_, _) =>
        {
            server.StopListening();
            isLost.TrySetResult();
            return Task.FromResult(false);
        });
        using var _ = server;
        var client = await ConnectAsync(server, connections: 2);
        var bid = client.AskAsync(0, 5).AsTask();
        await isLost.Task;

        await client.DisposeAsync();

        Assert.Equal(OutcomeKind.Unknown, (await bid).Kind);
    }

    [Fact]
    public async Task Disposal_in_the_middle_of_everything_leaves_no_bid_without_an_outcome()
    {
        using var server = new ScriptedServer((request, stream) =>
            AmountIsUneven(request) ? SayAsync(stream, Accept(request)) : Task.FromResult(false));
        for (var round = 0; round < 20; round++)
        {
            var client = await ConnectAsync(server, connections: 4);
            var bids = Enumerable.Range(1, 40).Select(amount => client.AskAsync(0, amount).AsTask()).ToArray();
            await bids[0];

            await client.DisposeAsync();

            var outcomes = await Task.WhenAll(bids);
            Assert.All(outcomes, outcome => Assert.True(
                outcome.Kind == OutcomeKind.Accepted || LostKinds.Contains(outcome.Kind)));
        }
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        using var server = new ScriptedServer((_, _) => Task.FromResult(false));
        server.StopListening();

        var refused = await Assert.ThrowsAsync<MeasurementException>(() => ConnectAsync(server, connections: 2));

        Assert.StartsWith($"{server.Url} does not take 2 connections: ", refused.Message);
    }

    private static Task<LoadClient> ConnectAsync(ScriptedServer server, int connections)
    {
        var call = new BidCall(server.Url, ["lot"], HttpCallers.ByName(), new Acknowledged(1));
        return LoadClient.ConnectAsync(server.Url, call, connections, CancellationToken.None);
    }

    private static string Accept(string request) => ScriptedServer.Accepted(ScriptedServer.AmountOf(request));

    private static bool AmountIsUneven(string request) => ScriptedServer.AmountOf(request) % 2 == 1;

    private static async Task<bool> SayAsync(NetworkStream stream, string text)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text));
        return true;
    }
}
