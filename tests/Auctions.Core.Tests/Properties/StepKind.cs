namespace Auctions.Core.Tests;

/// <summary>What a random step tries.</summary>
public enum StepKind
{
    Bid,
    RaiseOwn,
    LateBid,
    Repeat,
    RepeatWithOtherAmount,
    SellerBid,
    BuyNow,
    LowerReserve,
    Pause,
    Resume,
    Extend,
    Fault,
    Hammer,
    Close,
    Withdraw,
    CreateAgain,
}
