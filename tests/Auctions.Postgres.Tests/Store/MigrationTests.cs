using Auctions.Storage;
using Auctions.Storage.Postgres;
using Auctions.Storage.Postgres.Schema;

namespace Auctions.Postgres.Tests.Store;

/// <summary>Making stores and bringing them to this version.</summary>
[Trait("Category", "Long")]
public sealed class MigrationTests
{
    [Fact]
    public async Task Migrating_makes_every_database_and_again_changes_nothing()
    {
        await using var databases = await StoreDatabases.MakeAsync(shards: 3);
        var first = await Deployment.MigrateAsync(databases.Settings, default);
        Assert.Equal(["meta", "shard-00", "shard-01", "shard-02"], first.Select(report => report.Name));
        Assert.All(first, report => Assert.Equal(ScriptsOf(report.Name), report.Applied));
        var again = await Deployment.MigrateAsync(databases.Settings, default);
        Assert.All(again, report => Assert.Empty(report.Applied));
        Assert.Equal(first.Select(report => report.State), again.Select(report => report.State));
        Assert.All(await Deployment.ExamineAsync(databases.Settings, default), report => Assert.Null(report.Problem));
    }

    [Fact]
    public async Task Many_migrators_at_once_apply_each_script_once()
    {
        await using var databases = await StoreDatabases.MakeAsync(shards: 2);
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => Task.Run(() => Deployment.MigrateAsync(databases.Settings, default))));
        foreach (var (database, name) in runs[0].Select(report => report.Name).Index())
        {
            Assert.Equal(ScriptsOf(name).Count(), runs.Sum(reports => reports[database].Applied.Count));
        }

        Assert.All(await Deployment.ExamineAsync(databases.Settings, default), report => Assert.Null(report.Problem));
        await using var store = await databases.OpenAsync();
    }

    [Fact]
    public async Task A_store_that_was_not_migrated_is_refused_and_told_how()
    {
        await using var databases = await StoreDatabases.MakeAsync(shards: 2);
        Assert.Contains("auctions db migrate", await RefusedAsync(databases));
        await Deployment.MigrateAsync(databases.Settings with { Shards = [databases.Shards[0]] }, default);
        Assert.Contains("1 shards", await RefusedAsync(databases));
    }

    [Fact]
    public async Task A_server_may_migrate_at_start()
    {
        await using var databases = await StoreDatabases.MakeAsync(shards: 2);
        await using var store = await databases.OpenAsync(databases.Settings with { Migrate = true });
        Assert.Equal(2, store.Journal.ShardCount);
    }

    [Theory]
    [InlineData("meta")]
    [InlineData("shard")]
    public async Task A_newer_schema_is_refused(string kind)
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 2);
        await Servers.RunAsync(
            kind == "meta" ? databases.Meta : databases.Shards[1],
            "insert into auctions.migration (number, checksum, fingerprint) values (99, '', '')");
        Assert.Contains("newer version", await RefusedAsync(databases));
        var refused = await Assert.ThrowsAsync<StorageException>(
            () => Deployment.MigrateAsync(databases.Settings, default));
        Assert.Contains("newer version", refused.Message);
    }

    [Fact]
    public async Task A_store_of_the_version_before_is_brought_to_this_one()
    {
        await using var databases = await StoreDatabases.MakeAsync(shards: 1);
        foreach (var (kind, connection) in new[] { ("meta", databases.Meta), ("shard", databases.Shards[0]) })
        {
            await Servers.RunAsync(connection, OfFirstVersion(kind));
        }

        Assert.Contains("older version", await RefusedAsync(databases));
        var reports = await Deployment.MigrateAsync(databases.Settings, default);
        Assert.All(reports, report => Assert.Equal(ScriptsOf(report.Name).Skip(1), report.Applied));
        await using var store = await databases.OpenAsync();
    }

    [Fact]
    public async Task A_script_that_was_changed_after_it_ran_is_refused()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 2);
        await Servers.RunAsync(databases.Shards[1], "update auctions.migration set checksum = 'other'");
        Assert.Contains("another script", await RefusedAsync(databases));
        await Assert.ThrowsAsync<StorageException>(() => Deployment.MigrateAsync(databases.Settings, default));
    }

    [Theory]
    [InlineData("alter table auctions.head add column extra integer")]
    [InlineData("drop index auctions.head_by_seller")]
    [InlineData("grant delete on auctions.segment to auctions_writer")]
    [InlineData("alter table auctions.head reset (fillfactor)")]
    [InlineData("create or replace function auctions.clock() returns bigint language sql volatile return 0")]
    public async Task A_shard_changed_by_hand_is_named(string change)
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 3);
        await Servers.RunAsync(databases.Shards[1], change);
        var reports = await Deployment.ExamineAsync(databases.Settings, default);
        Assert.Equal(["shard-01"], reports.Where(report => report.Problem is not null).Select(report => report.Name));
        Assert.True(reports[2].State!.HasDrifted);
    }

    [Theory]
    [InlineData("alter table orleans.silo drop constraint silo_pkey")]
    [InlineData("grant update on orleans.orleansquery to auctions_cluster")]
    public async Task A_meta_database_whose_cluster_tables_were_changed_by_hand_is_named(string change)
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await Servers.RunAsync(databases.Meta, change);
        var reports = await Deployment.ExamineAsync(databases.Settings, default);
        Assert.Equal(["meta"], reports.Where(report => report.Problem is not null).Select(report => report.Name));
    }

    [Fact]
    public async Task A_migration_of_which_one_shard_is_out_of_reach_says_so_and_does_the_others()
    {
        await using var databases = await StoreDatabases.MakeAsync(shards: 2);
        var settings = databases.Settings with { Shards = [databases.Shards[0], Nowhere] };
        var refused = await Assert.ThrowsAsync<StorageException>(() => Deployment.MigrateAsync(settings, default));
        Assert.Contains("shard-01", refused.Message);
        var reports = await Deployment.ExamineAsync(databases.Settings, default);
        Assert.Equal(["shard-01"], reports.Where(report => report.Problem is not null).Select(report => report.Name));
        await Deployment.MigrateAsync(databases.Settings, default);
        await using var store = await databases.OpenAsync();
    }

    [Fact]
    public async Task Partitions_are_made_for_the_months_ahead_and_take_what_belongs_there()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        var partitions = await Servers.ReadAsync<long>(
            databases.Shards[0],
            "select count(*) from pg_inherits where inhparent = 'auctions.segment'::regclass");
        Assert.InRange(partitions, 13, 16);
        var id = Guid.CreateVersion7();
        var partition = await Servers.ReadAsync<string>(
            databases.Shards[0],
            $"""
            insert into auctions.segment (
                auction_id, first_sequence, last_sequence, epoch, codec_version, previous_hash, payload)
            values ('{id}', 1, 1, 1, 1, '', '') returning tableoid::regclass::text
            """);
        Assert.EndsWith($"segment_{DateTime.UtcNow:yyyy_MM}", partition);
    }

    private static string Nowhere =>
        "Host=127.0.0.1;Port=1;Username=nobody;Password=nothing;Database=none";

    private static IEnumerable<int> ScriptsOf(string database) =>
        Enumerable.Range(1, MigrationScript.NewestOf(database == "meta" ? "meta" : "shard"));

    private static string OfFirstVersion(string kind)
    {
        var script = MigrationScript.Of(kind)[0];
        var roles = string.Concat(PostgresRoles.All.Select(role =>
            $"do $$ begin create role {role} nologin; exception when duplicate_object then null; end $$;"));
        return $"""
            {roles}
            create schema auctions;
            create table auctions.migration (
                number       integer primary key,
                checksum     text not null,
                fingerprint  text not null,
                applied_at   timestamptz not null default clock_timestamp(),
                applied_by   text not null default current_user
            );
            {script.Sql}
            insert into auctions.migration (number, checksum, fingerprint) values (1, '{script.Checksum}', '');
            """;
    }

    private static async Task<string> RefusedAsync(StoreDatabases databases) =>
        (await Assert.ThrowsAsync<StorageException>(() => databases.OpenAsync())).Message;
}
