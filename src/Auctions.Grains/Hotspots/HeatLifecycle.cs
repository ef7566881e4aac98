using Auctions.Engine.Heat;

namespace Auctions.Grains.Hotspots;

/// <summary>
/// Reports what is hot on a silo, from before it takes calls until after its engine has ended, so that what it does
/// while it stops counts too.
/// </summary>
internal sealed class HeatLifecycle(HeatReporter reporter) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(HeatLifecycle),
        ServiceLifecycleStage.ApplicationServices - 1,
        _ =>
        {
            _running = Task.Run(() => reporter.RunAsync(_stopping.Token), CancellationToken.None);
            return Task.CompletedTask;
        },
        async _ =>
        {
            await _stopping.CancelAsync();
            await _running;
        });

    public void Dispose() => _stopping.Dispose();
}
