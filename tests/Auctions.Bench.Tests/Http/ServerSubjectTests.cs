using Auctions.Bench.Http;
using Auctions.Bench.Spikes;
using Auctions.Bench.Subjects;
using Auctions.Measuring;
using Auctions.Measuring.Http;

namespace Auctions.Bench.Tests.Http;

/// <summary>A real server as a process under load for a moment, and what it leaves behind.</summary>
[Trait("Category", "Long")]
public sealed class ServerSubjectTests(CallersWithTokens tokens) : IClassFixture<CallersWithTokens>
{
    private const int Lots = 3;
    private const int Connections = 8;
    private const int Peak = 500;

    private static readonly StoreChoice Choice = new(StoreKind.Sqlite, Path.GetTempPath(), []);

    [Theory]
    [InlineData(null)]
    [InlineData(300)]
    public async Task What_a_server_acknowledged_is_what_its_journal_holds(int? rate)
    {
        await using var subject = await SubjectAsync(Lots, closesIn: null);

        var result = await LoadAsync(subject, rate);

        var stored = new List<StoredLot>();
        await foreach (var lot in subject.ReadBackAsync(default))
        {
            stored.Add(lot with { Bids = [.. lot.Bids] });
        }

        Assert.InRange(result.Answered.Accepted, 1, long.MaxValue);
        Assert.Equal(result.Total.Accepted, stored.Sum(lot => lot.BidCount));
        Assert.Empty(await ReadBack.CheckAsync(result.Total, stored.ToAsyncEnumerable(), default));
    }

    [Fact]
    public async Task After_a_spike_every_auction_is_closed_once_and_seen_closed()
    {
        var first = new SpikeOptions(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), Peak)
        {
            Creation = TimeSpan.FromSeconds(15),
        };
        Contestant On(SpikeOptions options) => new(
            Scenario.Spike,
            "http",
            "sqlite",
            options.Plan(1),
            async _ => await SubjectAsync(SpikeFinding.Auctions, options.ClosesIn));

        var spike = await SlowCreation.RunAsync(first, On, Peak);

        Assert.Empty(spike.Contestant.Problems);
        Assert.Equal(SpikeFinding.Auctions, spike.HammerMilliseconds.Count);
        Assert.Equal(SpikeFinding.Auctions, spike.SeenMilliseconds.Count);
        Assert.True(spike.HammerMilliseconds.Min() >= 500, "A hammer fell before the drain was over.");
        Assert.True(spike.SeenMilliseconds.Min() >= 500, "An auction was seen closed before its hammer fell.");
        Assert.InRange(spike.Result.Total.Accepted, 1, long.MaxValue);
        Assert.InRange(spike.Result.Total.Late, 1, long.MaxValue);
        Assert.Equal(0, spike.Result.Total.ShutOut);
    }

    [Fact]
    public async Task What_a_server_acknowledged_is_what_it_shows()
    {
        await using var server = await StartAsync();
        await using var subject = await HttpSubject.StartAsync(server.Url, tokens.Callers, Lots, Connections, default);

        var result = await LoadAsync(subject, rate: null);

        Assert.InRange(result.Answered.Accepted, 1, long.MaxValue);
        Assert.Empty(await ReadBack.CheckAsync(result.Total, subject.ReadBackAsync(default), default));
    }

    [Fact]
    public async Task A_bid_that_nobody_was_told_of_is_found()
    {
        await using var server = await StartAsync();
        await using var subject = await HttpSubject.StartAsync(server.Url, tokens.Callers, Lots, Connections, default);
        var tally = new Tally();
        tally.Add(0, 1, await subject.BidAsync(0, 1));
        tally.Add(2, 7, await subject.BidAsync(2, 7));
        await subject.BidAsync(1, 5);

        Assert.Single(await ReadBack.CheckAsync(tally.Read(), subject.ReadBackAsync(default), default));
    }

    [Fact]
    public async Task A_constant_is_answered_without_a_token()
    {
        await using var subject = await ConstantSubject.StartAsync(await StartAsync(), Connections, default);

        var result = await LoadAsync(subject, rate: null);

        Assert.InRange(result.Answered.Accepted, 1, long.MaxValue);
        Assert.Equal(result.Answered.All, result.Answered.Accepted);
    }

    [Fact]
    public async Task Without_a_token_nobody_sells()
    {
        await using var server = await StartAsync();
        var strangers = HttpCallers.ByToken(name => $"of.{name}.nobody");

        var refused = await Assert.ThrowsAsync<MeasurementException>(
            () => HttpSubject.StartAsync(server.Url, strangers, Lots, Connections, default));

        Assert.Contains("was answered 401", refused.Message);
    }

    private static Task<LoadResult> LoadAsync(ISubject subject, int? rate)
    {
        var plan = new LoadPlan(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), Outstanding: 16, rate);
        return Load.Of(subject, new Ladder(Lots), plan).RunAsync(plan, default);
    }

    private async Task<ServerSubject> SubjectAsync(int lots, TimeSpan? closesIn) => await ServerSubject.StartAsync(
        await StartAsync(), tokens.Callers, tokens.Authority.Issuer, lots, Connections, closesIn, default);

    private Task<BenchServer> StartAsync() => BenchServer.StartAsync(Choice, shards: 2, tokens.Authority, default);
}
