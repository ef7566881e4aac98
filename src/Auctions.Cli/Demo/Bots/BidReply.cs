namespace Auctions.Cli.Demo.Bots;

/// <summary>What became of a bid.</summary>
internal enum BidReply
{
    /// <summary>Accepted, and it leads.</summary>
    Leading,

    /// <summary>Accepted, and somebody's maximum was higher.</summary>
    Outbid,

    /// <summary>Refused: it came too low.</summary>
    TooLow,

    /// <summary>Refused: whoever bid leads already with at least as much.</summary>
    AlreadyLeading,

    /// <summary>Refused for another reason, such as the end of the lot.</summary>
    Refused,
}
