using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Auctions.Measuring.Http;

/// <summary>A bid in an auction's public history.</summary>
internal sealed record PublicBid(long Sequence, string Bidder, long Price);

/// <summary>An auction's public view, as far as it is compared.</summary>
internal sealed record PublicView(int BidCount, string? Leader)
{
    public long Sequence { get; init; }

    public string? Status { get; init; }

    public long? Price { get; init; }
}

/// <summary>The calls that a run makes before and after it, where time does not matter.</summary>
/// <param name="http">Where the API is.</param>
/// <param name="callers">Who sells.</param>
internal sealed class AuctionApi(HttpClient http, HttpCallers callers)
{
    private const int PageBids = 200;

    /// <summary>How long 503 is waited out: what is read may lag.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Creates an English auction, opening price 1, increment 1.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="MeasurementException">It could not be created.</exception>
    public async Task<string> CreateAsync(string key, DateTimeOffset closesAt, CancellationToken cancellation)
    {
        var terms = new
        {
            title = "A lot",
            currency = "USD",
            format = "english",
            openingPrice = 1,
            increments = new[] { new { from = 1, step = 1 } },
            closesAt,
        };
        var created = await SendAsync<Created>(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, "v1/auctions");
                request.Content = JsonContent.Create(terms);
                request.Headers.TryAddWithoutValidation(callers.Header, callers.SellerValue);
                request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
                return request;
            },
            cancellation);
        return created.Id;
    }

    /// <summary>The public view, at least as new as a sequence.</summary>
    /// <exception cref="MeasurementException">It could not be read.</exception>
    public Task<PublicView> ViewAsync(string id, long after, CancellationToken cancellation) =>
        SendAsync<PublicView>(() => Get($"v1/auctions/{id}?after={after}"), cancellation);

    /// <summary>What time it is for the server.</summary>
    /// <exception cref="MeasurementException">It does not say.</exception>
    public async Task<DateTimeOffset> TimeAsync(CancellationToken cancellation) =>
        (await SendAsync<Told>(() => Get("healthz/live"), cancellation)).ServerTime;

    /// <summary>The whole public history in the auction's order, at least as new as a sequence.</summary>
    /// <exception cref="MeasurementException">It could not be read.</exception>
    public async Task<List<PublicBid>> HistoryAsync(string id, long after, CancellationToken cancellation)
    {
        var bids = new List<PublicBid>();
        for (string? cursor = ""; cursor is not null;)
        {
            var place = cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = await SendAsync<Page>(
                () => Get($"v1/auctions/{id}/bids?limit={PageBids}&after={after}{place}"), cancellation);
            bids.AddRange(page.Items);
            cursor = page.NextCursor;
        }

        bids.Reverse();
        return bids;
    }

    private static HttpRequestMessage Get(string path) => new(HttpMethod.Get, path);

    private async Task<T> SendAsync<T>(Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            using var request = make();
            try
            {
                using var answer = await http.SendAsync(request, cancellation);
                if (answer.IsSuccessStatusCode)
                {
                    return await answer.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, cancellation) ??
                        throw new JsonException("It is null.");
                }

                if (answer.StatusCode != HttpStatusCode.ServiceUnavailable ||
                    Stopwatch.GetElapsedTime(since) > Patience)
                {
                    var body = await answer.Content.ReadAsStringAsync(cancellation);
                    throw Failed(request, $"was answered {(int)answer.StatusCode}: {body}");
                }
            }
            catch (HttpRequestException unreachable)
            {
                throw Failed(request, $"failed: {unreachable.InnerException?.Message ?? unreachable.Message}");
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw Failed(request, string.Create(
                    CultureInfo.InvariantCulture, $"was not answered within {http.Timeout.TotalSeconds:0} s"));
            }
            catch (JsonException malformed)
            {
                throw Failed(request, $"was answered what is not in the API's documents: {malformed.Message}");
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    private MeasurementException Failed(HttpRequestMessage request, string how) =>
        new($"{request.Method} {new Uri(http.BaseAddress!, request.RequestUri!)} {how}");

    private sealed record Created(string Id);

    private sealed record Told(DateTimeOffset ServerTime);

    private sealed record Page(IReadOnlyList<PublicBid> Items, string? NextCursor);
}
