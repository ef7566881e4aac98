using System.Collections.Concurrent;
using Auctions.Grains.Messages;

namespace Auctions.Grains.Calls;

/// <summary>The ear of a front end: takes replies that come before the rest of their call.</summary>
internal sealed class EarlyReplies : IEarlyReplies
{
    private readonly ConcurrentDictionary<long, PendingBid[]> _calls = new();
    private readonly Lazy<IEarlyReplies> _ear;
    private long _last;

    /// <param name="export">Makes an address at which silos reach this.</param>
    public EarlyReplies(Func<IEarlyReplies, IEarlyReplies> export) =>
        _ear = new Lazy<IEarlyReplies>(() => export(this), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>How grains call this front end.</summary>
    public IEarlyReplies Ear => _ear.Value;

    /// <summary>Remembers the bids of a call; answers the call's number.</summary>
    public long Expect(PendingBid[] bids)
    {
        var call = Interlocked.Increment(ref _last);
        _calls[call] = bids;
        return call;
    }

    public void Forget(long call) => _calls.TryRemove(call, out _);

    void IEarlyReplies.Answered(long call, BidReply[] replies)
    {
        if (_calls.TryGetValue(call, out var bids) && bids.Length == replies.Length)
        {
            BidLane.Take(bids, replies);
        }
    }
}
