using Auctions.Bench.Tests.Support;
using Auctions.Measuring;

namespace Auctions.Bench.Tests.Peers;

/// <summary>What every peer does, so that its figures may stand beside those of the engine.</summary>
public abstract class PeerContract
{
    private const int Connections = 4;
    private const int Callers = 32;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(10_000)]
    public async Task What_many_callers_were_told_is_what_is_stored(int lots)
    {
        var plan = new LoadPlan(TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.4), Callers);
        await using var subject = await StartAsync(lots);
        var result = await Load.Of(subject, new Ladder(lots), plan).RunAsync(plan, default);
        var stored = await subject.StoredAsync();
        Assert.Equal(Enumerable.Range(0, lots), stored.Select(lot => lot.Lot));
        Assert.NotEqual(0, result.Total.Accepted);
        Assert.Equal(result.Total.All, result.Total.Accepted);
        Assert.Empty(await ReadBack.CheckAsync(result.Total, stored.ToAsyncEnumerable(), default));
        Assert.All(stored, lot => Assert.Equal(
            Enumerable.Range(1, (int)lot.BidCount).Select(sequence => (long)sequence),
            lot.Bids.Select(bid => bid.Sequence)));
    }

    [Fact]
    public async Task A_repeated_key_gets_its_answer_again_and_is_stored_once()
    {
        await using var subject = await StartAsync(lots: 2);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, Callers).Select(_ => Task.Run(() => subject.BidAsync(0, 5).AsTask())));
        Assert.All(answers, answer => Assert.Equal(Outcome.Accepted(1, 5), answer));
        Assert.Equal(Outcome.Accepted(2, 9), await subject.BidAsync(0, 9));
        Assert.Equal(Outcome.Accepted(1, 5), await subject.BidAsync(0, 5));
        Assert.Equal(Outcome.Accepted(1, 5), await subject.BidAsync(1, 5));

        var stored = await subject.StoredAsync();
        Assert.Equal([new StoredBid(1, 5, 5), new StoredBid(2, 9, 9)], stored[0].Bids);
        Assert.Equal([new StoredBid(1, 5, 5)], stored[1].Bids);
        Assert.Equal((2, 9, 9), (stored[0].BidCount, stored[0].Leader, stored[0].LeaderAmount));
    }

    [Fact]
    public async Task Repeats_among_other_bids_do_not_disturb_them()
    {
        await using var subject = await StartAsync(lots: 1);
        long[] amounts = [.. Enumerable.Range(1, Callers).Select(bid => 1L + (bid / 4))];
        var answers = await Task.WhenAll(
            amounts.Select(amount => Task.Run(() => subject.BidAsync(0, amount).AsTask())));
        Assert.All(
            amounts.Zip(answers).GroupBy(pair => pair.First, pair => pair.Second),
            same => Assert.Single(same.Distinct()));

        var stored = Assert.Single(await subject.StoredAsync());
        Assert.Equal(
            answers.Distinct().Select(answer => (answer.Sequence, answer.Amount)).Order(),
            stored.Bids.Select(bid => (bid.Sequence, bid.Amount)));
    }

    [Fact]
    public async Task A_bid_that_was_overtaken_is_raised()
    {
        await using var subject = await StartAsync(lots: 1);
        Assert.Equal(Outcome.Accepted(1, 9), await subject.BidAsync(0, 9));
        Assert.Equal(Outcome.Accepted(2, 10), await subject.BidAsync(0, 6));
        var stored = Assert.Single(await subject.StoredAsync());
        Assert.Equal([new StoredBid(1, 9, 9), new StoredBid(2, 10, 6)], stored.Bids);
        Assert.Equal((2, 6, 10), (stored.BidCount, stored.Leader, stored.LeaderAmount));
    }

    [Fact]
    public async Task Bids_are_taken_until_the_end_and_then_only_repeats_are_answered()
    {
        var closesAt = Now + TimeSpan.FromSeconds(1.5);
        await using var subject = await StartAsync(lots: 1, closesAt);
        var taken = new List<(long Amount, Outcome Answer)>();
        for (var amount = 1L; await subject.BidAsync(0, amount) is { Kind: OutcomeKind.Accepted } answer; amount++)
        {
            taken.Add((amount, answer));
            Assert.True(Now < closesAt + TimeSpan.FromMinutes(1), "It takes bids long after the end.");
        }

        Assert.True(Now >= closesAt, "It refuses a bid before the end.");
        foreach (var (amount, answer) in taken.Take(2))
        {
            Assert.Equal(answer, await subject.BidAsync(0, amount));
        }

        var stored = Assert.Single(await subject.StoredAsync());
        Assert.Equal(taken.Select(bid => bid.Amount), stored.Bids.Select(bid => bid.Amount));
    }

    [Fact]
    public async Task An_auction_that_has_ended_takes_no_bid()
    {
        await using var subject = await StartAsync(lots: 1, Now - TimeSpan.FromSeconds(1));
        Assert.Equal(new Outcome(OutcomeKind.Refused), await subject.BidAsync(0, 1));
        var stored = Assert.Single(await subject.StoredAsync());
        Assert.Empty(stored.Bids);
        Assert.Equal((0, -1, 0), (stored.BidCount, stored.Leader, stored.LeaderAmount));
    }

    /// <summary>Makes the peer anew.</summary>
    private protected abstract Task<ISubject> StartAsync(int connections, int lots, DateTimeOffset? closesAt);

    private Task<ISubject> StartAsync(int lots, DateTimeOffset? closesAt = null) =>
        StartAsync(Connections, lots, closesAt);
}
