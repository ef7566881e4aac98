using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Auctions.Scenarios.Support;

namespace Auctions.Server.Tests.Fuzz;

/// <summary>Sends one source's requests one after another, by an HTTP library.</summary>
internal sealed class HttpSender(Uri url, RequestSource source, FuzzRun run) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task SendAsync(int requests)
    {
        for (var request = 0; request < requests; request++)
        {
            await SendAsync(source.Next());
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task SendAsync(FuzzRequest request)
    {
        run.CountSent();
        using var deadline = new CancellationTokenSource(Api.AnswerDeadline);
        try
        {
            using var message = Message(request);
            using var response = await _client.SendAsync(
                message, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            var text = response.Content.Headers.ContentType?.MediaType == "text/event-stream"
                ? await BeginningAsync(response, deadline.Token)
                : await response.Content.ReadAsStringAsync(deadline.Token);
            var answer = FuzzAnswer.Of(response, text);
            run.Take(request, answer, request.Endpoint, request.IsBadHttp, request.Method == "HEAD");
            if (request.Renews is { } auction && answer.Status == 201)
            {
                using var view = JsonDocument.Parse(text);
                source.Auctions[auction] = view.RootElement.GetProperty("id").GetString()!;
            }
        }
        catch (OperationCanceledException)
        {
            run.AddFault(request, "No answer in time.");
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            // Whoever sends more than the server reads may find the connection gone before the answer.
            if (!request.IsLong)
            {
                run.AddFault(request, $"No answer: {broken.Message} {broken.InnerException?.Message}");
            }
        }
    }

    // A feed goes on; its watcher leaves after what comes first.
    private static async Task<string> BeginningAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var feed = await response.Content.ReadAsStreamAsync(cancellation);
        var bytes = new byte[4096];
        return Encoding.UTF8.GetString(bytes, 0, await feed.ReadAsync(bytes, cancellation));
    }

    private HttpRequestMessage Message(FuzzRequest request)
    {
        var asIs = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var message = new HttpRequestMessage(
            new HttpMethod(request.Method), new Uri($"{url.GetLeftPart(UriPartial.Authority)}{request.Target}", asIs));
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Headers.TransferEncodingChunked = request.IsChunked;
            message.Headers.ConnectionClose = request.IsLong ? true : null;
        }

        foreach (var (name, value) in request.Headers)
        {
            HttpHeaders? headers = name == "Content-Type" ? message.Content?.Headers : message.Headers;
            headers?.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}
