using System.Security.Cryptography;
using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;
using Auctions.Testing;
using Xunit.Abstractions;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>
/// Secrets stay inside: a maximum that the rules have not made a price, a reserve, an amount that was refused, a key
/// and whoever bids are in no answer, feed, page, log line, metric or trace, whatever goes wrong.
/// </summary>
public sealed class SecrecyWalkTests(ITestOutputHelper output)
{
    private const int LeaksShown = 40;

    [Fact]
    public async Task Nothing_that_a_server_shows_logs_or_exports_has_a_secret_in_it()
    {
        var seed = Seed.OfThisRun;
        output.WriteLine(Seed.Repeat(seed));
        using var data = new DataDirectory();
        await using var collector = await Collector.StartAsync();
        await using var tokens = await TokenAuthority.StartAsync();
        var identityKey = RandomNumberGenerator.GetBytes(32);
        var keyFile = Path.Combine(data.Path, "people.key");
        await File.WriteAllBytesAsync(keyFile, identityKey);
        await using var server = await WalkedServer.StartAsync(
            data.Path, Outspoken.Options(collector, tokens, keyFile));
        var secrets = new Secrets();
        var walk = new Walk(server, secrets, new Cast(secrets, identityKey, tokens), seed);

        var exported = new Exported(collector, server);
        await walk.BeforeAsync();
        await exported.UntilNowAsync(walk);
        await server.CrashAsync();
        await walk.AfterAsync();
        await exported.UntilNowAsync(walk);
        await server.StopAsync();

        walk.AssertSees();
        exported.AssertSees(walk);
        output.WriteLine($"{secrets.Count} secret amounts, {walk.BidsSent} bids, {walk.Sights.Count} answers");
        var search = new SecretSearch(secrets);
        var leaks = walk.Sights.Leaks(search).Concat(exported.Leaks(search)).ToList();
        Assert.True(
            leaks.Count == 0,
            $"{Seed.Repeat(seed)}\n{leaks.Count} leaks:\n{string.Join('\n', leaks.Take(LeaksShown))}");
    }
}
