using System.Text;

namespace Auctions.Core.Tests;

/// <summary>The hash from auction to slot is fixed for ever: another one would look for them elsewhere.</summary>
public sealed class SlotTests
{
    [Fact]
    public void The_hash_is_the_documented_one()
    {
        Assert.Equal(0x31C3, Slot.Crc16("123456789"u8));
        Assert.Equal(0x31C3 % Slot.Count, Slot.Of("123456789"u8));
        Assert.Equal(0, Slot.Crc16([]));
    }

    [Theory]
    [InlineData("foo", 12_182)]
    [InlineData("bar", 5_061)]
    [InlineData("hello", 866)]
    public void Redis_Cluster_puts_the_same_key_into_the_same_slot(string key, int slot) =>
        Assert.Equal(slot, Slot.Of(Encoding.ASCII.GetBytes(key)));

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000", 0)]
    [InlineData("0195a8f0-0000-7000-8000-000000000001", 165)]
    [InlineData("01890a5d-ac96-774b-bcce-b302099a8057", 10_860)]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff", 65)]
    public void Known_ids_keep_their_slots(string id, int slot)
    {
        Assert.Equal(slot, Slot.Of(new AuctionId(Guid.Parse(id))));
        Assert.Equal(slot, Slot.Of(Guid.Parse(id).ToByteArray(bigEndian: true)));
    }

    [Fact]
    public void A_person_has_the_slot_of_the_pseudonyms_bytes() =>
        Assert.Equal(
            Slot.Of(Guid.Parse("01890a5d-ac96-774b-bcce-b302099a8057").ToByteArray(bigEndian: true)),
            Slot.Of(new PersonId(new UInt128(0x01890a5dac96774b, 0xbcceb302099a8057))));

    [Fact]
    public void Ids_made_one_after_another_spread_over_the_slots()
    {
        var start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var counts = new int[16];
        for (var i = 0; i < 16_000; i++)
        {
            counts[Slot.Of(new AuctionId(Guid.CreateVersion7(start.AddMilliseconds(i)))) * 16 / Slot.Count]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 800, 1_200));
    }
}
