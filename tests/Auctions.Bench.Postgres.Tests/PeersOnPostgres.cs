using Auctions.Bench.Peers;
using Auctions.Bench.Tests.Peers;
using Auctions.Measuring;

namespace Auctions.Bench.Postgres.Tests;

public sealed class RowLockOnPostgres : PeerContract
{
    private protected override Task<ISubject> StartAsync(int connections, int lots, DateTimeOffset? closesAt) =>
        PeerSubjects.StartAsync(Servers.Choice, Peer.RowLock, connections, lots, closesAt);
}

public sealed class OptimisticOnPostgres : PeerContract
{
    [Fact]
    public async Task Bids_that_met_another_one_are_tried_again_and_that_is_counted()
    {
        var plan = new LoadPlan(TimeSpan.Zero, TimeSpan.FromSeconds(0.5), Outstanding: 8);
        await using var subject = await StartAsync(connections: 8, lots: 1, closesAt: null);
        var result = await Load.Of(subject, new Ladder(1), plan).RunAsync(plan, default);
        Assert.Equal(result.Total.All, result.Total.Accepted);
        Assert.NotEqual(0, subject.Retries);
    }

    private protected override Task<ISubject> StartAsync(int connections, int lots, DateTimeOffset? closesAt) =>
        PeerSubjects.StartAsync(Servers.Choice, Peer.Optimistic, connections, lots, closesAt);
}

public sealed class StatementOnPostgres : PeerContract
{
    private protected override Task<ISubject> StartAsync(int connections, int lots, DateTimeOffset? closesAt) =>
        PeerSubjects.StartAsync(Servers.Choice, Peer.Statement, connections, lots, closesAt);
}

public sealed class PipelinedOnPostgres : PeerContract
{
    private protected override Task<ISubject> StartAsync(int connections, int lots, DateTimeOffset? closesAt) =>
        PeerSubjects.StartAsync(Servers.Choice, Peer.Pipelined, connections, lots, closesAt);
}
