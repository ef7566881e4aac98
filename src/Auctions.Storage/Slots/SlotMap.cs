using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Security.Cryptography;
using Auctions.Core;

namespace Auctions.Storage.Slots;

/// <summary>
/// Which shard each slot lives on. An explicit map, unlike a hash ring, can be planned, audited and reversed. A slot
/// without a shard fails closed: nothing may be done with its auctions.
/// </summary>
public sealed class SlotMap
{
    private const short Unassigned = -1;

    private readonly short[] _shards;
    private readonly FrozenDictionary<AuctionId, int> _pins;

    private SlotMap(short[] shards, int shardCount, FrozenDictionary<AuctionId, int> pins, long version)
    {
        _shards = shards;
        _pins = pins;
        ShardCount = shardCount;
        Version = version;
    }

    public int ShardCount { get; }

    /// <summary>Rises with every change.</summary>
    public long Version { get; }

    /// <summary>
    /// Assigns every slot by rendezvous hashing: each shard gets its share, and another shard later moves only its own.
    /// </summary>
    /// <param name="weights">One weight per shard, above 0: twice the weight, twice the slots.</param>
    public static SlotMap Assign(IReadOnlyList<double> weights)
    {
        var shards = new short[Slot.Count];
        for (var slot = 0; slot < shards.Length; slot++)
        {
            var best = double.NegativeInfinity;
            for (short shard = 0; shard < weights.Count; shard++)
            {
                var score = Score(slot, shard, weights[shard]);
                if (score > best)
                {
                    best = score;
                    shards[slot] = shard;
                }
            }
        }

        return new SlotMap(shards, weights.Count, FrozenDictionary<AuctionId, int>.Empty, version: 1);
    }

    /// <summary>A map as stored; slots that are not named are unknown.</summary>
    /// <param name="rows">Which slot lives where.</param>
    /// <param name="shardCount">How many shards there are.</param>
    /// <param name="pins">Auctions that live elsewhere than their slot; null: none.</param>
    /// <param name="version">The stored map's version.</param>
    /// <exception cref="ArgumentException">A slot or shard does not exist.</exception>
    public static SlotMap Load(
        IEnumerable<(int Slot, int Shard)> rows,
        int shardCount,
        IReadOnlyDictionary<AuctionId, int>? pins = null,
        long version = 1)
    {
        var shards = new short[Slot.Count];
        Array.Fill(shards, Unassigned);
        foreach (var (slot, shard) in rows)
        {
            if (slot is < 0 or >= Slot.Count || shard < 0 || shard >= shardCount)
            {
                throw new ArgumentException(
                    $"The slot map puts slot {slot} on shard {shard}; one of them does not exist.");
            }

            shards[slot] = (short)shard;
        }

        var pinned = pins?.ToFrozenDictionary() ?? FrozenDictionary<AuctionId, int>.Empty;
        return pinned.Values.All(shard => shard >= 0 && shard < shardCount)
            ? new SlotMap(shards, shardCount, pinned, version)
            : throw new ArgumentException("The slot map pins an auction to a shard that does not exist.");
    }

    public IEnumerable<(int Slot, int Shard)> Rows() => _shards
        .Select((shard, slot) => (slot, (int)shard))
        .Where(row => row.Item2 != Unassigned);

    /// <summary>The auctions that live elsewhere than their slot.</summary>
    public IReadOnlyDictionary<AuctionId, int> Pins => _pins;

    public bool TryGetShard(AuctionId id, out int shard) =>
        _pins.TryGetValue(id, out shard) || TryGetShard(Slot.Of(id), out shard);

    public bool TryGetShard(PersonId person, out int shard) => TryGetShard(Slot.Of(person), out shard);

    public bool TryGetShard(int slot, out int shard)
    {
        shard = _shards[slot];
        return shard != Unassigned;
    }

    // Weighted rendezvous: -weight / ln(u) with u uniform in (0, 1). Schindelhauer and Schomaker, SPAA 2005.
    private static double Score(int slot, int shard, double weight)
    {
        Span<byte> key = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(key, slot);
        BinaryPrimitives.WriteInt32BigEndian(key[4..], shard);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, hash);
        var uniform = ((BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) + 0.5) / (1UL << 53);
        return -weight / Math.Log(uniform);
    }
}
