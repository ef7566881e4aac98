using System.Collections.Concurrent;
using Auctions.Measuring;

namespace Auctions.Bench.Tests;

/// <summary>A load sends what it is told to send, and counts all of it.</summary>
public sealed class LoadTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(0.2);

    [Fact]
    public async Task A_schedule_is_sent_to_the_last_bid()
    {
        var plan = new LoadPlan(Moment, Moment, Outstanding: 10_000)
        {
            Steps = new RateSchedule(
                new RateStep(Moment, 100), new RateStep(2 * Moment, 2_000), new RateStep(3 * Moment, 100)),
        };
        var subject = new Fake();
        var result = await Load.Of(subject, new Ladder(4), plan).RunAsync(plan, default);
        Assert.Equal((440, 400), (result.Total.All, result.Offered));
        Assert.Equal((440, 440), (result.Total.Accepted, subject.Bids.Count));
        Assert.Equal((400, 100), (result.Latency.Count, result.AchievedPercent));
        Assert.Equal(440, result.Course.Slots.Sum(slot => slot.Offered));
        Assert.Equal(400, result.Course.Slots.Skip(2).Take(2).Sum(slot => slot.Offered));
    }

    [Fact]
    public async Task Lots_are_those_that_the_chooser_chose()
    {
        var plan = new LoadPlan(TimeSpan.Zero, Moment, Outstanding: 10_000, Rate: 1_000);
        var chooser = new ZipfLots(50, 1.1, seed: 3);
        var subject = new Fake();
        await Load.Of(subject, new Ladder(50), plan, chooser).RunAsync(plan, default);
        var chosen = Enumerable.Range(0, 200).Select(number => chooser.At(number)).Order();
        Assert.Equal(chosen, subject.Bids.Select(bid => bid.Lot).Order());
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task What_is_due_while_too_many_are_under_way_counts_as_unsent()
    {
        var plan = new LoadPlan(TimeSpan.Zero, Moment, Outstanding: 7, Rate: 1_000);
        var subject = new Fake { Waits = Task.Delay(50 * Moment) };
        var result = await Load.Of(subject, new Ladder(1), plan).RunAsync(plan, default);
        Assert.Equal((7, 193, 200), (result.Total.Accepted, result.Total.Unsent, result.Offered));
        Assert.Equal(3.5, result.AchievedPercent, precision: 6);
    }

    [Fact]
    public async Task Every_kind_of_answer_is_counted_by_itself()
    {
        var kinds = Enum.GetValues<OutcomeKind>();
        var plan = new LoadPlan(TimeSpan.Zero, Moment, Outstanding: 10_000, Rate: 1_000);
        var subject = new Fake { Answer = amount => new Outcome(kinds[amount % kinds.Length]) };
        var total = (await Load.Of(subject, new Ladder(1), plan).RunAsync(plan, default)).Total;
        long[] counts =
        [
            total.Accepted, total.Refused, total.Late, total.ShutOut, total.Unavailable, total.Unsent, total.Unknown,
        ];
        Assert.Equal(200, counts.Sum());
        Assert.All(counts, count => Assert.InRange(count, 200 / kinds.Length, (200 / kinds.Length) + 1));
    }

    [Fact]
    public async Task Callers_go_on_until_the_end_and_what_is_accepted_is_what_is_counted()
    {
        var plan = new LoadPlan(Moment, Moment, Outstanding: 3);
        var subject = new Fake { Waits = null };
        var result = await Load.Of(subject, new Ladder(2), plan).RunAsync(plan, default);
        Assert.Equal(subject.Bids.Count, result.Total.Accepted);
        Assert.Null(result.Offered);
        Assert.Equal(100, result.AchievedPercent);
    }

    [Fact]
    public async Task A_bid_that_breaks_ends_the_measurement()
    {
        var plan = new LoadPlan(TimeSpan.Zero, Moment, Outstanding: 1, Rate: 100);
        var subject = new Fake { Answer = _ => throw new InvalidOperationException("broken") };
        var failed = await Assert.ThrowsAsync<MeasurementException>(
            () => Load.Of(subject, new Ladder(1), plan).RunAsync(plan, default));
        Assert.Contains("broken", failed.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(100)]
    public async Task A_bid_that_breaks_ends_a_long_measurement_at_once(int? rate)
    {
        var plan = new LoadPlan(TimeSpan.FromHours(1), TimeSpan.FromHours(1), Outstanding: 1, rate);
        var subject = new Fake { Answer = _ => throw new InvalidOperationException("broken") };
        await Assert.ThrowsAsync<MeasurementException>(
            () => Load.Of(subject, new Ladder(1), plan).RunAsync(plan, default));
    }

    /// <summary>Answers at once, or after a while.</summary>
    private sealed class Fake : ISubject
    {
        public ConcurrentBag<(int Lot, long Amount)> Bids { get; } = [];

        public Func<long, Outcome>? Answer { get; init; }

        public Task? Waits { get; init; } = Task.CompletedTask;

        public async ValueTask<Outcome> BidAsync(int lot, long amount)
        {
            Bids.Add((lot, amount));
            await (Waits ?? Task.Delay(1));
            return Answer?.Invoke(amount) ?? Outcome.Accepted(amount, amount);
        }

        public IAsyncEnumerable<StoredLot> ReadBackAsync(CancellationToken cancellation) =>
            throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
