using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Grains.Calls;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Grains.Tests.Support;

/// <summary>The bids of one auction on their way from one front end, on fake time.</summary>
internal sealed class Lane
{
    public static readonly AuctionId Id = new(Guid.Parse("0195a8f0-0000-7000-8000-000000000001"));

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly BidLane _lane;

    public Lane(GrainOptions? options = null)
    {
        Options = options ?? new GrainOptions();
        Services = new LaneServices(
            Options,
            Time,
            () => IsConnected,
            new CallPatience(),
            new EarlyReplies(static ear => ear),
            (_, _) => IsClosed = true,
            NullLogger.Instance);
        _lane = new BidLane(
            Id, () => IsKnown ? Grain : throw new NoSiloException(new InvalidOperationException()), Services);
    }

    /// <summary>Whether there is a silo to talk to.</summary>
    public bool IsConnected { get; set; } = true;

    /// <summary>Whether any silo is known that has auctions.</summary>
    public bool IsKnown { get; set; } = true;

    public GrainOptions Options { get; }

    public LaneServices Services { get; }

    public FakeTimeProvider Time { get; } = new();

    public ScriptedGrain Grain { get; } = new();

    /// <summary>Whether it had nothing to send any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>A bid whose amount tells it from the others.</summary>
    public Task<Answer> Bid(long amount)
    {
        var bid = Make(amount);
        Assert.True(_lane.TrySend(bid));
        return bid.Answered;
    }

    /// <summary>Whether the lane still takes bids.</summary>
    public bool TrySend(long amount) => _lane.TrySend(Make(amount));

    public Task<Answer>[] Bid(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(amount => Bid(amount))];

    /// <summary>Waits for the n-th call, counted from 0, while fake time passes.</summary>
    public async Task<GrainCall> CallAsync(int number)
    {
        await PassUntil(() => Grain.Calls.Count > number);
        return Grain.Calls[number];
    }

    /// <summary>Lets fake time pass until something is so.</summary>
    public async Task PassUntil(Func<bool> isSo, TimeSpan? step = null)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30), "What was waited for did not happen.");
            Time.Advance(step ?? Step);
            _lane.Expire(Time.GetTimestamp());
            await Task.Delay(1);
        }
    }

    public async Task<Answer> AnswerAsync(Task<Answer> bid)
    {
        await PassUntil(() => bid.IsCompleted);
        return await bid;
    }

    /// <summary>A timestamp that many milliseconds from now.</summary>
    public long In(long ms) => Time.GetTimestamp() + (ms * Time.TimestampFrequency / 1_000);

    private PendingBid Make(long amount) => new(
        new PlaceBid(new PersonId(7), new BidKey((ulong)amount), amount, Time.GetUtcNow()),
        In(Options.CallDeadlineMs));
}
