using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Auctions.Telemetry;

/// <summary>How a process runs to its end.</summary>
public static class HostRun
{
    /// <summary>
    /// Runs until it is told to stop, also where that comes while it still starts: then nothing was accepted yet, and
    /// it ends like any other stop. A stop that takes longer than it may is an error all the same.
    /// </summary>
    /// <param name="host">What runs; it is disposed of.</param>
    /// <param name="isCancelled">
    /// Whether a failed start comes of being told to stop, where that is no <see cref="OperationCanceledException"/>.
    /// </param>
    public static async Task RunToEndAsync(this IHost host, Func<Exception, bool>? isCancelled = null)
    {
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        try
        {
            await host.RunAsync();
        }
        catch (Exception stopped) when (
            lifetime.ApplicationStopping.IsCancellationRequested &&
            !lifetime.ApplicationStarted.IsCancellationRequested &&
            (stopped is OperationCanceledException || isCancelled?.Invoke(stopped) == true))
        {
        }
    }
}
