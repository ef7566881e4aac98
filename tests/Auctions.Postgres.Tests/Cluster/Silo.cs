using System.Data;

namespace Auctions.Postgres.Tests.Cluster;

/// <summary>A silo as a membership table knows it, in a cluster of its own unless told otherwise.</summary>
internal sealed class Silo(OwnCluster database, string cluster, int port = 11_111)
{
    public const int Joining = 2, Active = 3, Dead = 6;

    public static readonly DateTime Started = new(2026, 5, 1, 12, 0, 0, DateTimeKind.Utc);

    public int ProxyPort { get; init; } = 30_000;

    public string Cluster => cluster;

    /// <summary>A cluster that nobody else uses, with its version row.</summary>
    public static async Task<string> NewClusterAsync(OwnCluster database)
    {
        var cluster = $"{Guid.NewGuid():N}";
        Assert.True(await MakeVersionAsync(database, cluster));
        return cluster;
    }

    public static Task<bool> MakeVersionAsync(OwnCluster database, string cluster) =>
        TrueAsync(database, "InsertMembershipVersionKey", OfCluster(cluster));

    /// <summary>All rows of a cluster: its version, and its silos if there are any.</summary>
    public static Task<List<DataRow>> AllAsync(OwnCluster database, string cluster) =>
        database.AskAsync("MembershipReadAllKey", OfCluster(cluster));

    public static async Task<int> VersionAsync(OwnCluster database, string cluster) =>
        Convert.ToInt32((await AllAsync(database, cluster))[0]["Version"]);

    public static (string Name, DbType Type, object? Value) OfCluster(string cluster) =>
        ("DeploymentId", DbType.String, cluster);

    public Task<bool> InsertAsync(int version, int status = Joining) => TrueAsync(
        database,
        "InsertMembershipKey",
        [
            .. Address(),
            ("IAmAliveTime", DbType.DateTime, Started),
            ("SiloName", DbType.String, "silo"),
            ("HostName", DbType.String, "host"),
            ("StartTime", DbType.DateTime, Started),
            ("Status", DbType.Int32, status),
            ("ProxyPort", DbType.Int32, ProxyPort),
            ("Version", DbType.Int32, version),
        ]);

    public Task<bool> UpdateAsync(int version, int status, string? suspected = null) => TrueAsync(
        database,
        "UpdateMembershipKey",
        [
            .. Address(),
            ("IAmAliveTime", DbType.DateTime, Started.AddSeconds(version)),
            ("Status", DbType.Int32, status),
            ("SuspectTimes", DbType.String, suspected),
            ("Version", DbType.Int32, version),
        ]);

    public Task ShowLifeAsync(DateTime at) => database.AskAsync(
        "UpdateIAmAlivetimeKey", [.. Address(), ("IAmAliveTime", DbType.DateTime, at)]);

    public async Task<DataRow> ReadAsync() =>
        Assert.Single(await database.AskAsync("MembershipReadRowKey", [.. Address()]));

    private static async Task<bool> TrueAsync(
        OwnCluster database, string key, params (string Name, DbType Type, object? Value)[] parameters)
    {
        var row = Assert.Single(await database.AskAsync(key, parameters));
        Assert.Single(row.ItemArray);
        return Convert.ToBoolean(row[0]);
    }

    private IEnumerable<(string Name, DbType Type, object? Value)> Address() =>
    [
        OfCluster(cluster),
        ("Address", DbType.String, "10.0.0.1"),
        ("Port", DbType.Int32, port),
        ("Generation", DbType.Int32, 7),
    ];
}
