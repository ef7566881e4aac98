#pragma warning disable CA1822 // bodies follow
namespace Auctions.Chaos.Servers;

/// <summary>
/// A server process. It may be killed, stopped, frozen, and started again on the same URL; disposing of it kills it.
/// </summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    /// <summary>Where it listens, whenever it runs.</summary>
    public Uri Url { get; } = new("http://unset");

    /// <summary>The process of now.</summary>
    public int Id { get; }

    /// <summary>Everything its processes have written so far.</summary>
    public string ReadLog() => "";

    /// <summary>Starts it and waits until it listens.</summary>
    public Task StartAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Kill -9.</summary>
    public Task KillAsync() => Task.CompletedTask;

    /// <summary>SIGTERM, and the wait for its end.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> StopAsync(CancellationToken cancellation) => Task.FromResult(0);

    /// <summary>SIGSTOP.</summary>
    public void Freeze()
    {
    }

    /// <summary>SIGCONT.</summary>
    public void Thaw()
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
