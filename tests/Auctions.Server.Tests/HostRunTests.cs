using Auctions.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Auctions.Server.Tests;

/// <summary>Processes that are told to stop while they still start.</summary>
public sealed class HostRunTests
{
    [Fact]
    public async Task Who_is_told_to_stop_while_starting_just_ends()
    {
        using var host = HostOf(async (lifetime, starting) =>
        {
            lifetime.StopApplication();
            await Task.Delay(Timeout.Infinite, starting);
        });
        await host.RunToEndAsync();
    }

    [Fact]
    public async Task What_the_stop_looks_like_may_be_told()
    {
        using var host = HostOf((lifetime, _) =>
        {
            lifetime.StopApplication();
            throw new NotSupportedException();
        });
        await host.RunToEndAsync(failed => failed is NotSupportedException);
    }

    [Fact]
    public async Task A_start_that_fails_is_no_stop()
    {
        using var failing = HostOf((_, _) => throw new OperationCanceledException("the disk"));
        await Assert.ThrowsAsync<OperationCanceledException>(() => failing.RunToEndAsync());
        using var stopped = HostOf((lifetime, _) =>
        {
            lifetime.StopApplication();
            throw new InvalidOperationException("the disk");
        });
        await Assert.ThrowsAsync<InvalidOperationException>(() => stopped.RunToEndAsync());
    }

    private static IHost HostOf(Func<IHostApplicationLifetime, CancellationToken, Task> start)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddHostedService(services =>
            new Starting(services.GetRequiredService<IHostApplicationLifetime>(), start));
        return builder.Build();
    }

    private sealed class Starting(
        IHostApplicationLifetime lifetime,
        Func<IHostApplicationLifetime, CancellationToken, Task> start) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => start(lifetime, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
