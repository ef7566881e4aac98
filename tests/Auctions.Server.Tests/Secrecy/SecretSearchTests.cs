using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Auctions.Core;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>A search that overlooks a secret would let every walk pass.</summary>
public sealed class SecretSearchTests
{
    private const long Amount = 712_345_678_901_234;

    private static readonly UInt128 Pseudonym = UInt128.Parse("123456789012345678901234567890", null);

    private readonly SecretSearch _search;

    public SecretSearchTests()
    {
        var secrets = new Secrets();
        secrets.Keep(Amount);
        secrets.KeepPseudonym(Pseudonym);
        _search = new SecretSearch(secrets);
    }

    public static TheoryData<string> Texts =>
    [
        $"{Amount}", $"at{Amount}x", $"1{Amount}0", $"-{Amount}.00", $"{Amount + Secrets.Step}",
        $"{Amount - Secrets.Step}", "7,123,456,789,012.34", "7.123.456.789.012,34", "7 123 456 789 012.34",
        "712_345_678_901_234", "7'123'456'789'012.34", $"0x{Amount:X}", $"00{Amount:x}ff",
        $"who={Secrets.Mark}-1", $"WHO={Secrets.Mark.ToUpperInvariant()}", new PersonId(Pseudonym).ToString(),
        Guid.ParseExact(new PersonId(Pseudonym).ToString(), "N").ToString("B"),
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"key {Secrets.Mark}")),
        Convert.ToBase64String([0, 0, 0, .. BitConverter.GetBytes(Amount), 0]),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_secret_in_a_text_is_found(string text) => Assert.NotEmpty(_search.In(text));

    [Fact]
    public void A_secret_among_bytes_is_found_at_any_place()
    {
        var variable = new List<byte>();
        for (var rest = (ulong)Amount; rest > 0; rest >>= 7)
        {
            variable.Add((byte)((rest & 0x7F) | (rest > 0x7F ? 0x80u : 0)));
        }

        var pseudonym = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(pseudonym, Pseudonym);
        byte[][] forms =
        [
            [.. variable], BitConverter.GetBytes(Amount), [.. BitConverter.GetBytes(Amount).Reverse()],
            BitConverter.GetBytes((double)Amount), BitConverter.GetBytes(Amount / 100.0),
            Encoding.ASCII.GetBytes(Amount.ToString(CultureInfo.InvariantCulture)),
            Encoding.ASCII.GetBytes(Secrets.Mark), pseudonym,
        ];
        for (var before = 0; before < 9; before++)
        {
            Assert.All(forms, form => Assert.NotEmpty(_search.In([.. new byte[before], .. form, 1, 2, 3])));
        }
    }

    [Fact]
    public void Nothing_else_is_found()
    {
        string[] texts =
        [
            "", $"{Amount + 1}", $"{Amount}".Insert(7, ":"), $"{Amount}"[1..], $"{Amount:X}"[1..],
            "2026-01-31T18:00:00.1234567Z", Guid.NewGuid().ToString(), "hush",
        ];
        Assert.All(texts, text => Assert.Empty(_search.In(text)));
        Assert.Empty(_search.In(BitConverter.GetBytes(Amount + 1)));
        Assert.Empty(_search.In(BitConverter.GetBytes(1_700_000_000_000_000_000)));
    }

    [Fact]
    public void A_figure_is_public_from_the_sequence_on_that_made_it_a_price()
    {
        var opensAt = DateTimeOffset.UnixEpoch;
        var lot = new KnownLot(Guid.CreateVersion7().ToString(), new Person("sally", new PersonId(1)), new AuctionTerms(
            new PersonId(1), "Lamp", "USD", AuctionFormat.English, 100, IncrementTable.Of([new(1, 10)]), null, null,
            opensAt, opensAt.AddHours(1), null));
        void Bid(int bidder, long amount) => lot.Apply(lot.Decide(
            new PlaceBid(new PersonId((UInt128)bidder), new BidKey((UInt128)bidder), amount, opensAt), opensAt));
        Bid(2, 500);
        Bid(3, 300);
        Bid(4, 500);

        Assert.True(lot.IsPublic(100, 1), "the opening price");
        Assert.True(lot.IsPublic(110, 2), "the minimum bid after the first");
        Assert.False(lot.IsPublic(310, 2), "a price before it was one");
        Assert.True(lot.IsPublic(310, 3), "the underbidder's maximum and an increment");
        Assert.False(lot.IsPublic(300, 4), "the underbidder's maximum");
        Assert.False(lot.IsPublic(500, 3), "the leader's maximum");
        Assert.True(lot.IsPublic(500, 4), "of equal maxima the price is that maximum");
    }
}
