namespace Auctions.Testing.Faults;

/// <summary>Holds one call back until the test opens it.</summary>
public sealed class Gate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the call waits here; fails where none comes within half a minute.</summary>
    public Task ReachedAsync() => _reached.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Lets the call go on.</summary>
    public void Open() => _opened.TrySetResult();

    internal Task PassAsync()
    {
        _reached.TrySetResult();
        return _opened.Task;
    }
}
