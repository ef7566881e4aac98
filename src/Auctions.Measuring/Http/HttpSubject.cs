using System.Globalization;
using System.Runtime.CompilerServices;

namespace Auctions.Measuring.Http;

/// <summary>A server behind its HTTP API, whose store cannot be opened: it is read back as anyone may see it.</summary>
internal sealed class HttpSubject : ISubject
{
    private const int CreationsAtOnce = 64;

    /// <summary>Longest wait for an answer outside the measured time.</summary>
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);

    // Longer than any run: auctions that are not meant to close.
    private static readonly TimeSpan Forever = TimeSpan.FromDays(1);

    private readonly HttpClient _http;
    private readonly AuctionApi _api;
    private readonly string[] _ids;
    private readonly ServerClock _clock;
    private readonly Acknowledged _acknowledged;
    private LoadClient? _client;

    private HttpSubject(HttpClient http, AuctionApi api, ServerClock clock, DateTimeOffset closesAt, string[] ids)
    {
        _http = http;
        _api = api;
        _clock = clock;
        _ids = ids;
        ClosesAt = closesAt;
        _acknowledged = new Acknowledged(ids.Length);
    }

    /// <summary>The auction of each lot.</summary>
    public IReadOnlyList<string> Ids => _ids;

    /// <summary>How often a connection broke, or could not be made.</summary>
    public long Losses => _client!.Losses;

    /// <summary>The time by the server's clock.</summary>
    public DateTimeOffset Now => _clock.Now;

    /// <summary>When the auctions end.</summary>
    public DateTimeOffset ClosesAt { get; }

    /// <summary>Creates auctions that stay open for a day, and opens connections to bid on them.</summary>
    /// <param name="url">The server, by http; its path ends with a slash.</param>
    /// <param name="callers">Who sells and bids.</param>
    /// <param name="lots">How many auctions.</param>
    /// <param name="connections">How many connections.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="MeasurementException">The server does not do what is asked.</exception>
    public static Task<HttpSubject> StartAsync(
        Uri url, HttpCallers callers, int lots, int connections, CancellationToken cancellation) =>
        StartAsync(url, callers, lots, connections, closesIn: null, cancellation);

    /// <summary>The same, with auctions that all end so long after the start, unless that is null.</summary>
    public static async Task<HttpSubject> StartAsync(
        Uri url,
        HttpCallers callers,
        int lots,
        int connections,
        TimeSpan? closesIn,
        CancellationToken cancellation)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = url,
            Timeout = AnswerMax,
        };
        try
        {
            var api = new AuctionApi(http, callers);
            var clock = closesIn is null ? ServerClock.Here : await ServerClock.ReadAsync(api, cancellation);
            var closesAt = clock.Now + (closesIn ?? Forever);
            var ids = await CreateAsync(api, lots, closesAt, cancellation);
            var subject = new HttpSubject(http, api, clock, closesAt, ids);
            var call = new BidCall(
                url, ids, callers, subject._acknowledged, closesIn is null ? null : closesAt, () => clock.Now);
            subject._client = await LoadClient.ConnectAsync(url, call, connections, cancellation);
            return subject;
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    public ValueTask<Outcome> BidAsync(int lot, long amount) => _client!.AskAsync(lot, amount);

    /// <summary>What the server shows of a lot.</summary>
    /// <exception cref="MeasurementException">It could not be read.</exception>
    public Task<PublicView> ViewAsync(int lot, CancellationToken cancellation) =>
        _api.ViewAsync(_ids[lot], after: 0, cancellation);

    /// <summary>Follows the live feed of each auction until it is seen closed; says when each was.</summary>
    public Task<IReadOnlyList<DateTimeOffset>> WatchClosingsAsync(CancellationToken cancellation) =>
        ClosingWatch.RunAsync(
            _ids.Length, (lot, token) => ClosingFeed.FollowAsync(_http, _ids[lot], token), () => Now, cancellation);

    /// <summary>Ends the connections and reads what the server shows of each lot.</summary>
    public async IAsyncEnumerable<StoredLot> ReadBackAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await HangUpAsync();
        for (var lot = 0; lot < _ids.Length; lot++)
        {
            var acknowledged = _acknowledged.Of(lot);
            var newest = acknowledged.Keys.Append(0).Max();
            var history = await _api.HistoryAsync(_ids[lot], newest, cancellation);
            var view = await _api.ViewAsync(_ids[lot], newest, cancellation);
            yield return new PublicLot(lot, acknowledged).Compare(history, view);
        }
    }

    /// <summary>Ends the connections; no bid is on its way any more.</summary>
    public ValueTask HangUpAsync() => _client!.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await HangUpAsync();
        _http.Dispose();
    }

    private static async Task<string[]> CreateAsync(
        AuctionApi api, int lots, DateTimeOffset closesAt, CancellationToken cancellation)
    {
        var ids = new string[lots];
        var run = Guid.NewGuid();
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = CreationsAtOnce,
            CancellationToken = cancellation,
        };
        await Parallel.ForAsync(0, lots, parallel, async (lot, token) =>
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{run:N}-{lot}");
            ids[lot] = await api.CreateAsync(key, closesAt, token);
        });
        return ids;
    }
}
