using Auctions.Core;
using Auctions.Engine.Actor;

namespace Auctions.Grains.Messages;

/// <summary>What a bid is answered. Wire format: add members, never change one.</summary>
[GenerateSerializer, Immutable, Alias("bid-reply")]
public readonly record struct BidReply
{
    [Id(0)]
    public BidReplyKind Kind { get; init; }

    /// <summary>The bid's own sequence, if accepted.</summary>
    [Id(1)]
    public long Sequence { get; init; }

    /// <summary>The maximum as first accepted, in minor units.</summary>
    [Id(2)]
    public long Amount { get; init; }

    /// <summary>Public price, in minor units; null before the first bid.</summary>
    [Id(3)]
    public long? Price { get; init; }

    /// <summary>What a new bidder has to offer, in minor units.</summary>
    [Id(4)]
    public long? MinimumBid { get; init; }

    /// <summary>Turn of the bid, in UTC ticks.</summary>
    [Id(5)]
    public long AtTicks { get; init; }

    /// <summary>The end in force after the bid, in UTC ticks.</summary>
    [Id(6)]
    public long ClosesAtTicks { get; init; }

    [Id(7)]
    public BidStatus Status { get; init; }

    [Id(8)]
    public bool ReserveMet { get; init; }

    [Id(9)]
    public bool Replayed { get; init; }

    [Id(10)]
    public Refusal Refusal { get; init; }

    /// <summary>When the bidder may bid again, in ticks.</summary>
    [Id(11)]
    public long RetryAfterTicks { get; init; }

    [Id(12)]
    public Unavailability Reason { get; init; }

    /// <exception cref="ArgumentException">No bid is answered so.</exception>
    public static BidReply Of(Answer answer) => answer switch
    {
        BidAnswer accepted => new BidReply
        {
            Kind = BidReplyKind.Accepted,
            Sequence = accepted.Bid.Sequence,
            Amount = accepted.Bid.Amount,
            Price = accepted.Bid.Price,
            MinimumBid = accepted.MinimumBid,
            AtTicks = accepted.Bid.AtTicks,
            ClosesAtTicks = accepted.Bid.ClosesAtTicks,
            Status = accepted.Bid.Status,
            ReserveMet = accepted.Bid.ReserveMet,
            Replayed = accepted.Replayed,
        },
        RefusedAnswer refused => new BidReply
        {
            Kind = BidReplyKind.Refused,
            Refusal = refused.Refusal,
            Price = refused.Price,
            MinimumBid = refused.MinimumBid,
        },
        TooManyBidsAnswer fast => new BidReply
        {
            Kind = BidReplyKind.TooMany,
            RetryAfterTicks = fast.RetryAfter.Ticks,
        },
        UnavailableAnswer unavailable => new BidReply
        {
            Kind = BidReplyKind.Unavailable,
            Reason = unavailable.Reason,
        },
        _ => throw new ArgumentException($"{answer.GetType().Name} answers no bid.", nameof(answer)),
    };

    /// <param name="key">The key of the bid that this answers.</param>
    /// <exception cref="InvalidOperationException">It answers nothing yet.</exception>
    public Answer ToAnswer(BidKey key) => Kind switch
    {
        BidReplyKind.Accepted => new BidAnswer(
            new RememberedBid(
                key, Sequence, Amount, Price ?? 0, AtTicks, ClosesAtTicks, Status, ReserveMet),
            MinimumBid,
            Replayed),
        BidReplyKind.Refused => new RefusedAnswer(Refusal, Price, MinimumBid),
        BidReplyKind.TooMany => new TooManyBidsAnswer(TimeSpan.FromTicks(RetryAfterTicks)),
        BidReplyKind.Unavailable => new UnavailableAnswer(Reason),
        BidReplyKind.None => throw new InvalidOperationException("The bid is not answered yet."),
    };

    /// <summary>The type's name alone, for Orleans logs what it sends.</summary>
    public override string ToString() => nameof(BidReply);
}
