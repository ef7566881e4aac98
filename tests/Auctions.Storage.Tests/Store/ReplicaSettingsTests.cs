using Auctions.Storage.Postgres;

namespace Auctions.Storage.Tests;

/// <summary>How the replicas of shards are named in a configuration.</summary>
public sealed class ReplicaSettingsTests
{
    private static readonly Dictionary<string, string> TwoShards = new()
    {
        ["Storage:Provider"] = "PostgreSql",
        ["Storage:Meta"] = "Host=meta",
        ["Storage:Shards:0"] = "Host=a",
        ["Storage:Shards:1"] = "Host=b",
    };

    [Fact]
    public void Without_any_there_are_none_and_the_bound_of_their_lag_is_ten_seconds()
    {
        var options = Read();
        Assert.Empty(options.ReplicasOf(0).Concat(options.ReplicasOf(1)));
        Assert.Equal(TimeSpan.FromSeconds(10), options.ReplicaLagMax);
    }

    [Fact]
    public void Each_shard_has_its_own_in_the_order_of_their_numbers()
    {
        var options = Read(
            ("Storage:Replicas:1:0", "Host=c"), ("Storage:Replicas:1:1", "Host=d"),
            ("Storage:ReplicaLagMaxSeconds", "30"));
        Assert.Empty(options.ReplicasOf(0));
        Assert.Equal(["Host=c", "Host=d"], options.ReplicasOf(1).Select(one => one.Split(';')[0]));
        Assert.Equal(TimeSpan.FromSeconds(30), options.ReplicaLagMax);
    }

    [Fact]
    public void A_shard_may_have_eight_and_no_more()
    {
        (string, string)[] nine =
            [.. Enumerable.Range(0, 9).Select(replica => ($"Storage:Replicas:0:{replica}", "Host=c"))];
        Assert.Equal(8, Read(nine[..8]).ReplicasOf(0).Count);
        Assert.Contains("at most 8", Refused(nine), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Storage:Replicas:2:0", "Host=c", "Storage:Replicas:2")]
    [InlineData("Storage:Replicas:255:0", "Host=c", "Storage:Replicas:255")]
    public void One_of_a_shard_that_does_not_exist_is_refused(string key, string connection, string named)
    {
        var message = Refused((key, connection));
        Assert.Contains($"{named} names replicas of a shard that does not exist", message, StringComparison.Ordinal);
        Assert.Contains("Storage:Shards names 2", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Storage:Replicas:0:1", "Host=c", "Storage:Replicas:0:0 is empty")]
    [InlineData("Storage:Replicas:0:0", " ", "Storage:Replicas:0:0 is empty")]
    [InlineData("Storage:Replicas:0:0", "Horst=c", "Storage:Replicas:0:0 is no connection string")]
    [InlineData("Storage:ReplicaLagMaxSeconds", "1", "Storage:ReplicaLagMaxSeconds is 1; set it to 2 to 3600")]
    [InlineData("Storage:ReplicaLagMaxSeconds", "3601", "Storage:ReplicaLagMaxSeconds is 3601; set it to 2 to 3600")]
    [InlineData("Storage:ReplicaLagMaxSeconds", "soon", "Storage:ReplicaLagMaxSeconds is \"soon\"; set it to a whole")]
    [InlineData("Storage:ReplicaLagMaxSeconds", "-5", "Storage:ReplicaLagMaxSeconds is \"-5\"; set it to a whole")]
    public void What_means_nothing_is_refused_by_its_name(string key, string value, string told) =>
        Assert.Contains(told, Refused((key, value)), StringComparison.Ordinal);

    private static string Refused(params (string Key, string Value)[] more) =>
        Assert.Throws<StorageException>(() => Read(more)).Message;

    private static PostgresStoreOptions Read(params (string Key, string Value)[] more)
    {
        var settings = more.ToDictionary(pair => pair.Key, pair => pair.Value);
        return StoreSettings.Read(
            key => settings.GetValueOrDefault(key) ?? TwoShards.GetValueOrDefault(key),
            root: "/",
            migrates: false,
            demandsTls: false).Postgres!;
    }
}
