namespace Auctions.Core.Tests;

/// <summary>Keys, bid ids, auction ids and pseudonyms.</summary>
public sealed class IdentityTests
{
    private static readonly PersonId A = Given.Person("A");
    private static readonly AuctionId Other = new(Guid.Parse("0195a8f0-0000-7000-8000-000000000002"));

    [Theory]
    [InlineData("k", true)]
    [InlineData("!~", true)]
    [InlineData("8e03978e-40d5-43e8-bc93-6894a57f9324", true)]
    [InlineData("", false)]
    [InlineData("two words", false)]
    [InlineData("tab\t", false)]
    [InlineData("\u007f", false)]
    [InlineData("schl\u00fcssel", false)]
    public void A_key_has_visible_ASCII_characters(string key, bool valid) => Assert.Equal(valid, BidKey.IsValid(key));

    [Fact]
    public void A_key_has_up_to_255_characters()
    {
        Assert.True(BidKey.IsValid(new string('k', 255)));
        Assert.False(BidKey.IsValid(new string('k', 256)));
    }

    [Fact]
    public void The_longest_key_counts_to_its_last_character() =>
        Assert.NotEqual(
            BidKey.Of(A, Given.Id, new string('k', 254) + "1"), BidKey.Of(A, Given.Id, new string('k', 254) + "2"));

    [Fact]
    public void A_key_belongs_to_one_bidder_and_one_auction()
    {
        var key = BidKey.Of(A, Given.Id, "k");
        Assert.Equal(key, BidKey.Of(A, Given.Id, "k"));
        Assert.NotEqual(key, BidKey.Of(Given.Person("B"), Given.Id, "k"));
        Assert.NotEqual(key, BidKey.Of(A, Other, "k"));
        Assert.NotEqual(key, BidKey.Of(A, Given.Id, "K"));
    }

    [Fact]
    public void A_key_is_the_first_half_of_a_SHA_256() =>
        // printf over the 16 bytes of the bidder, the 16 of the auction and the key, then sha256sum.
        Assert.Equal(
            "1e2fd9a65e70b7d941f7bbcbbf3b1ed4",
            BidKey.Of(new PersonId(1), Given.Id, "k").Value.ToString("x32", null));

    [Fact]
    public void A_bids_id_is_a_version_7_UUID_with_the_time_of_its_turn()
    {
        var at = new DateTimeOffset(2026, 11, 22, 14, 6, 7, 890, TimeSpan.Zero);
        var id = BidId.Of(at, new BidKey(UInt128.MaxValue));
        Assert.Equal((7, 8), (id.Version, id.Variant & 0xC));
        var milliseconds = Convert.ToInt64($"{id:N}"[..12], 16);
        Assert.Equal(at.ToUnixTimeMilliseconds(), milliseconds);
        Assert.EndsWith("-7fff-bfff-ffffffffffff", $"{id:D}", StringComparison.Ordinal);
        Assert.EndsWith("-7000-8000-000000000000", $"{BidId.Of(at, new BidKey(0)):D}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_bids_id_is_the_same_whenever_it_is_derived()
    {
        var key = BidKey.Of(A, Given.Id, "k");
        Assert.Equal(BidId.Of(Given.Opens, key), BidId.Of(Given.Opens.ToOffset(TimeSpan.FromHours(2)), key));
        Assert.NotEqual(BidId.Of(Given.Opens, key), BidId.Of(Given.Opens, BidKey.Of(A, Given.Id, "l")));
        Assert.NotEqual(BidId.Of(Given.Opens, key), BidId.Of(Given.Opens.AddMilliseconds(1), key));
    }

    [Fact]
    public void Auction_ids_sort_by_their_bytes_in_network_order()
    {
        Assert.True(Given.Id < Other && Given.Id <= Other && Other > Given.Id && Other >= Given.Id);
        var early = new AuctionId(Guid.CreateVersion7(Given.Opens));
        var late = new AuctionId(Guid.CreateVersion7(Given.Opens.AddMilliseconds(1)));
        Assert.True(early < late);
        Assert.True(early.ToBytes().AsSpan().SequenceCompareTo(late.ToBytes()) < 0);
    }

    [Fact]
    public void No_auction_id_sorts_before_or_after_itself()
    {
        var same = AuctionId.FromBytes(Given.Id.ToBytes());
        Assert.Equal(0, same.CompareTo(Given.Id));
        Assert.True(same <= Given.Id && same >= Given.Id);
        Assert.False(same < Given.Id || same > Given.Id);
    }

    [Fact]
    public void An_auction_id_survives_bytes_and_text()
    {
        Assert.Equal(Given.Id, AuctionId.FromBytes(Given.Id.ToBytes()));
        Assert.Equal([0x01, 0x95, 0xa8, 0xf0], Given.Id.ToBytes()[..4]);
        Assert.True(AuctionId.TryParse(Given.Id.ToString(), out var parsed));
        Assert.Equal(Given.Id, parsed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0195a8f0000070008000000000000001")]
    [InlineData("{0195a8f0-0000-7000-8000-000000000001}")]
    [InlineData("0195a8f0-0000-7000-8000-00000000000")]
    public void Other_forms_of_an_auction_id_are_refused(string? text) => Assert.False(AuctionId.TryParse(text, out _));

    [Theory]
    [InlineData("0195A8F0-0000-7000-8000-000000000001")]
    [InlineData(" 0195a8f0-0000-7000-8000-000000000001")]
    [InlineData("0195a8f0-0000-7000-8000-000000000001\t")]
    [InlineData("0x95a8f0-0000-7000-8000-000000000001")]
    [InlineData("+195a8f0-0000-7000-8000-000000000001")]
    public void One_auction_has_one_address(string text) => Assert.False(AuctionId.TryParse(text, out _));

    [Fact]
    public void A_pseudonym_reads_as_32_hexadecimal_digits()
    {
        Assert.Equal("000000000000000000000000000000ff", $"{new PersonId(255)}");
        Assert.Equal(default, PersonId.None);
    }
}
