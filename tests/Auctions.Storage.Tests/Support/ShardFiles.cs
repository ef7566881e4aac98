using Auctions.Engine;
using Auctions.Engine.Ports;
using Auctions.Storage.Slots;
using Auctions.Storage.Sqlite;

namespace Auctions.Storage.Tests;

/// <summary>A SQLite journal in a directory of its own, with nothing around it: its shards are within reach.</summary>
internal sealed class ShardFiles : IJournalHarness
{
    private readonly TempDirectory _directory = new();

    public ShardFiles(AuctionClock clock, int shards)
    {
        Shards = [.. Enumerable.Range(0, shards).Select(
            shard => SqliteShard.Open(SqliteStore.ShardPath(_directory.Path, shard)))];
        Journal = new SqliteJournal(Shards, SlotMap.Assign([.. Enumerable.Repeat(1.0, shards)]), clock);
    }

    public IReadOnlyList<SqliteShard> Shards { get; }

    public IJournal Journal { get; }

    public void Dispose()
    {
        foreach (var shard in Shards)
        {
            shard.Dispose();
        }

        _directory.Dispose();
    }
}
