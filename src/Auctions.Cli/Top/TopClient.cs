using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Auctions.Cli.Replay;

namespace Auctions.Cli.Top;

/// <summary>Asks a server what is hot.</summary>
internal sealed class TopClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int BytesMax = 16 << 20;

    private readonly TopOptions _options;
    private readonly HttpClient _http;

    /// <param name="options">Where, and who asks.</param>
    /// <param name="token">Null: who asks is named by <c>X-User</c>.</param>
    public TopClient(TopOptions options, string? token)
    {
        _options = options;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = options.Url,
            Timeout = Patience,
            MaxResponseContentBufferSize = BytesMax,
        };
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (token is null)
        {
            _http.DefaultRequestHeaders.TryAddWithoutValidation("X-User", options.User);
        }
        else
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <returns>The report, and the text it came as, on one line.</returns>
    /// <exception cref="NotNowException">There is none now; there may be one soon.</exception>
    /// <exception cref="CommandFailedException">There will be none however often it is asked.</exception>
    public async Task<(TopReport Report, string Text)> ReadAsync(CancellationToken cancellation)
    {
        var answer = await AskAsync(cancellation);
        if (answer.Status == HttpStatusCode.OK && answer.As<TopReport>() is { IsWhole: true } report)
        {
            return (report, Encoding.UTF8.GetString(answer.Body).Replace('\n', ' ').Replace('\r', ' '));
        }

        throw answer.Status switch
        {
            HttpStatusCode.Unauthorized when _options.TokenFile is { } file => new CommandFailedException(
                $"the server does not take the token from {file}: it may have expired, or be for another server " +
                $"({answer})."),
            HttpStatusCode.Unauthorized => new CommandFailedException(
                "the server does not take X-User for a log-in, which counts in Development only; give --token FILE " +
                "with a token that grants the scope operate."),
            HttpStatusCode.Forbidden => new CommandFailedException(
                "what is hot is for operators: the token has to grant the scope operate, in its claim scope or scp."),
            >= HttpStatusCode.InternalServerError => new NotNowException($"the server answered {answer}"),
            HttpStatusCode.NotFound when IsOurs(answer) => new CommandFailedException(
                $"{_options.Url} is an OrleansAuctions server without GET /ops/hotspots: an older version."),
            HttpStatusCode.BadRequest when IsOurs(answer) => new CommandFailedException(
                $"the server answered {answer}"),
            _ => new CommandFailedException(
                $"{_options.Url} is not an OrleansAuctions server: GET /ops/hotspots was answered " +
                $"{(int)answer.Status}, and not as one does."),
        };
    }

    public void Dispose() => _http.Dispose();

    // All answers of the API's that are no success carry these two.
    private static bool IsOurs(Answer answer) => answer.As<Ours>() is { Code: not null, ServerTime: not null };

    private async Task<Answer> AskAsync(CancellationToken cancellation)
    {
        try
        {
            using var response = await _http.GetAsync($"ops/hotspots?window={_options.Window}", cancellation);
            return new Answer(response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellation));
        }
        catch (HttpRequestException failed)
        {
            throw new NotNowException(
                $"{_options.Url} cannot be reached: {failed.Message}; is the address right, and does the server run?");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new NotNowException($"{_options.Url} gave no answer within {Patience.TotalSeconds} s");
        }
    }

    private sealed record Ours(string? Code, string? ServerTime);
}
