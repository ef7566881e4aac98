using Auctions.Engine.Ports;
using Auctions.Storage;
using Auctions.Storage.Postgres.Schema;
using Auctions.Storage.Tests;
using Npgsql;

namespace Auctions.Postgres.Tests.Store;

/// <summary>What a store refuses at start, and what it starts without.</summary>
[Trait("Category", "Long")]
public sealed class StartTests
{
    [Fact]
    public async Task Shards_named_in_another_order_are_refused()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 2);
        var swapped = databases.Settings with { Shards = [databases.Shards[1], databases.Shards[0]] };
        var refused = await Assert.ThrowsAsync<StorageException>(() => databases.OpenAsync(swapped));
        Assert.Contains("in the order of their numbers", refused.Message);
        await Assert.ThrowsAsync<StorageException>(() => Deployment.MigrateAsync(swapped, default));
    }

    [Fact]
    public async Task A_shard_of_another_store_is_refused()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 2);
        await using var others = await StoreDatabases.MigratedAsync(shards: 2);
        var mixed = databases.Settings with { Shards = [databases.Shards[0], others.Shards[1]] };
        var refused = await Assert.ThrowsAsync<StorageException>(() => databases.OpenAsync(mixed));
        Assert.Contains("another store", refused.Message);
    }

    [Fact]
    public async Task A_setting_that_can_lose_bids_is_refused_unless_it_is_accepted_by_name()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 2);
        var name = new NpgsqlConnectionStringBuilder(databases.Shards[1]).Database;
        await Servers.RunAsync(databases.Shards[1], $"alter database {name} set synchronous_commit = off");
        var refused = await Assert.ThrowsAsync<StorageException>(() => databases.OpenAsync());
        Assert.Contains("shard-01", refused.Message);
        Assert.Contains("synchronous_commit=off", refused.Message);
        await using var store = await databases.OpenAsync(
            databases.Settings with { AllowUnsafe = ["synchronous_commit"] });
        var typo = databases.Settings with { AllowUnsafe = ["synchronous_comit"] };
        Assert.Contains(
            "synchronous_comit", (await Assert.ThrowsAsync<StorageException>(() => databases.OpenAsync(typo))).Message);
    }

    [Fact]
    public async Task A_shard_that_is_down_at_start_is_taken_in_when_it_comes_back()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 2);
        var name = new NpgsqlConnectionStringBuilder(databases.Shards[1]).Database;
        var maintenance = Servers.Database(2, "postgres");
        await Servers.RunAsync(maintenance, $"alter database {name} allow_connections false");
        await using var store = await databases.OpenAsync();
        var journal = store.Journal;
        Assert.NotNull(await Activation.OpenAsync(journal, journal.IdOn(0)));
        var down = await Assert.ThrowsAsync<JournalException>(
            () => Activation.OpenAsync(journal, journal.IdOn(1)));
        Assert.Equal(JournalFault.Unavailable, down.Fault);
        await Servers.RunAsync(maintenance, $"alter database {name} allow_connections true");
        await Until.TrueAsync(
            async () =>
            {
                try
                {
                    return await Activation.OpenAsync(journal, journal.IdOn(1)) is not null;
                }
                catch (JournalException)
                {
                    return false;
                }
            },
            "the shard is taken in");
    }

    [Fact]
    public async Task A_store_of_which_no_shard_can_be_reached_does_not_start()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        var nowhere = new NpgsqlConnectionStringBuilder(databases.Shards[0]) { Port = 1 }.ConnectionString;
        var refused = await Assert.ThrowsAsync<StorageException>(
            () => databases.OpenAsync(databases.Settings with { Shards = [nowhere] }));
        Assert.Contains("None of the 1 shards", refused.Message);
    }

    [Fact]
    public async Task A_store_without_its_meta_database_does_not_start()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        var nowhere = new NpgsqlConnectionStringBuilder(databases.Meta) { Port = 1 }.ConnectionString;
        await Assert.ThrowsAsync<StorageException>(
            () => databases.OpenAsync(databases.Settings with { Meta = nowhere }));
    }

    [Fact]
    public async Task Every_process_has_the_same_identity_key()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 1);
        await using var one = await databases.OpenAsync();
        await using var other = await databases.OpenAsync();
        Assert.Equal(one.IdentityKey, other.IdentityKey);
        Assert.Equal(IdentityKey.Size, one.IdentityKey.Length);
        Assert.True(await Servers.ReadAsync<bool>(
            databases.Meta,
            "select not has_column_privilege('auctions_reader', 'auctions.store', 'identity_key', 'select')"));
    }

    [Fact]
    public async Task A_running_store_knows_the_time()
    {
        await using var databases = await StoreDatabases.MigratedAsync(shards: 2);
        await using var store = await databases.OpenAsync();
        await Until.TrueAsync(() => store.Clock.IsCertain, "the clock is certain");
        var apart = store.Clock.Now - DateTimeOffset.UtcNow;
        Assert.InRange(apart.Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }
}
