using System.Threading.Tasks.Sources;

namespace Auctions.Measuring.Http;

/// <summary>A bid on its way and whoever awaits its outcome; used again once that is known.</summary>
internal sealed class PendingCall(LoadClient client) : IValueTaskSource<Outcome>
{
    private ManualResetValueTaskSourceCore<Outcome> _told;

    public int Lot { get; private set; }

    public long Amount { get; private set; }

    /// <summary>To be awaited once.</summary>
    public ValueTask<Outcome> Told => new(this, _told.Version);

    public void Begin(int lot, long amount)
    {
        Lot = lot;
        Amount = amount;
    }

    /// <summary>Whoever awaits it goes on at once, on this thread.</summary>
    public void Tell(Outcome outcome) => _told.SetResult(outcome);

    public void Break(Exception why) => _told.SetException(why);

    Outcome IValueTaskSource<Outcome>.GetResult(short token)
    {
        try
        {
            return _told.GetResult(token);
        }
        finally
        {
            _told.Reset();
            client.TakeBack(this);
        }
    }

    ValueTaskSourceStatus IValueTaskSource<Outcome>.GetStatus(short token) => _told.GetStatus(token);

    void IValueTaskSource<Outcome>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _told.OnCompleted(continuation, state, token, flags);
}
