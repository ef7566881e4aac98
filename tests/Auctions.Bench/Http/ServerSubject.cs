using System.Runtime.CompilerServices;
using Auctions.Bench.Checking;
using Auctions.Core;
using Auctions.Measuring;
using Auctions.Measuring.Http;
using Auctions.Web.Identity;

namespace Auctions.Bench.Http;

/// <summary>A server that is bid on over HTTP; its journal is read once it has ended.</summary>
internal sealed class ServerSubject : IClosingSubject
{
    private const int Nobody = -1;

    private readonly BenchServer _server;
    private readonly HttpSubject _http;
    private readonly string _issuer;
    private readonly bool _closes;

    private ServerSubject(BenchServer server, HttpSubject http, string issuer, bool closes)
    {
        _server = server;
        _http = http;
        _issuer = issuer;
        _closes = closes;
    }

    public DateTimeOffset Now => _http.Now;

    public DateTimeOffset ClosesAt => _http.ClosesAt;

    public TimeSpan CpuElsewhere => _server.Cpu;

    /// <summary>The auction of each lot.</summary>
    public IReadOnlyList<string> Ids => _http.Ids;

    /// <summary>Creates auctions on a server, which it owns from now on.</summary>
    /// <param name="server">The server.</param>
    /// <param name="callers">Who sells and bids.</param>
    /// <param name="issuer">Who issued their tokens.</param>
    /// <param name="lots">How many auctions.</param>
    /// <param name="connections">Over how many connections is bid.</param>
    /// <param name="closesIn">How long after the start all auctions end; null: they stay open.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<ServerSubject> StartAsync(
        BenchServer server,
        HttpCallers callers,
        string issuer,
        int lots,
        int connections,
        TimeSpan? closesIn,
        CancellationToken cancellation)
    {
        try
        {
            var http = await HttpSubject.StartAsync(
                server.Url, callers, lots, connections, closesIn, cancellation);
            return new ServerSubject(server, http, issuer, closes: closesIn is not null);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public ValueTask<Outcome> BidAsync(int lot, long amount) => _http.BidAsync(lot, amount);

    /// <summary>What the server shows of a lot.</summary>
    public Task<PublicView> ViewAsync(int lot, CancellationToken cancellation) => _http.ViewAsync(lot, cancellation);

    public Task<IReadOnlyList<DateTimeOffset>> WatchClosingsAsync(CancellationToken cancellation) =>
        _http.WatchClosingsAsync(cancellation);

    public async IAsyncEnumerable<StoredLot> ReadBackAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await _http.HangUpAsync();
        await using var store = await _server.StopAsync(cancellation);
        var people = new People(store.IdentityKey);
        var numbers = Enumerable.Range(0, Bids.Bidders)
            .ToDictionary(bidder => people.IdOf(_issuer, HttpCallers.NameOf(bidder)));
        var ids = _http.Ids.Select(id => new AuctionId(Guid.Parse(id))).ToArray();
        var run = new StoredRun(store.Journal, _server.Place, ids, _closes);
        await foreach (var lot in run.ReadAsync(person => numbers.GetValueOrDefault(person, Nobody), cancellation))
        {
            yield return lot;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _http.DisposeAsync();
        await _server.DisposeAsync();
    }
}
