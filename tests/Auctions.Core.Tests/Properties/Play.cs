namespace Auctions.Core.Tests;

/// <summary>A plan carried out.</summary>
internal sealed class Play(Action<Auction, AuctionCommand, Turn>? watch = null)
{
    private readonly List<KeyedCommand> _accepted = [];
    private DateTimeOffset _now = Given.Opens.AddMinutes(-1);
    private int _keys;

    public Auction Auction { get; } = new(Given.Id);

    public List<Move> Moves { get; } = [];

    /// <summary>Every keyed command that was accepted, in order.</summary>
    public IReadOnlyList<KeyedCommand> Accepted => _accepted;

    public IEnumerable<AuctionEvent> Journal => Moves.SelectMany(move => move.Events);

    private AuctionState State => Auction.State;

    /// <param name="plan">What to play.</param>
    /// <param name="watch">Called before every decision.</param>
    public static Play Of(Plan plan, Action<Auction, AuctionCommand, Turn>? watch = null)
    {
        var play = new Play(watch);
        play.Do(new CreateAuction(plan.Terms));
        foreach (var step in plan.Steps)
        {
            play._now = play.Clock(step.Clock);
            play.Do(play.Command(step));
        }

        return play;
    }

    private void Do(AuctionCommand command)
    {
        var turn = new Turn(_now, TimeSpan.FromSeconds(0.5), BidsMax: 12);
        var before = State.Copy();
        watch?.Invoke(Auction, command, turn);
        var decision = Auction.Decide(command, turn);
        foreach (var happened in new[] { decision.Event, decision.Following }.OfType<AuctionEvent>())
        {
            Auction.Evolve(happened);
        }

        if (decision.Kind == DecisionKind.Accepted && command is KeyedCommand keyed)
        {
            _accepted.Add(keyed);
        }

        Moves.Add(new Move(command, turn, before, decision, State.Copy()));
    }

    /// <summary>Mostly on by a little; now and then to around the end, and sometimes back.</summary>
    private DateTimeOffset Clock(int clock) => clock switch
    {
        < 40 => _now.AddMilliseconds(clock * 25),
        < 60 => _now.AddSeconds(clock),
        < 70 => _now.AddHours(clock - 59),
        < 76 => _now.AddSeconds(60 - clock),
        < 86 => State.ClosesAt.AddSeconds(76 - clock),
        < 90 => State.ClosesAt.AddMilliseconds((clock - 86) * 200),
        < 92 => State.ClosesAt.AddTicks(clock - 91),
        _ => _now,
    };

    private AuctionCommand Command(Step step)
    {
        var who = Given.Person($"{(char)('A' + step.Who)}");
        return step.Kind switch
        {
            StepKind.Bid => Bid(who, NearMinimum(step.Spread), _now.AddMilliseconds(-(step.Spread % 5))),
            StepKind.RaiseOwn => State.BidCount == 0
                ? Bid(who, State.MinimumBid, _now)
                : Bid(State.Leader, State.LeaderMaximum + (step.Spread - 20) * 25, _now),
            StepKind.LateBid => Bid(who, NearMinimum(step.Spread), State.ClosesAt.AddTicks(step.Spread % 3 - 1)),
            StepKind.Repeat => (AuctionCommand?)Old(step) ?? new FallHammer(),
            StepKind.RepeatWithOtherAmount =>
                Old(step) is PlaceBid old ? old with { Amount = old.Amount + 1 } : new FallHammer(),
            StepKind.SellerBid => Bid(Given.Seller, NearMinimum(step.Spread), _now),
            StepKind.BuyNow => new BuyNow(who, NewKey(who), _now),
            StepKind.LowerReserve => new LowerReserve(Given.Seller, (State.Reserve ?? 0) * step.Spread / 90),
            StepKind.Pause => new Pause(Given.Operator),
            StepKind.Resume => new Resume(Given.Operator),
            StepKind.Extend => new ExtendEnd(Given.Operator, State.ClosesAt.AddSeconds(step.Spread - 10)),
            StepKind.Fault => new ExtendForFault(State.ClosesAt.AddSeconds(step.Spread - 10), ExtensionCause.Outage),
            StepKind.Hammer => new FallHammer(),
            StepKind.Close => new CloseNow(Given.Operator),
            StepKind.Withdraw => new Withdraw(step.Spread < 50 ? Given.Seller : who, step.Spread > 75, "random"),
            StepKind.CreateAgain => new CreateAuction(Given.Terms()),
        };
    }

    private PlaceBid Bid(PersonId bidder, long amount, DateTimeOffset stamp) =>
        new(bidder, NewKey(bidder), Math.Clamp(amount, 1, Currency.AmountMax), stamp);

    private BidKey NewKey(PersonId bidder) => BidKey.Of(bidder, State.Id, $"{++_keys}");

    private KeyedCommand? Old(Step step) =>
        _accepted.Count == 0 ? null : _accepted[step.Spread % _accepted.Count] with { Stamp = _now };

    /// <summary>Around the minimum bid, the hidden maximum or the reserve, each of them itself included.</summary>
    private long NearMinimum(int spread) => spread switch
    {
        < 60 => State.MinimumBid + (spread - 6) * 25,
        < 70 => State.MinimumBid,
        < 80 => Math.Max(State.MinimumBid, State.LeaderMaximum),
        < 90 => Math.Max(State.MinimumBid, State.LeaderMaximum + (spread - 84)),
        _ => (State.Reserve ?? State.MinimumBid) + (spread - 94),
    };
}
