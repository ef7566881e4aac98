using System.Text;
using Auctions.Measuring;
using Auctions.Measuring.Http;

namespace Auctions.Bench.Http;

/// <summary>
/// The same server asked whether it lives, which needs neither token nor engine: what the web server and the client
/// carry here.
/// </summary>
internal sealed class ConstantSubject : ISubject
{
    private readonly BenchServer _server;
    private readonly LoadClient _client;

    private ConstantSubject(BenchServer server, LoadClient client)
    {
        _server = server;
        _client = client;
    }

    public bool Stores => false;

    public TimeSpan CpuElsewhere => _server.Cpu;

    /// <summary>Connects to a server, which it owns from now on.</summary>
    public static async Task<ConstantSubject> StartAsync(
        BenchServer server, int connections, CancellationToken cancellation)
    {
        try
        {
            var client = await LoadClient.ConnectAsync(
                server.Url, new ConstantCall(server.Url), connections, cancellation);
            return new ConstantSubject(server, client);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public ValueTask<Outcome> BidAsync(int lot, long amount) => _client.AskAsync(lot, amount);

    public IAsyncEnumerable<StoredLot> ReadBackAsync(CancellationToken cancellation) =>
        AsyncEnumerable.Empty<StoredLot>();

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    /// <summary>Asks the same every time.</summary>
    private sealed class ConstantCall(Uri url) : IHttpCall
    {
        private readonly byte[] _request = Encoding.ASCII.GetBytes(
            $"GET {url.AbsolutePath}healthz/live HTTP/1.1\r\nHost: {url.Authority}\r\n\r\n");

        public int RequestBytesMax => _request.Length;

        public int Write(int lot, long amount, Span<byte> request)
        {
            _request.CopyTo(request);
            return _request.Length;
        }

        public Outcome Read(int lot, long amount, TimeSpan since, HttpAnswer answer) => answer.Status == 200
            ? Outcome.Accepted(0, amount)
            : throw new MeasurementException($"The server was asked whether it lives and answered {answer.Status}.");
    }
}
