using Auctions.Bench.Subjects;
using Auctions.Bench.Tests.Support;
using Auctions.Measuring;

namespace Auctions.Bench.Tests;

/// <summary>The engine under both kinds of load, for a moment, on a real store.</summary>
public sealed class EngineSubjectTests
{
    private const int Lots = 3;

    [Theory]
    [InlineData(null)]
    [InlineData(500)]
    public async Task What_the_engine_acknowledged_is_what_its_store_holds(int? rate)
    {
        var plan = new LoadPlan(TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.3), Outstanding: 16, rate);
        await using var subject = await StartAsync();
        var result = await Load.Of(subject, new Ladder(Lots), plan).RunAsync(plan, default);
        var stored = await subject.StoredAsync();
        Assert.Equal(result.Total.Accepted, stored.Sum(lot => lot.BidCount));
        Assert.Empty(await ReadBack.CheckAsync(result.Total, stored.ToAsyncEnumerable(), default));
    }

    [Fact]
    public async Task A_bid_that_nobody_was_told_of_is_found()
    {
        await using var subject = await StartAsync();
        var tally = new Tally();
        tally.Add(0, 1, await subject.BidAsync(0, 1));
        tally.Add(2, 7, await subject.BidAsync(2, 7));
        await subject.BidAsync(1, 5);
        var stored = await subject.StoredAsync();
        Assert.Single(await ReadBack.CheckAsync(tally.Read(), stored.ToAsyncEnumerable(), default));
    }

    [Fact]
    public async Task A_bid_that_was_overtaken_is_refused()
    {
        await using var subject = await StartAsync();
        Assert.Equal(Outcome.Accepted(2, 5), await subject.BidAsync(0, 5));
        Assert.Equal(Outcome.Accepted(3, 9), await subject.BidAsync(0, 9));
        Assert.Equal(OutcomeKind.Refused, (await subject.BidAsync(0, 6)).Kind);
        Assert.Equal(Outcome.Accepted(4, 9 + (2 * Bids.Bidders)), await subject.BidAsync(0, 9 + (2 * Bids.Bidders)));
        Assert.Equal(OutcomeKind.Refused, (await subject.BidAsync(0, 9 + Bids.Bidders)).Kind);
    }

    private static async Task<ISubject> StartAsync()
    {
        var choice = new StoreChoice(StoreKind.Sqlite, Path.GetTempPath(), []);
        return await EngineSubject.StartAsync(await BenchStore.MakeAsync(choice, shards: 2, default), Lots, default);
    }
}
