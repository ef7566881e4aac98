namespace Auctions.Grains.Messages;

/// <summary>The commands that are no bids.</summary>
public enum CommandKind : byte
{
    Create = 1,
    Close = 2,
    Withdraw = 3,
    Extend = 4,
    Pause = 5,
    Resume = 6,
    LowerReserve = 7,
}
