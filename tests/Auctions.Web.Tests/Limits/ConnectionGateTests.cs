using System.Net;
using Auctions.Web.Internal;
using Auctions.Web.Limits;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Web.Tests.Limits;

/// <summary>Which connections are let in, and what is told of the others.</summary>
public sealed class ConnectionGateTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _log = [];

    [Fact]
    public void One_address_does_not_take_what_is_there_for_all()
    {
        var gate = Make(connections: 5, perAddress: 2);
        Assert.True(gate.TryEnter(Address(1)));
        Assert.True(gate.TryEnter(Address(1)));
        Assert.False(gate.TryEnter(Address(1)));
        Assert.True(gate.TryEnter(Address(2)));
        Assert.True(gate.TryEnter(null));
        Assert.True(gate.TryEnter(null));
        Assert.False(gate.TryEnter(null));
        gate.Leave(null);
        Assert.True(gate.TryEnter(Address(3)));
    }

    [Fact]
    public void The_networks_of_one_site_of_version_6_do_not_take_what_is_there_for_all()
    {
        var gate = Make(connections: 1_000, perAddress: 2);
        for (var network = 0; network < 10; network++)
        {
            Assert.True(gate.TryEnter(OfSite(network)));
            Assert.True(gate.TryEnter(OfSite(network)));
            Assert.False(gate.TryEnter(OfSite(network)));
        }

        Assert.False(gate.TryEnter(OfSite(10)));
        Assert.True(gate.TryEnter(IPAddress.Parse("2001:db8:2::1")));
        gate.Leave(OfSite(3));
        Assert.True(gate.TryEnter(OfSite(10)));

        static IPAddress OfSite(int network) => IPAddress.Parse($"2001:db8:1:{network:x}::1");
    }

    [Theory]
    [InlineData("203.0.113.1")]
    [InlineData("2001:db8::1")]
    public void Addresses_without_connections_are_forgotten(string text)
    {
        var gate = Make(connections: 1_000, perAddress: 2);
        var address = IPAddress.Parse(text);
        for (var turn = 0; turn < 1_000; turn++)
        {
            Assert.True(gate.TryEnter(address));
            Assert.True(gate.TryEnter(address));
            Assert.NotEqual(0, gate.AddressCount);
            gate.Leave(address);
            gate.Leave(address);
            Assert.Equal(0, gate.AddressCount);
        }
    }

    [Fact]
    public void How_many_were_closed_is_told_once_a_minute()
    {
        var gate = Make(connections: 1, perAddress: 1);
        gate.TryEnter(Address(1));
        for (var more = 0; more < 10; more++)
        {
            gate.TryEnter(Address(2));
        }

        Assert.StartsWith("Closed 1 connections beyond", Assert.Single(_log));
        _time.Advance(TimeSpan.FromMinutes(1));
        gate.TryEnter(Address(2));
        Assert.Equal(2, _log.Count);
        Assert.StartsWith("Closed 10 connections beyond", _log[1]);
    }

    [Theory]
    [InlineData("203.0.113.1", "::ffff:203.0.113.1", true)]
    [InlineData("203.0.113.1", "203.0.113.2", false)]
    [InlineData("2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("::1", "127.0.0.1", false)]
    public void Of_an_address_of_version_6_the_first_half_counts(string one, string other, bool isSame) =>
        Assert.Equal(isSame, Addresses.Counted(IPAddress.Parse(one)) == Addresses.Counted(IPAddress.Parse(other)));

    [Theory]
    [InlineData("10.0.0.7", "10.0.0.7", true)]
    [InlineData("10.0.0.7", "::ffff:10.0.0.7", true)]
    [InlineData("10.0.0.7", "10.0.0.8", false)]
    [InlineData("10.0.0.0/24", "10.0.0.255", true)]
    [InlineData("10.0.0.0/24", "10.0.1.0", false)]
    [InlineData("::ffff:10.0.0.0/120", "10.0.0.255", true)]
    [InlineData("::ffff:10.0.0.0/120", "::ffff:10.0.0.255", true)]
    [InlineData("::ffff:10.0.0.0/120", "10.0.1.0", false)]
    [InlineData("fd00::/8", "fd12:3456::1", true)]
    [InlineData("fd00::/8", "10.0.0.1", false)]
    public void A_proxy_is_known_by_its_address_or_its_network(string known, string address, bool isKnown) =>
        Assert.Equal(isKnown, Proxies(known).Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("::/0")]
    [InlineData("::/64")]
    public void A_network_of_both_versions_is_refused(string network) => Assert.Contains(
        $"is \"{network}\"; set it to a proxy's IP address",
        Assert.Throws<InvalidOperationException>(() => Proxies(network)).Message);

    [Theory]
    [InlineData("2001:db8::1", "2001:db8:0:ffff::1", true)]
    [InlineData("2001:db8::1", "2001:db8:1::1", false)]
    public void Of_a_site_of_version_6_the_first_48_bits_count(string one, string other, bool isSame)
    {
        var (site, others) = (Addresses.Site(IPAddress.Parse(one)), Addresses.Site(IPAddress.Parse(other)));

        Assert.Equal(isSame, site == others);
        Assert.NotEqual(site, Addresses.Counted(IPAddress.Parse(one)));
        Assert.Null(Addresses.Site(IPAddress.Parse("::ffff:203.0.113.1")));
        Assert.Null(Addresses.Site(IPAddress.Parse("203.0.113.1")));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.8.8", true)]
    [InlineData("::ffff:127.8.8.8", true)]
    [InlineData("::1", true)]
    [InlineData("10.0.0.7", false)]
    public void While_no_proxy_is_named_what_comes_from_this_machine_may_be_of_many(string address, bool isOfMany)
    {
        var none = KnownProxies.In(new ConfigurationBuilder().Build());

        Assert.Equal(isOfMany, none.IsOfMany(IPAddress.Parse(address)));
        Assert.Equal(isOfMany, none.IsUnnamed(IPAddress.Parse(address)));
        Assert.False(Proxies("203.0.113.1").IsOfMany(IPAddress.Parse(address)));
    }

    private ConnectionGate Make(int connections, int perAddress) => new(
        new LimitOptions { ConnectionsMax = connections, ConnectionsPerAddressMax = perAddress },
        Proxies("10.0.0.7"),
        InternalListener.None,
        _time,
        LoggerFactory.Create(logging => logging.AddProvider(new Lines(_log))).CreateLogger<ConnectionGate>());

    private static IPAddress Address(byte number) => new([203, 0, 113, number]);

    private static KnownProxies Proxies(string known) => KnownProxies.In(
        new ConfigurationBuilder().AddInMemoryCollection([new("Proxies:Known:0", known)]).Build());

    private sealed class Lines(List<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => lines.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
