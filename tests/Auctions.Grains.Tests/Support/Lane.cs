using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Grains.Calls;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Auctions.Grains.Tests.Support;

/// <summary>
/// The bids of one auction on their way from one front end, on fake time. Everything runs on the test's own thread:
/// what follows from an answer or from the time has happened when the test goes on, and however busy the machine is no
/// time passes meanwhile.
/// </summary>
internal sealed class Lane
{
    public static readonly AuctionId Id = new(Guid.Parse("0195a8f0-0000-7000-8000-000000000001"));

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10), Longest = TimeSpan.FromMinutes(1);

    private readonly BidLane _lane;

    public Lane(GrainOptions? options = null)
    {
        // With the test framework's context what follows would be posted to another thread.
        SynchronizationContext.SetSynchronizationContext(null);
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

    /// <summary>Lets fake time pass until the n-th call, counted from 0.</summary>
    public GrainCall Call(int number)
    {
        PassUntil(() => Grain.Calls.Count > number);
        return Grain.Calls[number];
    }

    /// <summary>Lets fake time pass until something is so.</summary>
    public void PassUntil(Func<bool> isSo, TimeSpan? step = null)
    {
        var began = Time.GetTimestamp();
        while (!isSo())
        {
            Assert.True(Time.GetElapsedTime(began) < Longest, "What was waited for did not happen.");
            Time.Advance(step ?? Step);
            _lane.Expire(Time.GetTimestamp());
        }
    }

    /// <summary>Lets fake time pass until a bid is answered.</summary>
    public Answer Answer(Task<Answer> bid)
    {
        PassUntil(() => bid.IsCompleted);
        return bid.GetAwaiter().GetResult();
    }

    /// <summary>A timestamp that many milliseconds from now.</summary>
    public long In(long ms) => Time.GetTimestamp() + (ms * Time.TimestampFrequency / 1_000);

    private PendingBid Make(long amount) => new(
        new PlaceBid(new PersonId(7), new BidKey((ulong)amount), amount, Time.GetUtcNow()),
        In(Options.CallDeadlineMs));
}
