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
        await Eventually.IsAsync(() => Tells("traces", last) && Tells("logs", last), isTold => isTold);
        await Eventually.IsAsync(() => host.ReadLog().Contains(last), isTold => isTold);
        await Eventually.IsAsync(
            () => ExportedMetrics.CountOf(BidDuration, Bytes("metrics")), seen => seen >= walk.BidsSent);
    }

    /// <summary>Fails unless it has what must be there.</summary>
    public void AssertSees(Walk walk)
    {
        Assert.InRange(ExportedMetrics.CountOf(BidDuration, Bytes("metrics")), walk.BidsSent, long.MaxValue);
        foreach (var lot in walk.Sights.Lots)
        {
            Assert.Contains(lot.Id, collector.Received("traces"));
            Assert.Contains(lot.Path, collector.Received("logs"));
            Assert.Contains(lot.Path, host.ReadLog());
        }

        Assert.Contains("auction.bid", collector.Received("traces"));
        Assert.Contains("everything durable", collector.Received("logs"));
    }

    /// <summary>The secrets in it.</summary>
    public IEnumerable<string> Leaks(SecretSearch search) =>
    [
        .. search.In(host.ReadLog()).Select(leak => $"log: {leak}"),
        .. Signals.SelectMany(signal => search.In(Bytes(signal)).Select(leak => $"{signal}: {leak}")),
    ];

    private bool Tells(string signal, string text) => collector.Received(signal).Contains(text);

    private byte[] Bytes(string signal) => Encoding.Latin1.GetBytes(collector.Received(signal));
}
