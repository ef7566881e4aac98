using System.Security.Cryptography;
using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;
using Auctions.Testing;
using Xunit.Abstractions;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>A walk from the start of what it goes through to its end, and what was seen on it.</summary>
internal static class WholeWalk
{
    /// <summary>Takes it; fails if it saw a secret, or too little.</summary>
    /// <param name="startAsync">Starts what it goes through with this configuration.</param>
    /// <param name="output">Where to say how to repeat it.</param>
    public static async Task TakeAsync(Func<string[], Task<IWalkedHost>> startAsync, ITestOutputHelper output)
    {
        var seed = Seed.OfThisRun;
        output.WriteLine(Seed.Repeat(seed));
        using var keys = new DataDirectory();
        await using var collector = await Collector.StartAsync();
        await using var tokens = await TokenAuthority.StartAsync();
        var identityKey = RandomNumberGenerator.GetBytes(32);
        var keyFile = Path.Combine(keys.Path, "people.key");
        await File.WriteAllBytesAsync(keyFile, identityKey);
        await using var host = await startAsync(Outspoken.Options(collector, tokens, keyFile));
        var secrets = new Secrets();
        await tokens.UntilTrustedAsync(new Api(host.Url));
        var walk = new Walk(host, secrets, new Cast(secrets, identityKey, tokens), seed);

        var exported = new Exported(collector, host);
        await walk.BeforeAsync();
        await exported.UntilNowAsync(walk);
        await host.CrashAsync();
        await tokens.UntilTrustedAsync(new Api(host.Url));
        await walk.AfterAsync();
        await exported.UntilNowAsync(walk);
        await host.StopAsync();

        walk.AssertSees();
        exported.AssertSees(walk);
        output.WriteLine($"{secrets.Count} secret amounts, {walk.BidsSent} bids, {walk.Sights.Count} answers");
        var search = new SecretSearch(secrets);
        var leaks = walk.Sights.Leaks(search).Concat(exported.Leaks(search)).ToList();
        Assert.True(leaks.Count == 0, $"{Seed.Repeat(seed)}\n{Leak.Report(leaks)}");
    }
}
