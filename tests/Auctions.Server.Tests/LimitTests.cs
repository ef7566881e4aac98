using System.Globalization;
using Auctions.Scenarios.Support;
using Auctions.Server.Tests.Support;

namespace Auctions.Server.Tests;

/// <summary>The rate limit, and what counts outside development.</summary>
[Trait("Category", "Long")]
public sealed class LimitTests
{
    [Fact]
    public async Task Over_the_rate_a_bidder_waits_and_nobody_else_does()
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path, "--Limits:BidsPerBidderPerMinute", "3");
        var (lot, other) = (await Lot.CreateAsync(server.Api, "seller"), await Lot.CreateAsync(server.Api, "seller"));
        for (var bid = 1; bid <= 3; bid++)
        {
            (await lot.BidAsync("anna", 5000 * bid, $"k{bid}")).Is(201);
        }

        var over = await lot.BidAsync("anna", 50_000, "k4");

        over.Is(429, "too-many-bids");
        Assert.InRange(int.Parse(over.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 60);
        for (var bid = 1; bid <= 3; bid++)
        {
            Assert.True((await lot.BidAsync("anna", 5000 * bid, $"k{bid}")).Is(201).IsReplayed);
        }

        (await lot.BidAsync("anna", 1, "k1")).Is(422, "idempotency-key-reused");
        (await lot.BidAsync("bert", 20_000)).Is(201);
        (await other.BidAsync("anna", 5000)).Is(201);
        (await lot.BidAsync("anna", 50_000, "k4")).Is(429, "too-many-bids");
        Assert.Equal(4, (await lot.ViewAsync()).Number("bidCount"));
    }

    [Fact]
    public async Task Copies_of_a_bid_still_pending_do_not_count()
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path, "--Limits:BidsPerBidderPerMinute", "1");
        var lot = await Lot.CreateAsync(server.Api, "seller");

        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => lot.BidAsync("anna", 5000, "k1")));

        Assert.All(replies, reply => reply.Is(201));
    }

    [Fact]
    public async Task In_development_there_is_no_limit_unless_set()
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartAsync(data.Path);
        var lot = await Lot.CreateAsync(server.Api, "seller");

        for (var bid = 1; bid <= 70; bid++)
        {
            (await lot.BidAsync("anna", 5000 + bid)).Is(201);
        }
    }

    [Fact]
    public async Task Outside_development_a_name_is_nobody()
    {
        using var data = new DataDirectory();
        await using var server = await ServerProcess.StartInAsync(
            "Production", data.Path, "--Storage:Migrate", "true", "--Auth:Authority", "https://127.0.0.1:9",
            "--Auth:Audience", "auctions");

        (await server.Api.PostAsync("/v1/auctions", "seller", "k1", Terms.With())).Is(401, "token-missing");
        (await server.Api.GetAsync("/v1/users/me/bids", "anna")).Is(401, "token-missing");
        (await server.Api.GetAsync("/v1/users/me/bids", "Bearer a.b.c")).Is(401, "token-missing");
        (await server.Api.GetAsync("/v1/auctions")).Is(200);
        Assert.DoesNotContain("X-User", server.Output);
    }

    [Fact]
    public async Task Outside_development_an_empty_store_is_not_made_unasked()
    {
        using var data = new DataDirectory();

        await using var server = await ServerProcess.EndedAsync(
            "Production", "--Urls", "http://127.0.0.1:0", "--Storage:Path", data.Path, "--Auth:Authority",
            "https://127.0.0.1:9", "--Auth:Audience", "auctions");

        Assert.Equal(1, server.ExitCode);
        Assert.Contains("auctions db migrate", server.Error);
    }
}
