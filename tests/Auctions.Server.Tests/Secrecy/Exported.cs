using System.Text;
using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>What processes logged, measured and traced.</summary>
internal sealed class Exported(Collector collector, IWalkedHost host)
{
    private const string BidDuration = "auction.bid.duration";

    private static readonly string[] Signals = ["metrics", "traces", "logs"];

    /// <summary>Waits until all that was done so far has been told.</summary>
    public async Task UntilNowAsync(Walk walk)
    {
        var last = await walk.BidOnNothingAsync();
        foreach (var signal in (string[])["traces", "logs"])
        {
            await Eventually.IsAsync(() => collector.HasReceived(signal, last), isTold => isTold);
        }

        await Eventually.IsAsync(() => host.ReadLog().Contains(last), isTold => isTold);
        await Eventually.IsAsync(
            () => ExportedMetrics.CountOf(BidDuration, Bytes("metrics")), seen => seen >= walk.BidsSent);
    }

    /// <summary>Fails unless it has what must be there.</summary>
    public void AssertSees(Walk walk)
    {
        Assert.InRange(ExportedMetrics.CountOf(BidDuration, Bytes("metrics")), walk.BidsSent, long.MaxValue);
        var log = host.ReadLog();
        foreach (var lot in walk.Sights.Lots)
        {
            Assert.True(collector.HasReceived("traces", lot.Id), $"no trace of {lot.Path}");
            Assert.True(collector.HasReceived("logs", lot.Path), $"no exported log of {lot.Path}");
            Assert.True(log.Contains(lot.Path, StringComparison.Ordinal), $"no log of {lot.Path}");
        }

        Assert.True(collector.HasReceived("traces", "auction.bid"));
        Assert.True(collector.HasReceived("logs", "everything durable"));
    }

    /// <summary>The secrets in it.</summary>
    public IEnumerable<Leak> Leaks(SecretSearch search) =>
    [
        .. search.In(host.ReadLog()).Select(leak => new Leak("log", leak)),
        .. Signals.SelectMany(signal => search.In(Bytes(signal)).Select(leak => new Leak($"exported {signal}", leak))),
    ];

    private byte[] Bytes(string signal) => Encoding.Latin1.GetBytes(collector.Received(signal));
}
