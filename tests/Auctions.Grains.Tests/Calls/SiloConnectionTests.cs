using Auctions.FrontEnd;
using Auctions.Grains.Calls;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auctions.Grains.Tests.Calls;

/// <summary>
/// How many silos a front end is connected to, by what Orleans tells: the number after each change, and of changes at
/// once in any order.
/// </summary>
public sealed class SiloConnectionTests : IDisposable
{
    private readonly CallPatience _patience = new();
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly SiloConnection _connection;
    private int _last;

    public SiloConnectionTests() => _connection = new SiloConnection(
        _patience, _services, new StoppedHost(), NullLogger<SiloConnection>.Instance);

    public void Dispose()
    {
        _services.Dispose();
        _patience.Dispose();
    }

    [Fact]
    public void It_is_up_from_the_first_one_to_the_last_one()
    {
        Assert.False(_connection.IsUp);
        Told(1, 2, 1);
        Assert.True(_connection.IsUp);
        Told(0);
        Assert.False(_connection.IsUp);
    }

    [Fact]
    public void Two_that_are_lost_at_once_are_both_gone()
    {
        Told(1, 2);
        Changed(before: 1, after: 0);
        Changed(before: 2, after: 1);
        Assert.False(_connection.IsUp);
    }

    [Fact]
    public void The_one_that_comes_as_the_last_one_goes_is_there()
    {
        Told(1);
        Changed(before: 0, after: 1);
        Changed(before: 1, after: 0);
        Assert.True(_connection.IsUp);
        Told(0);
        Assert.False(_connection.IsUp);
    }

    private void Told(params int[] numbers)
    {
        foreach (var number in numbers)
        {
            Changed(_last, number);
            _last = number;
        }
    }

    private void Changed(int before, int after) =>
        _connection.Changed(this, new GatewayCountChangedEventArgs(after, before));

    // Nobody looks for a silo any more.
    private sealed class StoppedHost : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping { get; } = new(canceled: true);

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
