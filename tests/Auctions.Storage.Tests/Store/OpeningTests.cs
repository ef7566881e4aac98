namespace Auctions.Storage.Tests;

/// <summary>Making a store, and opening it again.</summary>
public sealed class OpeningTests
{
    [Fact]
    public void A_new_store_has_four_shards_and_a_key_that_only_its_owner_reads()
    {
        using var data = new DataDirectory();
        using var store = data.Open();
        Assert.Equal(4, store.Journal.ShardCount);
        string[] files =
        [
            "identity.key", "meta.db", "read-models.db", "shard-00.db", "shard-01.db", "shard-02.db", "shard-03.db",
        ];
        Assert.All(files, file => Assert.True(File.Exists(data.File(file)), file));
        Assert.Equal(File.ReadAllBytes(data.File("identity.key")), store.IdentityKey);
        Assert.Equal(IdentityKey.Size, store.IdentityKey.Length);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(data.File("identity.key"))
            == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task A_store_opened_again_is_the_same(int shards)
    {
        using var data = new DataDirectory();
        byte[] key;
        Activation owner;
        using (var store = data.Open(shards))
        {
            key = store.IdentityKey;
            owner = await Activation.OpenAsync(store.Journal, Given.Id());
            await owner.WriteAsync(store.Journal, owner.Create());
            await owner.WriteAsync(store.Journal, owner.Bid(5));
        }

        foreach (int? asked in new int?[] { null, shards })
        {
            using var store = data.Open(asked);
            Assert.Equal(shards, store.Journal.ShardCount);
            Assert.Equal(key, store.IdentityKey);
            var folded = await store.Journal.FoldAsync(owner.Id);
            Assert.Equal(EverythingOf.Auction(owner.Auction), EverythingOf.Auction(folded));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(257)]
    public void A_number_of_shards_that_cannot_be_is_refused(int shards)
    {
        using var data = new DataDirectory();
        Assert.Contains("set it to 1 to 256", data.Refused(shards), StringComparison.Ordinal);
        Assert.False(Directory.Exists(data.Path));
    }

    [Fact]
    public void Another_number_of_shards_than_the_store_was_made_with_is_refused()
    {
        using var data = DataDirectory.Made(shards: 2);
        var before = data.Contents();
        var message = data.Refused(shards: 3);
        Assert.Contains("The store has 2 shards, Storage:SqliteShards says 3", message, StringComparison.Ordinal);
        Assert.Equal(before.Keys.Order(), data.Contents().Keys.Order());
        data.Reopened();
    }

    [Fact]
    public void A_second_server_is_refused_while_the_first_holds_the_lock()
    {
        using var data = new DataDirectory();
        using (data.Open(shards: 1))
        {
            var message = data.Refused();
            Assert.Contains(data.Path, message, StringComparison.Ordinal);
            Assert.Contains("in use by another server", message, StringComparison.Ordinal);
            Assert.Contains("Storage:Path", message, StringComparison.Ordinal);
        }

        data.Reopened();
    }

    [Fact]
    public void A_refusal_gives_the_lock_back()
    {
        using var data = DataDirectory.Made(shards: 1);
        File.Move(data.File("shard-00.db"), data.Beside("shard-00.db"));
        data.Refused();
        data.Refused();
        File.Move(data.Beside("shard-00.db"), data.File("shard-00.db"));
        data.Reopened();
    }

    [Fact]
    public void A_store_whose_making_was_cut_short_is_made_again()
    {
        using var data = DataDirectory.Made(shards: 2);
        var key = File.ReadAllBytes(data.File("identity.key"));

        // Whatever was done last is undone, one step more each time.
        Action[] undone =
        [
            () => File.Delete(data.File("read-models.db")),
            () => File.Move(data.File("meta.db"), data.File("meta.db.new")),
            () => File.Delete(data.File("shard-01.db")),
            () => File.WriteAllBytes(data.File("shard-00.db"), []),
            () => File.WriteAllBytes(data.File("meta.db.new"), []),
            () => File.Delete(data.File("meta.db.new")),
        ];
        for (var steps = 1; steps <= undone.Length; steps++)
        {
            foreach (var undo in undone[..steps])
            {
                undo();
            }

            using var store = data.Open(shards: 2);
            Assert.Equal(2, store.Journal.ShardCount);
            Assert.Equal(key, store.IdentityKey);
            Assert.True(File.Exists(data.File("meta.db")) && !File.Exists(data.File("meta.db.new")));
        }
    }

    [Fact]
    public async Task A_store_that_was_closed_is_whole_without_its_logs()
    {
        using var data = new DataDirectory();
        Activation owner;
        using (var store = data.Open(shards: 1))
        {
            owner = await Activation.OpenAsync(store.Journal, Given.Id());
            await owner.WriteAsync(store.Journal, owner.Create());
            await store.ReadModels.OwnBidsAsync(Given.Seller, null, 10, default);
        }

        foreach (var log in Directory.GetFiles(data.Path, "*-wal"))
        {
            File.Delete(log);
        }

        using var again = data.Open();
        Assert.Equal(1, (await again.Journal.FoldAsync(owner.Id)).State.Sequence);
    }

    [Fact]
    public async Task Read_models_that_vanished_are_made_again_from_the_journal()
    {
        using var data = new DataDirectory();
        var bidder = Given.Person("A");
        using (var store = data.Open(shards: 1))
        {
            var owner = await Activation.OpenAsync(store.Journal, Given.Id());
            await owner.WriteAsync(store.Journal, owner.Create());
            await owner.WriteAsync(store.Journal, owner.Bid("A", 5_00, "k"));
            Assert.Single((await store.ReadModels.OwnBidsAsync(bidder, null, 10, default)).Items);
        }

        File.Delete(data.File("read-models.db"));
        using var again = data.Open();
        Assert.Single((await again.ReadModels.OwnBidsAsync(bidder, null, 10, default)).Items);
    }
}
