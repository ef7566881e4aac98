using Auctions.Core;
using Auctions.Storage.Slots;

namespace Auctions.Storage.Tests;

/// <summary>Which shard a slot lives on.</summary>
public sealed class SlotMapTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(40)]
    public void Shards_of_equal_weight_get_nearly_equal_shares(int shards)
    {
        var counts = Counts(SlotMap.Assign(Equal(shards)));
        var share = Slot.Count / (double)shards;

        // A binomial spread: four standard deviations.
        var tolerance = 4 * Math.Sqrt(share);
        Assert.Equal(shards, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, share - tolerance, share + tolerance));
        Assert.True(shards > 4 || counts.Values.All(count => Math.Abs(count - share) < share * 0.04));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(15)]
    public void Another_shard_takes_its_share_and_nothing_else_moves(int shards)
    {
        var before = Places(SlotMap.Assign(Equal(shards)));
        var after = Places(SlotMap.Assign(Equal(shards + 1)));
        var moved = before.Keys.Where(slot => before[slot] != after[slot]).ToList();
        Assert.All(moved, slot => Assert.Equal(shards, after[slot]));
        var share = Slot.Count / (double)(shards + 1);
        Assert.InRange(moved.Count, share * 0.9, share * 1.1);
    }

    [Fact]
    public void Shares_follow_weights()
    {
        var counts = Counts(SlotMap.Assign([1, 2, 1, 4]));
        Assert.All(new[] { 1, 2, 1, 4 }.Index(), weighted =>
        {
            var share = Slot.Count * weighted.Item / 8.0;
            Assert.InRange(counts[weighted.Index], share * 0.92, share * 1.08);
        });
    }

    [Fact]
    public void A_heavier_shard_only_takes()
    {
        var before = Places(SlotMap.Assign([1, 1, 1]));
        var after = Places(SlotMap.Assign([1, 1.5, 1]));
        Assert.All(before.Keys.Where(slot => before[slot] != after[slot]), slot => Assert.Equal(1, after[slot]));
    }

    [Fact]
    public void Every_process_assigns_alike()
    {
        var places = Places(SlotMap.Assign(Equal(4)));
        Assert.Equal(places, Places(SlotMap.Assign(Equal(4))));
        int[] first = [.. Enumerable.Range(0, 24).Select(slot => places[slot])];
        Assert.Equal([3, 0, 2, 1, 2, 3, 0, 2, 3, 2, 1, 2, 3, 0, 2, 3, 2, 0, 3, 1, 0, 2, 0, 1], first);
    }

    [Fact]
    public void A_map_is_read_back_as_it_was_stored()
    {
        var map = SlotMap.Assign(Equal(3));
        var loaded = SlotMap.Load(map.Rows(), 3);
        Assert.Equal((3, Slot.Count), (loaded.ShardCount, loaded.Rows().Count()));
        Assert.Equal(map.Rows(), loaded.Rows());
    }

    [Fact]
    public void A_slot_that_is_not_named_is_on_no_shard()
    {
        var id = Given.Id();
        var person = new PersonId(new UInt128(0, 5));
        var map = SlotMap.Load(
            SlotMap.Assign(Equal(2)).Rows().Where(row => row.Slot != Slot.Of(id) && row.Slot != Slot.Of(person)), 2);
        Assert.False(map.TryGetShard(id, out _));
        Assert.False(map.TryGetShard(person, out _));
        Assert.Equal(Slot.Count - 2, Enumerable.Range(0, Slot.Count).Count(slot => map.TryGetShard(slot, out _)));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(Slot.Count, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 2)]
    public void A_map_that_names_what_does_not_exist_is_refused(int slot, int shard) =>
        Assert.Throws<ArgumentException>(() => SlotMap.Load([(slot, shard)], 2));

    private static double[] Equal(int shards) => [.. Enumerable.Repeat(1.0, shards)];

    private static Dictionary<int, int> Places(SlotMap map) =>
        map.Rows().ToDictionary(row => row.Slot, row => row.Shard);

    private static Dictionary<int, int> Counts(SlotMap map) =>
        map.Rows().CountBy(row => row.Shard).ToDictionary();
}
