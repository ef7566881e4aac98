using Auctions.Core;
using Auctions.Engine.Ports;
using Auctions.Testing;

namespace Auctions.Storage.Tests;

/// <summary>A data directory that cannot be used is refused, with a message that says what to do.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("meta.db")]
    [InlineData("shard-00.db")]
    [InlineData("shard-01.db")]
    [InlineData("read-models.db")]
    public void What_a_newer_version_wrote_is_refused_and_left_as_it_is(string file)
    {
        using var data = DataDirectory.Made(shards: 2).Reopened();
        data.Run(file, "pragma user_version = 2");
        var before = data.Contents();
        var message = data.Refused();
        Assert.Contains(data.File(file), message, StringComparison.Ordinal);
        Assert.Contains("newer version", message, StringComparison.Ordinal);
        Assert.Contains("schema 2; this one knows 1", message, StringComparison.Ordinal);
        Assert.Equal(before, data.Contents());
    }

    [Fact]
    public void A_newer_store_that_was_never_opened_again_is_left_as_it_is()
    {
        using var data = DataDirectory.Made(shards: 1);
        data.Run("meta.db", "pragma user_version = 2");
        var before = data.Contents();
        data.Refused();
        Assert.Equal(before, data.Contents());
    }

    [Fact]
    public void A_missing_shard_is_refused_and_does_not_come_back_empty()
    {
        using var data = DataDirectory.Made(shards: 3);
        File.Delete(data.File("shard-01.db"));
        var message = data.Refused();
        Assert.Contains(data.File("shard-01.db"), message, StringComparison.Ordinal);
        Assert.Contains("is missing", message, StringComparison.Ordinal);
        Assert.False(File.Exists(data.File("shard-01.db")));
    }

    [Theory]
    [InlineData("meta.db")]
    [InlineData("shard-01.db")]
    public void An_empty_file_in_a_store_that_was_made_is_refused(string file)
    {
        using var data = DataDirectory.Made(shards: 5);
        File.WriteAllBytes(data.File(file), []);
        Assert.Contains(data.File(file), data.Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_identity_key_is_refused_and_not_made_anew()
    {
        using var data = DataDirectory.Made(shards: 1);
        File.Delete(data.File("identity.key"));
        var message = data.Refused();
        Assert.Contains(data.File("identity.key"), message, StringComparison.Ordinal);
        Assert.Contains("from your backup", message, StringComparison.Ordinal);
        Assert.False(File.Exists(data.File("identity.key")));
    }

    [Fact]
    public void A_key_file_of_ones_own_is_used_and_none_is_made()
    {
        using var data = new DataDirectory();
        var path = data.Beside("own.key");
        Assert.Contains(path, data.Refused(shards: 1, keyFile: path), StringComparison.Ordinal);
        File.WriteAllBytes(path, new byte[IdentityKey.Size - 1]);
        Assert.Contains("31 bytes; it needs 32", data.Refused(shards: 1, keyFile: path), StringComparison.Ordinal);
        byte[] key = [.. Enumerable.Range(0, 40).Select(value => (byte)value)];
        File.WriteAllBytes(path, key);
        using var store = data.Open(shards: 1, keyFile: path);
        Assert.Equal(key, store.IdentityKey);
        Assert.False(File.Exists(data.File("identity.key")));
    }

    [Fact]
    public async Task A_key_file_that_is_a_pipe_is_refused_and_not_waited_for()
    {
        using var data = new DataDirectory();
        var path = data.Beside("own.key");
        await NamedPipe.MakeAsync(path);
        var message = await Task.Run(() => data.Refused(shards: 1, keyFile: path)).WaitAsync(NamedPipe.Patience);
        Assert.Contains($"The identity key {path} is no regular file", message, StringComparison.Ordinal);
        Assert.Contains("set Privacy:IdentityKeyFile to that", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_file_that_is_a_device_is_refused()
    {
        using var data = new DataDirectory();
        Assert.Contains(
            "/dev/zero is no regular file", data.Refused(shards: 1, keyFile: "/dev/zero"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("meta.db")]
    [InlineData("shard-00.db")]
    [InlineData("read-models.db")]
    public void What_is_no_database_is_refused_and_left_as_it_is(string file)
    {
        using var data = DataDirectory.Made(shards: 1);
        File.WriteAllText(data.File(file), new string('x', 10_000));
        Assert.Contains("not a database", data.Refused(), StringComparison.Ordinal);
        Assert.Equal(new string('x', 10_000), File.ReadAllText(data.File(file)));
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_refused()
    {
        using var data = new DataDirectory();
        File.WriteAllText(data.Beside("file"), "");
        var path = Path.Combine(data.Beside("file"), "data");
        var message = data.Refused(directory: path);
        Assert.Contains($"The data directory {path} cannot be made", message, StringComparison.Ordinal);
        Assert.Contains("Storage:Path", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_cannot_be_written_to_is_refused()
    {
        using var data = new DataDirectory();

        // Where the lock should be is something that nobody can open as a file, whoever runs this.
        Directory.CreateDirectory(data.File(".lock"));
        Assert.Contains($"{data.Path} cannot be written to", data.Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_takes_no_files_is_not_said_to_be_in_use()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var data = new DataDirectory();
        var message = data.Refused(directory: "/proc/self");
        Assert.DoesNotContain("in use by another server", message, StringComparison.Ordinal);
        Assert.Contains("/proc/self", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slot_that_is_missing_from_the_map_fails_closed()
    {
        using var data = DataDirectory.Made(shards: 2);
        var id = Given.Id();
        data.Run("meta.db", $"delete from slot_map where slot = {Slot.Of(id)}");
        using var store = data.Open();
        Assert.False(store.Journal.TryGetShard(id, out _));
        await Assert.ThrowsAsync<JournalException>(
            () => store.ReadModels.HistoryAsync(new HistoryQuery(id, null, 10), default));
    }
}
