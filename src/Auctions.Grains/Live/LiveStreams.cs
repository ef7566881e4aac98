using Auctions.Core;
using Auctions.Grains.Messages;
using Orleans.Streams;

namespace Auctions.Grains.Live;

/// <summary>The streams on which durable views travel from silos to front ends: one for each watched auction.</summary>
public static class LiveStreams
{
    /// <summary>Name of the stream provider, to be added to silos and clients.</summary>
    public const string Provider = "live";

    /// <summary>Name of the grain storage that keeps the subscriptions.</summary>
    public const string Subscriptions = "PubSubStore";

    /// <summary>Queues of the provider; the same number on silos and clients.</summary>
    public const int Queues = 4;

    /// <summary>How often silos look into a queue.</summary>
    public static readonly TimeSpan PullInterval = TimeSpan.FromMilliseconds(20);

    internal static IAsyncStream<ViewMessage> Of(IClusterClient cluster, AuctionId id) =>
        cluster.GetStreamProvider(Provider).GetStream<ViewMessage>(StreamId.Create("view", id.Value));
}
