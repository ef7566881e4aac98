using Auctions.Engine.Limits;

namespace Auctions.Grains.Messages;

/// <summary>What is lent. Wire format: add members, never change one.</summary>
[GenerateSerializer, Immutable, Alias("lease-reply")]
public readonly record struct LeaseReply
{
    /// <summary>How much; 0: less is left than is of use.</summary>
    [Id(0)]
    public int Units { get; init; }

    /// <summary>With 0, how long until there is as much, in ticks.</summary>
    [Id(1)]
    public long RetryAfterTicks { get; init; }

    /// <summary>To be shown when some of it is returned; 0 by a silo that takes none back.</summary>
    [Id(2)]
    public long Receipt { get; init; }

    public static LeaseReply Of(LeaseGrant grant) => new()
    {
        Units = grant.Units,
        RetryAfterTicks = grant.RetryAfter.Ticks,
        Receipt = grant.Receipt,
    };

    public LeaseGrant ToGrant() => new(Units, TimeSpan.FromTicks(RetryAfterTicks)) { Receipt = Receipt };

    /// <summary>The type's name alone, for Orleans logs what it sends.</summary>
    public override string ToString() => nameof(LeaseReply);
}
