using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Auctions.Core;
using Auctions.Measuring;

namespace Auctions.Bench.Cluster.Live;

/// <summary>A page that follows one auction's live feed and notes when it saw what.</summary>
internal sealed class LivePage : IAsyncDisposable
{
    private const string Id = "id: ";

    private readonly Channel<(long Sequence, long At)> _seen = Channel.CreateUnbounded<(long, long)>();
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _reading;
    private (long Sequence, long At) _newest;

    /// <param name="http">The front end.</param>
    /// <param name="auction">Whom it follows.</param>
    public LivePage(HttpClient http, AuctionId auction) => _reading = ReadAsync(http, auction);

    /// <summary>When the page saw a sequence or, if that was left out, the next one it was shown.</summary>
    /// <param name="sequence">Never less than the one asked for before.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>A timestamp of <see cref="Stopwatch"/>.</returns>
    public async Task<long> SeenAsync(long sequence, CancellationToken cancellation)
    {
        while (_newest.Sequence < sequence)
        {
            _newest = await _seen.Reader.ReadAsync(cancellation);
        }

        return _newest.At;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private async Task ReadAsync(HttpClient http, AuctionId auction)
    {
        try
        {
            using var stream = await http.GetStreamAsync($"/v1/auctions/{auction}/live", _ending.Token);
            using var reader = new StreamReader(stream);
            while (await reader.ReadLineAsync(_ending.Token) is { } line)
            {
                var at = Stopwatch.GetTimestamp();
                if (line.StartsWith(Id, StringComparison.Ordinal))
                {
                    _seen.Writer.TryWrite((long.Parse(line.AsSpan(Id.Length), CultureInfo.InvariantCulture), at));
                }
            }

            _seen.Writer.TryComplete(new MeasurementException("The live feed ended."));
        }
        catch (Exception broken)
        {
            _seen.Writer.TryComplete(broken);
        }
    }
}
