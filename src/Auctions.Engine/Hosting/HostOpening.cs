using Auctions.Engine.Actor;

namespace Auctions.Engine.Hosting;

/// <summary>The wait for a host to be opened, by a bounded number of requests.</summary>
/// <param name="waitersMax">Most requests that wait.</param>
internal sealed class HostOpening(int waitersMax)
{
    private readonly TaskCompletionSource<Answer?> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiters;

    /// <summary>Ends the wait.</summary>
    /// <param name="failure">What those who waited, and all who come, are answered; null: it is open.</param>
    public void Complete(Answer? failure) => _opened.TrySetResult(failure);

    /// <summary>Null once it is open; else why it is not.</summary>
    public async ValueTask<Answer?> WaitAsync()
    {
        if (_opened.Task.IsCompletedSuccessfully)
        {
            return _opened.Task.Result;
        }

        if (Interlocked.Increment(ref _waiters) > waitersMax)
        {
            Interlocked.Decrement(ref _waiters);
            return new UnavailableAnswer(Unavailability.Busy);
        }

        var failure = await _opened.Task;
        Interlocked.Decrement(ref _waiters);
        return failure;
    }
}
