using Auctions.Engine.Limits;

namespace Auctions.Grains.Messages;

/// <summary>A front end asks for a lease. Wire format: add members, never change one.</summary>
[GenerateSerializer, Immutable, Alias("lease")]
public readonly record struct LeaseMessage
{
    /// <summary>Whose allowance.</summary>
    [Id(0)]
    public Guid Subject { get; init; }

    [Id(1)]
    public int UnitsPerMinute { get; init; }

    [Id(2)]
    public int Spent { get; init; }

    [Id(3)]
    public int Least { get; init; }

    [Id(4)]
    public int Wanted { get; init; }

    /// <summary>What of an earlier lease is given back.</summary>
    [Id(5)]
    public int Returned { get; init; }

    /// <summary>Of which lease.</summary>
    [Id(6)]
    public long Receipt { get; init; }

    /// <summary>When Spent was spent; a silo that does not know this takes it as spent now.</summary>
    [Id(7)]
    public int[]? SpentByPart { get; init; }

    public static LeaseMessage Of(LeaseAsk ask) => new()
    {
        Subject = Wire.ToGuid(ask.Subject),
        UnitsPerMinute = ask.UnitsPerMinute,
        Spent = ask.Spent,
        Least = ask.Least,
        Wanted = ask.Wanted,
        SpentByPart = ask.SpentByPart,
        Returned = ask.Returned,
        Receipt = ask.Receipt,
    };

    public LeaseAsk ToAsk() =>
        new(Wire.ToNumber(Subject), UnitsPerMinute, Spent, Least, Wanted)
        {
            SpentByPart = SpentByPart,
            Returned = Returned,
            Receipt = Receipt,
        };

    /// <summary>The type's name alone, for Orleans logs what it sends.</summary>
    public override string ToString() => nameof(LeaseMessage);
}
