using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Verification;
using Auctions.Simulation.Histories;
using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation.Tests.Checking;

/// <summary>
/// Tells the history of one auction by hand, times in seconds: opening price 10.00, steps of 1.00, end at 60. What
/// happens is written as it is told, so a wrong tale is told wrong; what clients were told follows the journal.
/// </summary>
internal sealed class Tale
{
    /// <summary>Stands for no session.</summary>
    public const int Nobody = -1;

    /// <summary>From an event to its being durable; twice that later it is answered, thrice that later heard.</summary>
    private const double Beat = 0.01;

    public static readonly AuctionId Id = new(new Guid("01890000-0000-7000-8000-000000000001"));

    private DateTimeOffset _end = Time(60);
    private long _price;
    private int _leader = Nobody;
    private bool _isMet;

    public AuctionTerms Terms { get; init; } = new(
        People.Seller,
        "A lot",
        "USD",
        AuctionFormat.English,
        10_00,
        IncrementTable.Of([new IncrementStep(1, 1_00)]),
        null,
        null,
        Time(1),
        Time(60),
        null);

    public bool IsFaultless { get; init; }

    public double HealedAt { get; init; }

    public int BidsMax { get; init; } = 100;

    // See History, in seconds here.
    public double ClockTolerance { get; init; }

    public double LatenessMax { get; init; } = 3;

    public double? EndedAt { get; init; }

    public TimeBack? TimeBack { get; init; }

    /// <summary>The terms the seller asked for, if the auction is not on them.</summary>
    public AuctionTerms? Asked { get; init; }

    /// <summary>What the shard holds, made of the commits; null: it is not looked at.</summary>
    public Func<Tale, StoredAuction>? Stored { get; init; }

    public List<Commit> Commits { get; } = [];

    public List<Opening> Openings { get; } = [new(Tick(0.5), 1)];

    public List<Operation> Operations { get; } = [];

    public List<Watching> Watchings { get; } = [];

    public List<string> Mischief { get; } = [];

    public static DateTimeOffset Time(double seconds) => Draw.Start.AddTicks(Tick(seconds));

    public static long Tick(double seconds) => (long)(seconds * TimeSpan.TicksPerSecond);

    public static PersonId Person(int session) => session == Nobody ? PersonId.None : People.Bidder(session);

    public long LastSequence => Commits.Count == 0 ? 0 : Commits[^1].LastSequence;

    public Tale Create(double at = 1) => Tell(at, new AuctionCreated(Time(at), Terms));

    /// <summary>Events become durable in one segment.</summary>
    public Tale Tell(double at, params AuctionEvent[] events)
    {
        Commits.Add(new Commit(Tick(at + Beat), Openings[^1].Epoch, LastSequence + 1, events));
        return this;
    }

    /// <summary>A bid is accepted, durable and answered.</summary>
    /// <param name="session">Who bids.</param>
    /// <param name="amount">The maximum.</param>
    /// <param name="at">When it arrives and is decided.</param>
    /// <param name="price">The price after it.</param>
    /// <param name="leads">Whether the bidder leads after it.</param>
    /// <param name="isMet">Whether the reserve is met after it.</param>
    /// <param name="end">Where it moves the end.</param>
    /// <param name="stamp">When it arrived, if that was not when it was decided.</param>
    public Tale Bid(
        int session,
        long amount,
        double at,
        long price,
        bool leads = true,
        bool isMet = true,
        double? end = null,
        double? stamp = null)
    {
        var operation = Ask(StepKind.Bid, session, at, amount, null, stamp);
        var number = NumberOf(session);
        DateTimeOffset? moved = end is { } seconds ? Time(seconds) : null;
        _end = moved ?? _end;
        (_price, _isMet, _leader) = (price, isMet, leads ? session : _leader);
        Tell(at, new BidPlaced(
            Time(at), Time(stamp ?? at), operation.Bidder, number, operation.Key!.Value, amount, price, leads, isMet,
            moved));
        var status = leads ? BidStatus.Leading : BidStatus.Outbid;
        var bid = new RememberedBid(
            operation.Key.Value, LastSequence, amount, price, Time(at).UtcTicks, _end.UtcTicks, status, isMet);
        return Answer(operation, new BidAnswer(bid, price + 1_00, Replayed: false));
    }

    /// <summary>The lot is bought at once, durable and answered.</summary>
    public Tale Buy(int session, double at, long price)
    {
        var operation = Ask(StepKind.BuyNow, session, at, 0, null);
        Tell(
            at,
            new LotBoughtNow(
                Time(at), Time(at), operation.Bidder, NumberOf(session), operation.Key!.Value, price),
            new AuctionClosed(Time(at), ClosingCause.BuyItNow, operation.Bidder, price, PersonId.None));
        var bid = new RememberedBid(
            operation.Key.Value,
            LastSequence - 1,
            price,
            price,
            Time(at).UtcTicks,
            Time(at).UtcTicks,
            BidStatus.Won,
            ReserveMet: true);
        return Answer(operation, new BidAnswer(bid, null, Replayed: false));
    }

    /// <summary>A command of the seller or an operator is done, durable and answered.</summary>
    public Tale Do(StepKind kind, double at, AuctionEvent happened, long amount = 0)
    {
        var operation = Ask(kind, 0, at, amount, null);
        Tell(at, happened);
        _end = (happened as AuctionResumed)?.ClosesAt ?? (happened as EndExtended)?.ClosesAt ?? _end;
        return Answer(operation, new ViewAnswer(ViewAt(LastSequence)));
    }

    public Tale Pause(double at) => Do(StepKind.Pause, at, new AuctionPaused(Time(at), People.Operator));

    public Tale Resume(double at, double end) =>
        Do(StepKind.Resume, at, new AuctionResumed(Time(at), Time(end), People.Operator));

    /// <summary>The hammer falls, for whom the tale has told, unless it is said for whom.</summary>
    public Tale Hammer(double at = 60.5, int? buyer = null, long? price = null, double? stored = null) =>
        Close(ClosingCause.Hammer, at, buyer, price, stored);

    public Tale Close(
        ClosingCause cause, double at, int? buyer = null, long? price = null, double? stored = null)
    {
        var isSold = _isMet && _leader != Nobody;
        Tell(at, new AuctionClosed(
            Time(at),
            cause,
            Person(buyer ?? (isSold ? _leader : Nobody)),
            price ?? (isSold ? _price : 0),
            cause == ClosingCause.Operator ? People.Operator : PersonId.None));
        Commits[^1] = Commits[^1] with { At = Tick(stored ?? (at + Beat)) };
        return this;
    }

    /// <summary>Somebody reads the auction.</summary>
    public Tale See(int session, double at, long sequence, long after = 0)
    {
        var operation = Ask(StepKind.View, session, at, 0, new ViewAnswer(ViewAt(sequence)));
        operation.Copies[0].After = after;
        return this;
    }

    /// <summary>A bid is refused.</summary>
    public Tale Refuse(int session, long amount, double at, Refusal refusal, long? price = null, long? minimum = null)
    {
        Ask(StepKind.Bid, session, at, amount, new RefusedAnswer(refusal, price, minimum));
        return this;
    }

    /// <summary>Somebody watches from the beginning to the end.</summary>
    public Tale Watch()
    {
        var watching = new Watching(new Step(Operations.Count, 0, 0, 0, StepKind.Watch, 0, 0));
        watching.Seen.AddRange(Commits.Select(commit => (commit.At + Tick(Beat), ViewAt(commit.LastSequence))));
        Watchings.Add(watching);
        return this;
    }

    /// <summary>Something is sent and, if there is an answer, answered; nothing happens.</summary>
    public Operation Ask(
        StepKind kind, int session, double at, long amount, Answer? answer, double? stamp = null)
    {
        var number = Operations.Count;
        var operation = new Operation(new Step(number, 0, session, 0, kind, amount, number), Person(session))
        {
            Key = kind is StepKind.Bid or StepKind.BuyNow ? new BidKey((UInt128)number + 1) : null,
            IsSettled = true,
        };
        operation.Copies.Add(new Copy(Tick((stamp ?? at) - Beat))
        {
            Stamp = Time(stamp ?? at),
            HandedOver = Time(at),
        });
        Operations.Add(operation);
        if (answer is not null)
        {
            Answer(operation, answer);
        }

        return operation;
    }

    /// <summary>An operation is sent once more and, if there is an answer, answered.</summary>
    public Tale Again(int operation, double at, Answer? answer)
    {
        var copy = new Copy(Tick(at - Beat)) { Stamp = Time(at), HandedOver = Time(at) };
        Operations[operation].Copies.Add(copy);
        return answer is null ? this : Answer(Operations[operation], answer);
    }

    /// <summary>An answer was another.</summary>
    public Tale Change<T>(int operation, Func<T, Answer> change)
        where T : Answer
    {
        var copy = Operations[operation].Copies[0];
        copy.Answer = change((T)copy.Answer!);
        return this;
    }

    /// <summary>Nobody was told anything: what is wrong is wrong in the journal alone.</summary>
    public Tale Untold()
    {
        Watchings.Clear();
        foreach (var copy in Operations.SelectMany(operation => operation.Copies))
        {
            (copy.Answer, copy.AnsweredAt, copy.ReceivedAt) = (null, null, null);
        }

        return this;
    }

    /// <summary>How anyone sees the auction after an event.</summary>
    public AuctionView ViewAt(long sequence) => AuctionView.Of(AuctionAt(sequence).State);

    /// <summary>The engine's fold of the first events.</summary>
    public Auction AuctionAt(long sequence)
    {
        var auction = new Auction(Id);
        foreach (var happened in Commits.SelectMany(commit => commit.Events).Take((int)sequence))
        {
            auction.Evolve(happened);
        }

        return auction;
    }

    public History History() => new()
    {
        Lots = [new LotHistory(Id, Asked ?? Terms, Commits, Openings, Stored?.Invoke(this)) { TimeBack = TimeBack }],
        Operations = Operations,
        Watchings = Watchings,
        IsFaultless = IsFaultless,
        HealedAt = Tick(HealedAt),
        Drain = TimeSpan.FromSeconds(0.5),
        BidsMax = BidsMax,
        Start = Draw.Start,
        ClockTolerance = Tick(ClockTolerance),
        LatenessMax = LatenessMax,
        EndedAt = EndedAt is { } ended ? Tick(ended) : null,
        Mischief = Mischief,
    };

    private Tale Answer(Operation operation, Answer answer)
    {
        var copy = operation.Copies[^1];
        var decided = (copy.HandedOver - Draw.Start).Ticks;
        copy.Answer = answer;
        copy.AnsweredAt = decided + Tick(2 * Beat);
        copy.ReceivedAt = decided + Tick(3 * Beat);
        return this;
    }

    private int NumberOf(int session)
    {
        var bidders = Commits.SelectMany(commit => commit.Events).OfType<BidPlaced>().Select(bid => bid.Bidder)
            .Distinct().ToList();
        var place = bidders.IndexOf(Person(session));
        return (place < 0 ? bidders.Count : place) + 1;
    }
}
