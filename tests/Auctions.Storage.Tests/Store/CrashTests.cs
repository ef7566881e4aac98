using System.Collections.Concurrent;
using Auctions.Core;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

/// <summary>
/// A crash at any moment: the files are copied while appends run, without the shared memory that a crash loses. A
/// reader holds the log together, so that the copy is one the disk could have shown.
/// </summary>
public sealed class CrashTests
{
    private const int Auctions = 6;

    [Fact]
    public async Task Everything_acknowledged_before_the_crash_is_there_after_it()
    {
        using var data = DataDirectory.Made(shards: 2);
        using var store = data.Open();
        var acknowledged = new ConcurrentDictionary<AuctionId, long>();
        var appends = new Counter();
        using var stopping = new CancellationTokenSource();
        var loads = Enumerable.Range(0, Auctions)
            .Select(_ => Task.Run(() => AppendAsync(store.Journal, acknowledged, appends, stopping.Token)))
            .ToArray();
        for (var crash = 0; crash < 3; crash++)
        {
            await appends.ReachesAsync(appends.Count + 300);
            var promised = acknowledged.ToDictionary();
            var copy = data.Beside($"crash-{crash}");
            Copy(data, copy);
            Assert.Equal(Auctions, promised.Count);
            await CheckAsync(data, copy, promised);
        }

        await stopping.CancelAsync();
        await Task.WhenAll(loads);
    }

    private static async Task AppendAsync(
        IJournal journal,
        ConcurrentDictionary<AuctionId, long> acknowledged,
        Counter appends,
        CancellationToken stopping)
    {
        var owner = await Activation.OpenAsync(journal, Given.Id());
        var segment = owner.Create();
        while (!stopping.IsCancellationRequested)
        {
            await owner.WriteAsync(journal, segment);
            acknowledged[owner.Id] = segment.LastSequence;
            appends.Increment();
            segment = owner.Bid(3);
        }
    }

    private static void Copy(DataDirectory data, string copy)
    {
        Directory.CreateDirectory(copy);
        string[] shards = ["shard-00.db", "shard-01.db"];
        var readers = shards.Select(data.Connect).ToList();
        foreach (var reader in readers)
        {
            using var command = reader.CreateCommand();
            command.CommandText = "begin; select count(*) from head";
            command.ExecuteNonQuery();
        }

        // A file goes before its log: what moved from the log into the file meanwhile is in the log still.
        string[] files = ["meta.db", "identity.key", .. shards.SelectMany(shard => new[] { shard, shard + "-wal" })];
        foreach (var file in files)
        {
            File.Copy(data.File(file), Path.Combine(copy, file));
        }

        readers.ForEach(reader => reader.Dispose());
    }

    private static async Task CheckAsync(DataDirectory data, string copy, Dictionary<AuctionId, long> promised)
    {
        using var store = data.Open(directory: copy);
        foreach (var (id, sequence) in promised)
        {
            var folded = await store.Journal.FoldAsync(id);
            var stored = folded.State.Sequence;
            Assert.True(stored >= sequence, $"{sequence} was promised, {stored} is there.");
            Assert.Equal(folded.State.Sequence - 1, folded.Bids.Count);
            var heir = await Activation.OpenAsync(store.Journal, id, create: false);
            await heir.WriteAsync(store.Journal, heir.Bid());
        }
    }
}
