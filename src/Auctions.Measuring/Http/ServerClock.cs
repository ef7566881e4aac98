using System.Diagnostics;

namespace Auctions.Measuring.Http;

/// <summary>The clock of a server, which stamps the bids, as far as its answers tell it.</summary>
internal sealed class ServerClock
{
    private const int AskedTimes = 5;

    private readonly TimeSpan _ahead;

    private ServerClock(TimeSpan ahead) => _ahead = ahead;

    /// <summary>Where nothing depends on the difference.</summary>
    public static ServerClock Here { get; } = new(TimeSpan.Zero);

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + _ahead;

    /// <summary>Compares it with the clock here; the answer that came soonest says it best.</summary>
    /// <exception cref="MeasurementException">The server does not tell the time.</exception>
    public static async Task<ServerClock> ReadAsync(AuctionApi api, CancellationToken cancellation)
    {
        var (soonest, ahead) = (TimeSpan.MaxValue, TimeSpan.Zero);
        for (var asked = 0; asked < AskedTimes; asked++)
        {
            var sent = TimeProvider.System.GetUtcNow();
            var start = Stopwatch.GetTimestamp();
            var told = await api.TimeAsync(cancellation);
            if (Stopwatch.GetElapsedTime(start) is var took && took < soonest)
            {
                (soonest, ahead) = (took, told - (sent + (took / 2)));
            }
        }

        return new ServerClock(ahead);
    }
}
