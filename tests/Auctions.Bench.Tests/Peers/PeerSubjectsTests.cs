using Auctions.Bench.Peers;
using Auctions.Bench.Peers.Postgres;
using Auctions.Bench.Subjects;
using Auctions.Measuring;

namespace Auctions.Bench.Tests.Peers;

/// <summary>Which peers can run, and with how many callers.</summary>
public sealed class PeerSubjectsTests
{
    private static readonly StoreChoice Nowhere = new(StoreKind.Sqlite, Path.GetTempPath(), []);

    [Fact]
    public void Peers_whose_server_is_not_given_are_named_with_what_to_do()
    {
        var lacks = PeerSubjects.Lacks(Enum.GetValues<Peer>(), Nowhere);
        Assert.Equal(2, lacks.Count);
        Assert.StartsWith("rowlock, optimistic, statement, pipelined: ", lacks[0]);
        Assert.Contains("AUCTIONS_POSTGRES", lacks[0]);
        Assert.StartsWith("redis: ", lacks[1]);
        Assert.Contains("scripts/redis start", lacks[1]);
    }

    [Fact]
    public void Nothing_lacks_where_both_servers_are_given() => Assert.Empty(
        PeerSubjects.Lacks(Enum.GetValues<Peer>(), Nowhere with { Postgres = ["Host=h"], Redis = "h:1" }));

    [Theory]
    [InlineData("RowLock", "AUCTIONS_POSTGRES")]
    [InlineData("Pipelined", "AUCTIONS_POSTGRES")]
    [InlineData("Redis", "AUCTIONS_REDIS")]
    public async Task A_peer_without_its_server_does_not_start(string peer, string remedy)
    {
        var refused = await Assert.ThrowsAsync<MeasurementException>(
            () => PeerSubjects.StartAsync(Nowhere, Enum.Parse<Peer>(peer), connections: 1, lots: 1));
        Assert.Contains(remedy, refused.Message);
    }

    [Theory]
    [InlineData("127.0.0.1:1")]
    [InlineData("127.0.0.1:1,nonsense=1")]
    public async Task A_peer_whose_server_does_not_answer_does_not_start(string address)
    {
        var refused = await Assert.ThrowsAsync<MeasurementException>(() => PeerSubjects.StartAsync(
            Nowhere with { Redis = address }, Peer.Redis, connections: 1, lots: 1));
        Assert.Contains(address, refused.Message);
    }

    [Fact]
    public void Callers_are_as_many_as_a_peer_has_use_for()
    {
        int[] outstanding = [64, 4_096];
        Assert.Equal([16], PeerSubjects.CallersOf(Peer.RowLock, 16, outstanding));
        Assert.Equal([16], PeerSubjects.CallersOf(Peer.Optimistic, 16, outstanding));
        Assert.Equal([16], PeerSubjects.CallersOf(Peer.Statement, 16, outstanding));
        Assert.Equal([16 * Pipe.DepthMax], PeerSubjects.CallersOf(Peer.Pipelined, 16, outstanding));
        Assert.Equal(outstanding, PeerSubjects.CallersOf(Peer.Redis, 16, outstanding));
    }
}
