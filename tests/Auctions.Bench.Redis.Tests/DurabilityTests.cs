using Auctions.Bench.Peers;
using Auctions.Bench.Peers.Redis;
using Auctions.Measuring;

namespace Auctions.Bench.Redis.Tests;

/// <summary>The peer keeps what it acknowledged while it runs, and leaves nothing behind.</summary>
public sealed class DurabilityTests
{
    [Theory]
    [InlineData("appendfsync", "everysec", "always")]
    [InlineData("appendonly", "no", "yes")]
    public async Task A_server_that_answers_before_a_bid_is_on_disk_is_refused(
        string setting, string careless, string durable)
    {
        await using var server = await RedisServer.ConnectAsync(Servers.Address, connections: 1);
        await server.Server.ConfigSetAsync(setting, careless);
        try
        {
            var refused = await Assert.ThrowsAsync<MeasurementException>(
                () => PeerSubjects.StartAsync(Servers.Choice, Peer.Redis, connections: 1, lots: 1));
            Assert.Contains($"its {setting} is '{careless}'", refused.Message);
        }
        finally
        {
            await server.Server.ConfigSetAsync(setting, durable);
            await server.SettleAsync();
        }
    }

    [Fact]
    public async Task What_the_peer_stored_is_removed_in_the_end_and_nothing_else()
    {
        const string foreign = "somebody-elses";
        await using var server = await RedisServer.ConnectAsync(Servers.Address, connections: 1);
        await server.Databases[0].StringSetAsync(foreign, "kept");
        await using (var subject = await PeerSubjects.StartAsync(Servers.Choice, Peer.Redis, connections: 1, lots: 2))
        {
            await subject.BidAsync(0, 1);
            Assert.NotEmpty(await KeysAsync(server, "auctions_bench:*"));
        }

        Assert.Empty(await KeysAsync(server, "auctions_bench:*"));
        Assert.Equal("kept", await server.Databases[0].StringGetDeleteAsync(foreign));
    }

    private static async Task<string[]> KeysAsync(RedisServer server, string pattern)
    {
        var keys = new List<string>();
        await foreach (var key in server.Server.KeysAsync(pattern: pattern))
        {
            keys.Add(key.ToString());
        }

        return [.. keys];
    }
}
