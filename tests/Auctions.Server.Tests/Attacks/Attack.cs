using System.Net.Sockets;
using System.Text;
using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Fuzz;

namespace Auctions.Server.Tests.Attacks;

/// <summary>
/// Attacks of one kind on a server of their own. After each of them the server lives, has said nothing that it must
/// not, takes somebody else's bid, and its journal is whole.
/// </summary>
public abstract class Attack(AttackedServer server) : IAsyncLifetime
{
    protected AttackedServer Server => server;

    protected Api Api => server.Api;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => server.AssertUnhurtAsync();

    protected Task<Lot> CreateAsync() => Lot.CreateAsync(Api, server.Bearer("sally", "sell"));

    /// <summary>Sends bytes over a connection of their own and reads answers until it ends.</summary>
    /// <param name="text">The bytes, each a character.</param>
    /// <param name="isHead">Whether an answer has no body for that.</param>
    internal async Task<IReadOnlyList<FuzzAnswer>> SendAsync(string text, bool isHead = false)
    {
        using var deadline = new CancellationTokenSource(Api.AnswerDeadline);
        using var client = await ConnectAsync(deadline.Token);
        var received = new MemoryStream();
        var stream = client.GetStream();
        await UntilBrokenAsync(stream.WriteAsync(Encoding.Latin1.GetBytes(text), deadline.Token).AsTask());
        await UntilBrokenAsync(stream.CopyToAsync(received, deadline.Token));
        var answers = FuzzAnswer.All(received.ToArray());
        foreach (var answer in answers)
        {
            server.Judge.Take(text, answer, isHead);
        }

        return answers;
    }

    /// <summary>Sends bytes to which one answer is expected, or the end of the connection: then null.</summary>
    internal async Task<FuzzAnswer?> AskAsync(string text) => (await SendAsync(text)).SingleOrDefault();

    /// <summary>A request as bytes; the connection ends after its answer.</summary>
    protected string Request(string line, string body = "", params string[] headers) => string.Join("\r\n",
    [
        line, $"Host: {server.Url.Authority}", "Connection: close", .. headers,
        .. body.Length > 0 ? (string[])[$"Content-Length: {body.Length}"] : [], "", body,
    ]);

    /// <summary>The headers of a bid by somebody whose token is good.</summary>
    protected string[] BidHeaders(string bidder, string? key = null) =>
    [
        $"Authorization: {server.Bearer(bidder, "bid")}", $"Idempotency-Key: {key ?? Api.NewKey()}",
        "Content-Type: application/json",
    ];

    protected async Task<TcpClient> ConnectAsync(CancellationToken cancellation)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(server.Url.Host, server.Url.Port, cancellation);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    // The server may hang up on what it has not read; what it said before that counts.
    private static async Task UntilBrokenAsync(Task talking)
    {
        try
        {
            await talking;
        }
        catch (Exception broken) when (broken is IOException or SocketException)
        {
        }
    }
}
