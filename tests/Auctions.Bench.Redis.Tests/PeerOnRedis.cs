using Auctions.Bench.Peers;
using Auctions.Bench.Tests.Peers;
using Auctions.Measuring;

namespace Auctions.Bench.Redis.Tests;

public sealed class PeerOnRedis : PeerContract
{
    private protected override Task<ISubject> StartAsync(int connections, int lots, DateTimeOffset? closesAt) =>
        PeerSubjects.StartAsync(Servers.Choice, Peer.Redis, connections, lots, closesAt);
}
