using System.Net;

namespace Auctions.Cli.Replay;

/// <summary>
/// Sends a request until it is answered definitely. Only for requests that may be repeated: each carries a key, or asks
/// for something that stays done.
/// </summary>
internal sealed class PatientSender(HttpClient http, TimeProvider time, ReplayCounts counts)
{
    /// <summary>How long one request may go without a definite answer, from its first failure.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan PauseUnlessTold = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseAfterLossMax = TimeSpan.FromSeconds(2);

    /// <param name="what">What the request asks, for messages.</param>
    /// <param name="request">Makes the request anew for each attempt.</param>
    /// <param name="cancellation">Ends the wait at once; whether the request took effect is unknown then.</param>
    /// <returns>Any answer but 429, 502, 503 and 504.</returns>
    /// <exception cref="UnansweredException">No definite answer came in <see cref="Patience"/>.</exception>
    public async Task<Answer> SendAsync(
        string what, Func<HttpRequestMessage> request, CancellationToken cancellation)
    {
        long? failedSince = null;
        var pauseAfterLoss = PauseMin;
        while (true)
        {
            var attempt = await TryAsync(request, cancellation);
            if (attempt.Answer is { } answer)
            {
                return answer;
            }

            failedSince ??= time.GetTimestamp();
            var left = Patience - time.GetElapsedTime(failedSince.Value);
            if (left <= TimeSpan.Zero)
            {
                throw new UnansweredException(
                    $"{what}: no definite answer for {Patience.TotalSeconds} s ({attempt.Trouble})");
            }

            var pause = attempt.Pause ?? pauseAfterLoss;
            if (attempt.Cause == RetryCause.ConnectionLost)
            {
                pauseAfterLoss = Min(pauseAfterLoss * 2, PauseAfterLossMax);
            }

            // The last attempt falls on the deadline, even where the server asks for a longer pause.
            await Task.Delay(Min(pause, left), time, cancellation);
            counts.Retried(attempt.Cause);
        }
    }

    private async Task<Attempt> TryAsync(Func<HttpRequestMessage> request, CancellationToken cancellation)
    {
        try
        {
            using var message = request();
            using var response = await http.SendAsync(message, cancellation);
            var answer = new Answer(response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellation));
            return response.StatusCode switch
            {
                HttpStatusCode.TooManyRequests => Again(RetryCause.TooManyRequests, answer, response),
                HttpStatusCode.ServiceUnavailable => Again(RetryCause.Unavailable, answer, response),
                HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => Lost(answer.ToString()),
                _ => new Attempt(answer, default, null, ""),
            };
        }
        catch (HttpRequestException problem)
        {
            return Lost(problem.InnerException?.Message ?? problem.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Lost($"no answer in {http.Timeout.TotalSeconds} s");
        }
    }

    private static Attempt Again(RetryCause cause, Answer answer, HttpResponseMessage response)
    {
        var told = response.Headers.RetryAfter?.Delta ?? PauseUnlessTold;
        return new Attempt(null, cause, told < PauseMin ? PauseMin : told, answer.ToString());
    }

    private static Attempt Lost(string trouble) => new(null, RetryCause.ConnectionLost, null, trouble);

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <param name="Answer">The definite answer, if there is one.</param>
    /// <param name="Cause">Otherwise: why to try again,</param>
    /// <param name="Pause">after how long, if the server told,</param>
    /// <param name="Trouble">and what happened, in words.</param>
    private readonly record struct Attempt(Answer? Answer, RetryCause Cause, TimeSpan? Pause, string Trouble);
}
