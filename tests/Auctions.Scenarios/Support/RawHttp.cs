using System.Net.Sockets;
using System.Text;

namespace Auctions.Scenarios.Support;

/// <summary>Requests that no HTTP library would send.</summary>
public static class RawHttp
{
    /// <summary>Sends a request line and headers as they are, and answers all that comes back.</summary>
    public static async Task<string> SendAsync(Uri url, string requestLine, string[] headers, string body = "")
    {
        using var deadline = new CancellationTokenSource(Api.AnswerDeadline);
        using var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port, deadline.Token);
        var stream = client.GetStream();
        string[] all =
        [
            requestLine, $"Host: {url.Authority}", "Connection: close",
            $"Content-Length: {Encoding.UTF8.GetByteCount(body)}", .. headers,
        ];
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{string.Join("\r\n", all)}\r\n\r\n{body}"), deadline.Token);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(deadline.Token);
    }
}
