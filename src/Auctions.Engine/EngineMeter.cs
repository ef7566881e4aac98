using System.Diagnostics.Metrics;

namespace Auctions.Engine;

/// <summary>What one engine measures. An auction's id is never a tag: there are too many of them.</summary>
internal sealed class EngineMeter : IDisposable
{
    /// <summary>Name of the product's meter.</summary>
    public const string Name = "OrleansAuctions";

    private readonly Meter _meter;

    /// <param name="scope">The engine, so that two in one process can be told apart.</param>
    public EngineMeter(object scope)
    {
        _meter = new Meter(Name, version: null, tags: null, scope);
        Active = _meter.CreateUpDownCounter<int>("auction.active", "{auction}", "Auctions in memory.");
        CloseLateness = _meter.CreateHistogram<double>(
            "auction.close.lateness", "s", "From the end in force plus the drain until the closing was durable.");
    }

    /// <summary>Auctions in memory.</summary>
    public UpDownCounter<int> Active { get; }

    /// <summary>From the end in force plus the drain until the closing was durable.</summary>
    public Histogram<double> CloseLateness { get; }

    public void Dispose() => _meter.Dispose();
}
