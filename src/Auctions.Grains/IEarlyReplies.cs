using Auctions.Grains.Messages;
using Orleans.Concurrency;

namespace Auctions.Grains;

/// <summary>A front end's ear for replies that need not wait for the rest of their call.</summary>
[Alias("early-replies")]
public interface IEarlyReplies : IGrainObserver
{
    /// <summary>Lost without harm: the call's answer holds the same.</summary>
    /// <param name="call">The front end's number of the call.</param>
    /// <param name="replies">One for each bid; those not answered yet are of kind None.</param>
    [OneWay, Alias("answered")]
    void Answered(long call, BidReply[] replies);
}
