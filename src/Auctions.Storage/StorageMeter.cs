using System.Diagnostics.Metrics;
using Auctions.Engine;

namespace Auctions.Storage;

/// <summary>What the storage measures, on the product's meter.</summary>
internal static class StorageMeter
{
    private static readonly Meter Meter = new(Instruments.Name);

    /// <summary>Circuit breakers that are open, by pool.</summary>
    public static UpDownCounter<int> OpenBreakers { get; } = Meter.CreateUpDownCounter<int>(
        "auction.shard.breaker.open", "{breaker}", "Pools whose requests are turned away, for their server is silent.");

    /// <summary>Which pool it is about.</summary>
    public static KeyValuePair<string, object?> Pool(string name) => KeyValuePair.Create("pool", (object?)name);
}
