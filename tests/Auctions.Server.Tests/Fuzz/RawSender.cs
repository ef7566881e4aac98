using System.Net.Sockets;
using Auctions.Scenarios.Support;

namespace Auctions.Server.Tests.Fuzz;

/// <summary>Sends bytes, each time over a connection of its own.</summary>
internal sealed class RawSender(Uri url, RawDraw source, FuzzRun run)
{
    public async Task SendAsync(int requests)
    {
        for (var request = 0; request < requests; request++)
        {
            await SendAsync(source.Next());
        }
    }

    private async Task SendAsync(RawRequest request)
    {
        run.CountSent();
        using var deadline = new CancellationTokenSource(Api.AnswerDeadline);
        try
        {
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(url.Host, url.Port, deadline.Token);
            var received = await TalkAsync(client, request, deadline.Token);
            var answers = FuzzAnswer.All(received);
            foreach (var answer in answers)
            {
                run.Take(request, answer, endpoint: null, isBadHttp: true);
            }

            if (request.IsSmuggling && answers.Count > 1)
            {
                run.AddFault(request, "The hidden request was answered.");
            }
        }
        catch (OperationCanceledException)
        {
            run.AddFault(request, "The server did not end the connection in time.");
        }
        catch (FormatException broken)
        {
            run.AddFault(request, broken.Message);
        }
    }

    private static async Task<byte[]> TalkAsync(TcpClient client, RawRequest request, CancellationToken cancellation)
    {
        var received = new MemoryStream();
        try
        {
            var stream = client.GetStream();
            var step = request.IsSlow ? 1 : request.Bytes.Length;
            for (var at = 0; at < request.Bytes.Length; at += step)
            {
                await stream.WriteAsync(request.Bytes.AsMemory(at, step), cancellation);
            }

            switch (request.End)
            {
                case RawEnd.Dropped:
                    client.LingerState = new LingerOption(enable: true, seconds: 0);
                    return [];
                case RawEnd.HalfClosed:
                    client.Client.Shutdown(SocketShutdown.Send);
                    break;
                case RawEnd.ByServer:
                    break;
            }

            await stream.CopyToAsync(received, cancellation);
        }
        catch (Exception broken) when (broken is IOException or SocketException)
        {
            // The server hung up on what it had not read; what it said before that counts.
        }

        return received.ToArray();
    }
}
