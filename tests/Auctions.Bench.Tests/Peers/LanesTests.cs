using Auctions.Bench.Peers.Postgres;
using Auctions.Measuring;

namespace Auctions.Bench.Tests.Peers;

/// <summary>Bids on connections that take one at a time.</summary>
public sealed class LanesTests
{
    private const int Count = 3;
    private const int BidCount = 300;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_connection_has_one_bid_at_a_time_all_are_used_and_each_bid_gets_its_own_answer()
    {
        var meeting = new Meeting(Count);
        FakeLane[] fakes = [.. Enumerable.Range(0, Count).Select(_ => new FakeLane(meeting))];
        await using var lanes = new Lanes(fakes);
        var answers = await Task.WhenAll(Enumerable.Range(1, BidCount).Select(amount =>
            Task.Run(() => lanes.BidAsync(PeerBid.Of(0, amount)).AsTask()))).WaitAsync(Patience);
        Assert.Equal(Enumerable.Range(1, BidCount), answers.Select(answer => (int)answer.Amount));
        Assert.Equal(BidCount, fakes.Sum(fake => fake.Taken));
        Assert.All(fakes, fake => Assert.Equal(1, fake.AtOnceMax));
    }

    [Fact]
    public async Task Further_tries_of_all_connections_are_counted()
    {
        var meeting = new Meeting(Count);
        await using var lanes = new Lanes([.. Enumerable.Range(0, Count).Select(_ => new FakeLane(meeting))]);
        Assert.Equal(Count * FakeLane.EachRetried, lanes.Retries);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(99_999)]
    public void A_number_comes_back_from_its_id(int number) =>
        Assert.Equal(number, PeerBid.NumberOf(PeerBid.IdOf(number)));

    // Nobody leaves before so many have come.
    private sealed class Meeting(int wanted)
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _come;

        public Task ComeAsync()
        {
            if (Interlocked.Increment(ref _come) == wanted)
            {
                _all.SetResult();
            }

            return _all.Task;
        }
    }

    private sealed class FakeLane(Meeting meeting) : ILane
    {
        public const long EachRetried = 2;

        private int _atOnce;

        public long Retries => EachRetried;

        public int Taken { get; private set; }

        public int AtOnceMax { get; private set; }

        public async ValueTask<Outcome> BidAsync(PeerBid bid)
        {
            AtOnceMax = Math.Max(AtOnceMax, Interlocked.Increment(ref _atOnce));
            if (++Taken == 1)
            {
                await meeting.ComeAsync();
            }

            await Task.Yield();
            Interlocked.Decrement(ref _atOnce);
            return Outcome.Accepted(1, bid.Amount);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
