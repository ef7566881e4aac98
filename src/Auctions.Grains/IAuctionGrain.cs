using Auctions.Grains.Messages;

namespace Auctions.Grains;

/// <summary>
/// One auction, wherever placement puts it. Answers only what is durable. A call that is lost or times out may have
/// been carried out all the same: the bid's key, sent again, tells.
/// </summary>
[Alias("auction")]
public interface IAuctionGrain : IGrainWithGuidKey
{
    /// <summary>Places one bid.</summary>
    [Alias("bid")]
    ValueTask<BidReply> BidAsync(BidMessage bid);

    /// <summary>
    /// Places bids that a front end collected, in their order; each is decided and answered by itself.
    /// </summary>
    /// <param name="bids">The bids.</param>
    /// <param name="call">The front end's number for this call.</param>
    /// <param name="early">
    /// Told at once what needed no disk, if others must wait for it. What it was told comes again in the answer.
    /// </param>
    [Alias("bids")]
    ValueTask<BidReply[]> BidAllAsync(BidMessage[] bids, long call, IEarlyReplies early);

    /// <summary>Carries out a command that is no bid.</summary>
    [Alias("submit")]
    ValueTask<AnswerMessage> SubmitAsync(CommandMessage command);

    /// <summary>The durable view.</summary>
    [Alias("view")]
    ValueTask<AnswerMessage> ViewAsync();

    /// <summary>
    /// The durable view; and for <see cref="GrainOptions.WatchSeconds"/> its changes go to its stream.
    /// </summary>
    [Alias("watch")]
    ValueTask<AnswerMessage> WatchAsync();

    /// <summary>Does nothing but be in memory: the auction ends soon.</summary>
    [Alias("wake")]
    ValueTask WakeAsync();
}
