using System.Data;
using Npgsql;

namespace Auctions.Postgres.Tests.Cluster;

/// <summary>Which silos there are: the statements that the clustering provider of Orleans runs.</summary>
public sealed class MembershipTests(OwnCluster database) : IClassFixture<OwnCluster>
{
    [Fact]
    public void Every_statement_that_the_providers_ask_for_is_there() => Assert.Equal(
        [
            "CleanupDefunctSiloEntriesKey", "ClearStorageKey", "DeleteMembershipTableEntriesKey", "DeleteStorageKey",
            "GatewaysQueryKey", "InsertMembershipKey", "InsertMembershipVersionKey", "MembershipReadAllKey",
            "MembershipReadRowKey", "ReadFromStorageKey", "UpdateIAmAlivetimeKey", "UpdateMembershipKey",
            "WriteToStorageKey",
        ],
        database.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_cluster_has_one_version_row_however_often_it_is_made()
    {
        var cluster = await Silo.NewClusterAsync(database);
        Assert.True(await new Silo(database, cluster).InsertAsync(version: 0));
        Assert.False(await Silo.MakeVersionAsync(database, cluster));
        Assert.Equal(1, await Silo.VersionAsync(database, cluster));
    }

    [Fact]
    public async Task A_cluster_without_silos_is_read_as_its_version_alone()
    {
        var cluster = await Silo.NewClusterAsync(database);
        DataRow[] rows =
            [.. await Silo.AllAsync(database, cluster), await new Silo(database, cluster).ReadAsync()];
        Assert.All(rows, row => Assert.Equal((0, true), ((int)row["Version"], row.IsNull("StartTime"))));
    }

    [Fact]
    public async Task A_silo_is_read_as_it_was_written()
    {
        var cluster = await Silo.NewClusterAsync(database);
        var silo = new Silo(database, cluster);
        Assert.True(await silo.InsertAsync(version: 0));
        Assert.True(await silo.UpdateAsync(version: 1, Silo.Active, "10.0.0.2:11111@9,2026-05-01 12:00:00.000 GMT"));
        var row = await silo.ReadAsync();
        Assert.Equal(
            (2, "10.0.0.1", 11_111, 7, "silo", "host", Silo.Active, 30_000),
            ((int)row["Version"], (string)row["Address"], (int)row["Port"], (int)row["Generation"],
                (string)row["SiloName"], (string)row["HostName"], (int)row["Status"], (int)row["ProxyPort"]));
        Assert.Equal("10.0.0.2:11111@9,2026-05-01 12:00:00.000 GMT", row["SuspectTimes"]);
        Assert.Equal(Silo.Started, row["StartTime"]);
        Assert.Equal(Silo.Started.AddSeconds(1), row["IAmAliveTime"]);
    }

    [Fact]
    public async Task Who_knows_an_old_version_changes_nothing_and_is_told()
    {
        var cluster = await Silo.NewClusterAsync(database);
        var (silo, other) = (new Silo(database, cluster), new Silo(database, cluster, port: 2));
        Assert.True(await silo.InsertAsync(version: 0));
        Assert.False(await other.InsertAsync(version: 0));
        Assert.False(await other.InsertAsync(version: 2));
        Assert.False(await silo.UpdateAsync(version: 0, Silo.Dead));
        Assert.False(await silo.UpdateAsync(version: 2, Silo.Dead));
        var row = Assert.Single(await Silo.AllAsync(database, cluster));
        Assert.Equal((1, Silo.Joining), ((int)row["Version"], (int)row["Status"]));
    }

    [Fact]
    public async Task A_silo_that_is_there_is_not_inserted_again_and_one_that_is_not_is_not_updated()
    {
        var cluster = await Silo.NewClusterAsync(database);
        var silo = new Silo(database, cluster);
        Assert.True(await silo.InsertAsync(version: 0));
        Assert.False(await silo.InsertAsync(version: 1, Silo.Dead));
        Assert.False(await new Silo(database, cluster, port: 2).UpdateAsync(version: 1, Silo.Dead));
        var row = Assert.Single(await Silo.AllAsync(database, cluster));
        Assert.Equal((1, Silo.Joining), ((int)row["Version"], (int)row["Status"]));
    }

    [Fact]
    public async Task Of_many_changes_at_once_from_one_version_one_wins()
    {
        var cluster = await Silo.NewClusterAsync(database);
        Silo[] silos = [.. Enumerable.Range(1, 8).Select(port => new Silo(database, cluster, port))];
        foreach (var (version, silo) in silos.Index())
        {
            Assert.True(await silo.InsertAsync(version));
        }

        for (var version = 8; version < 28; version++)
        {
            var known = version;
            var won = await Task.WhenAll(silos.Select((silo, at) => Task.Run(() => at % 2 == 0
                ? silo.UpdateAsync(known, Silo.Active)
                : new Silo(database, cluster, (known * 100) + at).InsertAsync(known))));
            Assert.Single(won, true);
            Assert.Equal(version + 1, await Silo.VersionAsync(database, cluster));
        }
    }

    [Fact]
    public async Task Who_waits_for_another_change_loses()
    {
        var cluster = await Silo.NewClusterAsync(database);
        var silo = new Silo(database, cluster);
        Assert.True(await silo.InsertAsync(version: 0));
        await using var session = new NpgsqlConnection($"{database.Meta};Pooling=false");
        await session.OpenAsync();
        await using var earlier = await session.BeginTransactionAsync();
        await using var change = new NpgsqlCommand(
            $"update orleans.cluster set version = version + 1 where cluster_id = '{cluster}'", session);
        await change.ExecuteNonQueryAsync();
        var late = Task.WhenAll(
            silo.UpdateAsync(version: 1, Silo.Dead), new Silo(database, cluster, port: 2).InsertAsync(version: 1));
        await Servers.CountedAsync(
            database.Meta,
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
            wanted: 2);
        await earlier.CommitAsync();
        Assert.All(await late, Assert.False);
        var row = Assert.Single(await Silo.AllAsync(database, cluster));
        Assert.Equal((2, Silo.Joining), ((int)row["Version"], (int)row["Status"]));
    }

    [Fact]
    public async Task A_sign_of_life_leaves_the_version_and_the_other_silos()
    {
        var cluster = await Silo.NewClusterAsync(database);
        var (silo, other) = (new Silo(database, cluster), new Silo(database, cluster, port: 2));
        Assert.True(await silo.InsertAsync(version: 0));
        Assert.True(await other.InsertAsync(version: 1));
        await silo.ShowLifeAsync(Silo.Started.AddMinutes(3));
        Assert.Equal(2, await Silo.VersionAsync(database, cluster));
        Assert.Equal(Silo.Started.AddMinutes(3), (await silo.ReadAsync())["IAmAliveTime"]);
        Assert.Equal(Silo.Started, (await other.ReadAsync())["IAmAliveTime"]);
    }

    [Fact]
    public async Task Gateways_are_the_active_silos_that_have_one()
    {
        var cluster = await Silo.NewClusterAsync(database);
        Assert.True(await new Silo(database, cluster, 1) { ProxyPort = 1_001 }.InsertAsync(0, Silo.Active));
        Assert.True(await new Silo(database, cluster, 2) { ProxyPort = 0 }.InsertAsync(1, Silo.Active));
        Assert.True(await new Silo(database, cluster, 3) { ProxyPort = 1_003 }.InsertAsync(2, Silo.Joining));
        Assert.True(await new Silo(database, cluster, 4) { ProxyPort = 1_004 }.InsertAsync(3, Silo.Dead));
        var elsewhere = await Silo.NewClusterAsync(database);
        Assert.True(await new Silo(database, elsewhere, 5) { ProxyPort = 1_005 }.InsertAsync(0, Silo.Active));
        var gateway = Assert.Single(await database.AskAsync(
            "GatewaysQueryKey", Silo.OfCluster(cluster), ("Status", DbType.Int32, Silo.Active)));
        Assert.Equal(
            ("10.0.0.1", 1_001, 7),
            ((string)gateway["Address"], (int)gateway["ProxyPort"], (int)gateway["Generation"]));
    }

    [Fact]
    public async Task Cleaning_up_removes_dead_silos_that_were_silent_long_enough()
    {
        var cluster = await Silo.NewClusterAsync(database);
        Silo[] silos = [.. Enumerable.Range(1, 3).Select(port => new Silo(database, cluster, port))];
        Assert.True(await silos[0].InsertAsync(0, Silo.Dead));
        Assert.True(await silos[1].InsertAsync(1, Silo.Dead));
        Assert.True(await silos[2].InsertAsync(2, Silo.Active));
        var elsewhere = await Silo.NewClusterAsync(database);
        Assert.True(await new Silo(database, elsewhere).InsertAsync(0, Silo.Dead));
        var before = Silo.Started.AddHours(1);
        await silos[1].ShowLifeAsync(before);
        await database.AskAsync(
            "CleanupDefunctSiloEntriesKey", Silo.OfCluster(cluster), ("IAmAliveTime", DbType.DateTime, before));
        var left = await Silo.AllAsync(database, cluster);
        Assert.Equal([2, 3], left.Select(row => (int)row["Port"]).Order());
        Assert.Equal(3, await Silo.VersionAsync(database, cluster));
        Assert.False((await Silo.AllAsync(database, elsewhere))[0].IsNull("StartTime"));
    }

    [Fact]
    public async Task Deleting_a_cluster_leaves_the_others()
    {
        var (cluster, other) = (await Silo.NewClusterAsync(database), await Silo.NewClusterAsync(database));
        Assert.True(await new Silo(database, cluster).InsertAsync(version: 0));
        Assert.True(await new Silo(database, other).InsertAsync(version: 0));
        await database.AskAsync("DeleteMembershipTableEntriesKey", Silo.OfCluster(cluster));
        Assert.Empty(await Silo.AllAsync(database, cluster));
        Assert.Equal(1, await Silo.VersionAsync(database, other));
        Assert.True(await Silo.MakeVersionAsync(database, cluster));
        Assert.True((await new Silo(database, cluster).ReadAsync()).IsNull("StartTime"));
    }
}
