using Auctions.Server.Tests.Support;
using Xunit.Abstractions;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>
/// Secrets stay inside: a maximum that the rules have not made a price, a reserve, an amount that was refused, a key
/// and whoever bids are in no answer, feed, page, log line, metric or trace, whatever goes wrong.
/// </summary>
[Trait("Category", "Long")]
public sealed class SecrecyWalkTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_that_a_server_shows_logs_or_exports_has_a_secret_in_it()
    {
        using var data = new DataDirectory();
        await WholeWalk.TakeAsync(
            async options => await WalkedServer.StartAsync(data.Path, options), output);
    }
}
