using System.Globalization;
using Auctions.Storage.Slots;

namespace Auctions.Storage.Sqlite;

/// <summary>The file that all shards share: how many there are, and which slot lives where.</summary>
internal static class SqliteMeta
{
    /// <summary>Migrates the file, fills a new one, and reads its slot map.</summary>
    /// <param name="meta">The file.</param>
    /// <param name="shards">Number of shards of a new store.</param>
    /// <param name="isChosen">Whether that number was asked for, so that another one stored is an error.</param>
    /// <exception cref="StorageException">The store has another number of shards.</exception>
    public static SlotMap Prepare(SqliteSession meta, int shards, bool isChosen)
    {
        SqliteSchema.Migrate(meta, "meta");
        if (ReadShardCount(meta) is not { } stored)
        {
            Fill(meta, shards);
            stored = shards;
        }

        return !isChosen || stored == shards
            ? ReadSlots(meta, stored)
            : throw new StorageException(
                $"The store has {stored} shards, Storage:SqliteShards says {shards}. Remove the setting: a SQLite " +
                "store keeps the number it was made with.");
    }

    /// <summary>The slot map of an existing store.</summary>
    /// <exception cref="StorageException">The file is no finished store.</exception>
    public static SlotMap Read(SqliteSession meta)
    {
        SqliteSchema.Check(meta);
        return ReadSlots(
            meta, ReadShardCount(meta) ?? throw new StorageException($"{meta.Path} is not a finished store."));
    }

    private static int? ReadShardCount(SqliteSession meta)
    {
        var rows = meta.Query("select value from setting where name = 'shards'", row => row.GetString(0));
        return rows.Count > 0 ? int.Parse(rows[0], CultureInfo.InvariantCulture) : null;
    }

    private static SlotMap ReadSlots(SqliteSession meta, int shards) => SlotMap.Load(
        meta.Query("select slot, shard from slot_map", row => (row.GetInt32(0), row.GetInt32(1))), shards);

    private static void Fill(SqliteSession meta, int shards) => meta.InTransaction(() =>
    {
        foreach (var (slot, shard) in SlotMap.Assign([.. Enumerable.Repeat(1.0, shards)]).Rows())
        {
            meta.Execute(
                "insert into slot_map (slot, shard, epoch) values ($slot, $shard, 1)",
                ("$slot", slot),
                ("$shard", shard));
        }

        meta.Execute(
            "insert into setting (name, value) values ('shards', $count)",
            ("$count", shards.ToString(CultureInfo.InvariantCulture)));
    });
}
