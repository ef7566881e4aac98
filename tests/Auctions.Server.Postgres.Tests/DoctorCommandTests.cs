using Auctions.Postgres.Tests;
using Auctions.Server.Tests.Support;
using Npgsql;

namespace Auctions.Server.Postgres.Tests;

/// <summary><c>auctions doctor</c> about a store on PostgreSQL, each of whose faults is made.</summary>
[Trait("Category", "Long")]
public sealed class DoctorCommandTests
{
    [Fact]
    public async Task A_store_as_it_should_be_has_no_fault()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 2);

        var output = await DoctorAsync(databases.Options);

        Assert.DoesNotContain(
            "FAULT", Of(output, "meta", "shard-00", "shard-01", "pools", "clocks", "schema", "slot map"));
        Assert.Contains("ok      shard-01: ", output);
        Assert.Contains("ok      clocks: this machine and meta, shard-00, shard-01 agree to ", output);
        Assert.Contains("ok      slot map: version 1 puts all 16384 slots on 2 shards.", output);
    }

    [Fact]
    public async Task An_empty_database_is_to_be_migrated()
    {
        await using var databases = await StoreDatabases.MakeAsync(shards: 1);

        var output = await DoctorAsync(databases.Options);

        Assert.Contains("FAULT   schema: shard-00 is empty: run auctions db migrate.", output);
        Assert.DoesNotContain("slot map", output);
    }

    [Fact]
    public async Task A_schema_changed_by_hand_is_named()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await Servers.RunAsync(databases.Shards[0], "create index on auctions.head (title)");

        Assert.Contains(
            "FAULT   schema: shard-00 was changed by hand", await DoctorAsync(databases.Options));
    }

    [Fact]
    public async Task Shards_in_another_order_are_named()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 2);
        var swapped = databases.Options
            .Select(option => option == databases.Shards[0] ? databases.Shards[1]
                : option == databases.Shards[1] ? databases.Shards[0] : option);

        var output = await DoctorAsync([.. swapped]);

        Assert.Matches("FAULT   slot map: shard-00 at .* is shard 1 of this store.", output);
        Assert.Matches("FAULT   slot map: shard-01 at .* is shard 0 of this store.", output);
    }

    [Fact]
    public async Task A_slot_without_a_shard_is_a_fault()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await Servers.RunAsync(databases.Meta, "delete from auctions.slot_map where slot = 5");

        Assert.Contains(
            "FAULT   slot map: version 1 leaves 1 of 16384 slots without a shard.",
            await DoctorAsync(databases.Options));
    }

    [Fact]
    public async Task A_setting_with_which_bids_can_be_lost_is_a_fault()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await AlterAsync(databases.Shards[0], "set synchronous_commit = off");

        Assert.Matches(
            "FAULT   shard-00: .* runs with synchronous_commit=off", await DoctorAsync(databases.Options));
        Assert.Contains(
            "warning configuration: Storage:AllowUnsafe accepts an unsafe synchronous_commit.",
            await DoctorAsync([.. databases.Options, "--Storage:AllowUnsafe", "synchronous_commit"]));
    }

    [Fact]
    public async Task A_database_without_room_for_all_processes_is_a_fault()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await AlterAsync(databases.Shards[0], "connection limit 30");

        var output = await DoctorAsync([.. databases.Options, "--processes", "3"]);

        Assert.Matches("FAULT   pools: 3 times [0-9]+ connections may be opened to .*, which has room for 30.", output);
        Assert.Contains("        fix: Raise max_connections there by ", output);
    }

    [Fact]
    public async Task Asserts_that_are_off_are_a_fault_of_the_meta_database()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await AlterAsync(databases.Meta, "set plpgsql.check_asserts = off");

        Assert.Contains("FAULT   meta: plpgsql.check_asserts is off", await DoctorAsync(databases.Options));
    }

    [Fact]
    public async Task A_database_that_cannot_be_entered_is_named_without_its_password()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        var wrong = new NpgsqlConnectionStringBuilder(databases.Shards[0]) { Password = "wrong-secret" };
        var options = databases.Options.Select(option =>
            option == databases.Shards[0] ? wrong.ConnectionString : option);

        var output = await DoctorAsync([.. options]);

        Assert.Matches("FAULT   shard-00: .* cannot be used: .*password", output);
        Assert.DoesNotContain("wrong-secret", output);
    }

    [Fact]
    public async Task Two_clusters_on_one_store_are_a_fault()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await Servers.RunAsync(databases.Meta, """
            insert into orleans.cluster (cluster_id) values ('green'), ('blue');
            insert into orleans.silo
                (cluster_id, address, port, generation, name, host_name, status, proxy_port, started_at, i_am_alive_at)
            select id, '10.0.0.1', port, 1, id || port, 'host', 3, 30000, now(), now()
            from unnest(array['green', 'blue']) id, generate_series(1, 3) port
            """);

        var output = await DoctorAsync([.. databases.Options, "--program", "silo"]);

        Assert.Contains(
            "FAULT   cluster: silos of blue, green live on this store beside those of orleans-auctions", output);
    }

    // What the database's name has to be quoted for is none of it.
    private static Task AlterAsync(string database, string how) => Servers.RunAsync(
        database, $"alter database {new NpgsqlConnectionStringBuilder(database).Database} {how}");

    private static string Of(string output, params string[] areas) => string.Join('\n', output.Split('\n')
        .Where(line => areas.Any(area => line.Contains($" {area}: ", StringComparison.Ordinal))));

    private static async Task<string> DoctorAsync(params IEnumerable<string> options)
    {
        var (_, output) = await CommandLine.RunToEndAsync(["doctor", .. options]);
        return output;
    }
}
