using System.Net;
using Auctions.Web.Internal;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Auctions.Web.Tests.Internal;

/// <summary>Which connections are the cluster's own.</summary>
public sealed class InternalListenerTests
{
    [Theory]
    [InlineData("http://0.0.0.0:8081", "10.0.0.1", 8081, true)]
    [InlineData("http://*:8081", "10.0.0.1", 8081, true)]
    [InlineData("http://[::]:8081", "::ffff:10.0.0.1", 8081, true)]
    [InlineData("http://0.0.0.0:8081", "10.0.0.1", 8080, false)]
    [InlineData("http://10.0.0.1:8081", "10.0.0.1", 8081, true)]
    [InlineData("http://10.0.0.1:8081", "10.0.0.2", 8081, false)]
    [InlineData("http://localhost:8081", "127.0.0.1", 8081, true)]
    [InlineData("http://localhost:8081", "10.0.0.1", 8081, false)]
    [InlineData(null, "127.0.0.1", 0, false)]
    public void A_connection_is_known_by_where_it_arrived(string? url, string address, int port, bool isInternal)
    {
        var connection = new DefaultHttpContext().Connection;
        (connection.LocalIpAddress, connection.LocalPort) = (IPAddress.Parse(address), port);

        Assert.Equal(isInternal, Of(url).Owns(connection));
    }

    [Fact]
    public void A_connection_without_an_address_is_nobodys() =>
        Assert.False(Of("http://0.0.0.0:8081").Owns(new DefaultHttpContext().Connection));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("https://0.0.0.0:8081")]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://0.0.0.0:65536")]
    [InlineData("http://auctions.example:8081")]
    [InlineData("http://0.0.0.0:8081/internal")]
    [InlineData("http://unix:/tmp/socket")]
    [InlineData("http://0.0.0.0:8081;http://0.0.0.0:8082")]
    public void What_is_no_address_of_its_own_is_refused(string url)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Of(url));

        Assert.StartsWith(
            $"Internal:Url is \"{url}\"; set it to an address such as http://0.0.0.0:8081", refused.Message);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8081")]
    [InlineData("http://127.0.0.1:5080;https://*:8081")]
    public void A_port_of_a_public_address_is_refused(string urls) => Assert.Contains(
        "Urls has the same port; give it one of its own",
        Assert.Throws<InvalidOperationException>(() => Of("http://0.0.0.0:8081", ("urls", urls))).Message);

    [Fact]
    public void Endpoints_configured_another_way_are_refused() => Assert.Contains(
        "name the public addresses in Urls",
        Assert.Throws<InvalidOperationException>(
            () => Of("http://0.0.0.0:8081", ("Kestrel:Endpoints:Http:Url", "http://*:80"))).Message);

    private static InternalListener Of(string? url, params (string Key, string Value)[] others) =>
        InternalListener.Of(new ConfigurationBuilder().AddInMemoryCollection(
        [
            new(InternalListener.Key, url), .. others.Select(one => KeyValuePair.Create(one.Key, (string?)one.Value)),
        ]).Build());
}
