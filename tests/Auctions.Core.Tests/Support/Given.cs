using System.Buffers.Binary;
using System.Text;

namespace Auctions.Core.Tests;

/// <summary>Where scenarios start. Money in cents, table ebay-us and a hard close unless said otherwise.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Opens = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Closes = Opens.AddDays(7);
    public static readonly PersonId Seller = Person("seller");
    public static readonly PersonId Operator = Person("operator");
    public static readonly AuctionId Id = new(Guid.Parse("0195a8f0-0000-7000-8000-000000000001"));

    /// <summary>The pseudonym of somebody with a name of up to 16 ASCII characters.</summary>
    public static PersonId Person(string name)
    {
        Span<byte> bytes = stackalloc byte[16];
        Encoding.ASCII.GetBytes(name, bytes);
        return new PersonId(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    public static AuctionTerms Terms(
        long opening = 99_00,
        long? reserve = null,
        long? buyItNow = null,
        SoftClose? soft = null,
        IncrementTable? increments = null) =>
        new(Seller, "A lot", "USD", AuctionFormat.English, opening, increments ?? IncrementTable.EbayUs, reserve,
            buyItNow, Opens, Closes, soft);

    /// <summary>A created auction, one hour after its opening.</summary>
    public static Scenario Auction(
        long opening = 99_00,
        long? reserve = null,
        long? buyItNow = null,
        SoftClose? soft = null,
        IncrementTable? increments = null) =>
        On(Terms(opening, reserve, buyItNow, soft, increments));

    /// <summary>A created auction on these terms, one hour after its opening.</summary>
    public static Scenario On(AuctionTerms terms)
    {
        var scenario = new Scenario(new Auction(Id)) { Now = Opens.AddHours(-1) };
        scenario.Do(new CreateAuction(terms));
        scenario.Now = Opens.AddHours(1);
        return scenario;
    }

    /// <summary>A table with one step for every price.</summary>
    public static IncrementTable Flat(long step) => IncrementTable.Of([new(1, step)]);

    public static SoftClose FromNow(int windowSeconds, int extensionSeconds, DateTimeOffset? hardEnd = null) =>
        new(TimeSpan.FromSeconds(windowSeconds), TimeSpan.FromSeconds(extensionSeconds), ExtensionMode.FromNow, null,
            hardEnd);

    public static SoftClose FromEnd(
        int windowSeconds, int extensionSeconds, int? most = null, DateTimeOffset? hardEnd = null) =>
        new(TimeSpan.FromSeconds(windowSeconds), TimeSpan.FromSeconds(extensionSeconds), ExtensionMode.FromEnd, most,
            hardEnd);
}
