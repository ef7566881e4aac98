using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Auctions.Bench.Tests.Http;

/// <summary>
/// A server on a free port that reads one request after another from each connection and does with it what a test
/// wants: it writes, and says whether the connection stays.
/// </summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, NetworkStream, Task<bool>> _answer;
    private readonly ConcurrentDictionary<TcpClient, bool> _clients = new();
    private int _connections;

    public ScriptedServer(Func<string, NetworkStream, Task<bool>> answer)
    {
        _answer = answer;
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = Task.Run(AcceptAsync);
    }

    public Uri Url { get; }

    /// <summary>Everything that was asked, in the order in which it came.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>How many connections were made.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>An answer as the API gives it to an accepted bid.</summary>
    public static string Accepted(long sequence) => Answer(201, $"{{\"sequence\":{sequence},\"price\":{sequence}}}");

    public static string Answer(int status, string body, string header = "") =>
        $"HTTP/1.1 {status} Any\r\n{header}Content-Length: {body.Length}\r\n\r\n{body}";

    /// <summary>The amount of a bid.</summary>
    public static long AmountOf(string request) => long.Parse(
        request[(request.LastIndexOf(':') + 1)..].TrimEnd('}'), CultureInfo.InvariantCulture);

    /// <summary>Takes no connections any more; those there are stay.</summary>
    public void StopListening() => _listener.Stop();

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var client in _clients.Keys)
        {
            client.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref _connections);
                _clients[client] = true;
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // It listens no more.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                var stream = client.GetStream();
                while (await ReadAsync(stream) is { } request)
                {
                    Requests.Enqueue(request);
                    if (!await _answer(request, stream))
                    {
                        return;
                    }
                }
            }
            catch (Exception gone) when (gone is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // The client hung up, or the test is over.
            }
        }
    }

    // Head and body; null: the client hung up.
    private static async Task<string?> ReadAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        var length = int.MaxValue;
        while (text.Length < length)
        {
            if (await stream.ReadAsync(one) == 0)
            {
                return null;
            }

            text.Append((char)one[0]);
            var head = text.ToString();
            if (length == int.MaxValue && head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                const string Name = "Content-Length: ";
                var at = head.IndexOf(Name, StringComparison.Ordinal) + Name.Length;
                length = head.Length + int.Parse(head[at..head.IndexOf('\r', at)], CultureInfo.InvariantCulture);
            }
        }

        return text.ToString();
    }
}
