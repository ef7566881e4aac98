namespace Auctions.Grains.Messages;

/// <summary>What kind of answer a reply carries.</summary>
public enum BidReplyKind : byte
{
    /// <summary>Not answered yet: the place of a bid in an early reply.</summary>
    None = 0,
    Accepted = 1,
    Refused = 2,
    TooMany = 3,
    Unavailable = 4,
}
