using System.Net;
using System.Net.Sockets;
using Auctions.Grains.Tests.Support;
using Auctions.Silo;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Configuration;

namespace Auctions.Grains.Tests.Silos;

/// <summary>What a silo that joins waits for. A member is stale after 15 s here.</summary>
public sealed class PredecessorsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    private readonly WaitedTime _time = new();

    // Others get no connection there until it listens, and nobody else can be given its port.
    private readonly Socket _member = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public PredecessorsTests() => _member.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public void Dispose() => _member.Dispose();

    [Fact]
    public async Task A_member_that_takes_no_connection_is_waited_for_until_it_is_stale()
    {
        var waiting = Joining(MemberSeen(TimeSpan.FromSeconds(5))).WaitAsync(default);
        for (var waited = TimeSpan.Zero; waited < TimeSpan.FromSeconds(9.5); waited += Step)
        {
            await PassAsync(waiting);
            Assert.False(waiting.IsCompleted);
        }

        while (!waiting.IsCompleted)
        {
            await PassAsync(waiting);
        }

        await waiting;
        Assert.InRange(_time.Passed, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(11));
    }

    [Fact]
    public async Task A_member_that_takes_connections_is_not_waited_for()
    {
        _member.Listen();
        await Joining(MemberSeen(TimeSpan.FromSeconds(5))).WaitAsync(default).WaitAsync(Patience);
    }

    [Fact]
    public async Task A_member_that_comes_back_is_not_waited_for_any_longer()
    {
        var waiting = Joining(MemberSeen(TimeSpan.Zero)).WaitAsync(default);
        await PassAsync(waiting);
        Assert.False(waiting.IsCompleted);
        _member.Listen();
        while (!waiting.IsCompleted)
        {
            await PassAsync(waiting);
        }

        await waiting;
        Assert.InRange(_time.Passed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_stale_member_is_not_waited_for() =>
        await Joining(MemberSeen(TimeSpan.FromSeconds(16))).WaitAsync(default).WaitAsync(Patience);

    // Has it look once more, as soon as it waits to do so.
    private async Task PassAsync(Task waiting)
    {
        await Task.WhenAny(waiting, _time.Waited.WaitAsync()).WaitAsync(Patience);
        _time.Advance(Step);
    }

    private OneMember MemberSeen(TimeSpan ago) => new((IPEndPoint)_member.LocalEndPoint!, _time.GetUtcNow() - ago);

    private Predecessors Joining(OneMember table) => new(
        table,
        new Self(),
        Options.Create(new ClusterMembershipOptions
        {
            ProbeTimeout = TimeSpan.FromSeconds(5),
            IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5),
            NumMissedTableIAmAliveLimit = 3,
        }),
        _time,
        NullLogger<Predecessors>.Instance);

    private sealed class WaitedTime : FakeTimeProvider
    {
        private readonly DateTimeOffset _began;

        public WaitedTime() => _began = GetUtcNow();

        /// <summary>Released once for each wait that begins.</summary>
        public SemaphoreSlim Waited { get; } = new(0);

        public TimeSpan Passed => GetUtcNow() - _began;

        public override ITimer CreateTimer(
            TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Waited.Release();
            return timer;
        }
    }

    private sealed class Self : ILocalSiloDetails
    {
        public string Name => "self";

        public string ClusterId => "test";

        public string DnsHostName => "localhost";

        public SiloAddress SiloAddress { get; } = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), 1);

        public SiloAddress GatewayAddress => SiloAddress;
    }
}
