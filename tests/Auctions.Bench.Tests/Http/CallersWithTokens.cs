using Auctions.Bench.Http;
using Auctions.Measuring.Http;
using Auctions.Scenarios.Support;

namespace Auctions.Bench.Tests.Http;

/// <summary>An authority and the tokens of all bidders, which take a second to sign.</summary>
public sealed class CallersWithTokens : IAsyncLifetime
{
    public TokenAuthority Authority { get; private set; } = null!;

    internal HttpCallers Callers { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Authority = await TokenAuthority.StartAsync();
        Callers = HttpLevel.CallersOf(Authority);
    }

    public async Task DisposeAsync() => await Authority.DisposeAsync();
}
