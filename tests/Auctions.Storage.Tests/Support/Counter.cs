namespace Auctions.Storage.Tests;

/// <summary>Counts, and lets tests await a count.</summary>
internal sealed class Counter
{
    private readonly Lock _changing = new();
    private readonly PriorityQueue<TaskCompletionSource, int> _waiting = new();
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Increment()
    {
        lock (_changing)
        {
            _count++;
            while (_waiting.TryPeek(out var waiter, out var count) && count <= _count)
            {
                _waiting.Dequeue();
                waiter.SetResult();
            }
        }
    }

    /// <summary>Completes once that much is counted; fails after half a minute.</summary>
    public Task ReachesAsync(int count)
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_changing)
        {
            if (count <= _count)
            {
                return Task.CompletedTask;
            }

            _waiting.Enqueue(waiter, count);
        }

        return waiter.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
