namespace Auctions.Core.Tests;

/// <summary>
/// An auction, a clock and a journal, so that a test reads like a row of the rules. What changes the auction asserts
/// that it was accepted; <c>Try</c> methods hand out the decision instead.
/// </summary>
internal sealed class Scenario(Auction auction)
{
    private int _keys;

    public Auction Auction { get; } = auction;

    public AuctionState State => Auction.State;

    public List<AuctionEvent> Journal { get; } = [];

    public DateTimeOffset Now { get; set; }

    public int BidsMax { get; set; } = 1000;

    public Turn Turn => new(Now, TimeSpan.FromSeconds(0.5), BidsMax);

    /// <summary>Sets the clock to so many seconds after the end in the terms; negative: before it.</summary>
    public Scenario AtEnd(double seconds) => At(Given.Closes.AddSeconds(seconds));

    public Scenario At(DateTimeOffset now)
    {
        Now = now;
        return this;
    }

    public Scenario HoldingAtMost(int bids)
    {
        BidsMax = bids;
        return this;
    }

    /// <summary>Decides a command and lets its events happen.</summary>
    public Decision Do(AuctionCommand command)
    {
        var decision = Auction.Decide(command, Turn);
        foreach (var happened in new[] { decision.Event, decision.Following })
        {
            if (happened is not null)
            {
                Journal.Add(happened);
                Auction.Evolve(happened);
            }
        }

        return decision;
    }

    public Scenario Bid(string bidder, long amount, DateTimeOffset? stamp = null, string? key = null) =>
        Accepted(TryBid(bidder, amount, stamp, key));

    public Scenario BuyNow(string bidder, DateTimeOffset? stamp = null, string? key = null) =>
        Accepted(TryBuyNow(bidder, stamp, key));

    public Scenario LowerReserve(long amount) => Accepted(Do(new LowerReserve(Given.Seller, amount)));

    public Scenario Pause() => Accepted(Do(new Pause(Given.Operator)));

    public Scenario Resume() => Accepted(Do(new Resume(Given.Operator)));

    public Scenario Extend(DateTimeOffset end) => Accepted(Do(new ExtendEnd(Given.Operator, end)));

    public Scenario Close() => Accepted(Do(new CloseNow(Given.Operator)));

    public Scenario Cancel() => Accepted(Do(new Withdraw(Given.Operator, AsOperator: true, "lost")));

    public Scenario Hammer() => Accepted(Do(new FallHammer()));

    public Decision TryBid(string bidder, long amount, DateTimeOffset? stamp = null, string? key = null) =>
        Do(new PlaceBid(Given.Person(bidder), KeyOf(bidder, key), amount, stamp ?? Now));

    public Decision TryBuyNow(string bidder, DateTimeOffset? stamp = null, string? key = null) =>
        Do(new BuyNow(Given.Person(bidder), KeyOf(bidder, key), stamp ?? Now));

    /// <summary>Asserts who leads at which public price.</summary>
    public Scenario Leads(string bidder, long price)
    {
        Assert.Equal((Given.Person(bidder), price), (State.Leader, State.Price));
        return this;
    }

    public Scenario Refuses(Refusal refusal, string bidder, long amount, DateTimeOffset? stamp = null)
    {
        Expect.Refused(refusal, TryBid(bidder, amount, stamp));
        return this;
    }

    /// <summary>Asserts by how many seconds the end in force lies after the end in the terms.</summary>
    public Scenario EndMovedBy(double seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), State.ClosesAt - Given.Closes);
        return this;
    }

    public Scenario IsSoldTo(string buyer, long price)
    {
        Assert.Equal((AuctionStatus.Sold, Given.Person(buyer)), (State.Status, State.Buyer));
        Assert.Equal((Given.Person(buyer), price), (Assert.IsType<AuctionClosed>(Journal[^1]).Buyer, State.Price));
        Assert.Equal(price, Assert.IsType<AuctionClosed>(Journal[^1]).Price);
        return this;
    }

    public Scenario IsUnsold()
    {
        Assert.Equal((AuctionStatus.Unsold, PersonId.None), (State.Status, State.Buyer));
        var closed = Assert.IsType<AuctionClosed>(Journal[^1]);
        Assert.Equal((PersonId.None, 0L), (closed.Buyer, closed.Price));
        return this;
    }

    private BidKey KeyOf(string bidder, string? key) =>
        BidKey.Of(Given.Person(bidder), State.Id, key ?? $"own-{++_keys}");

    private Scenario Accepted(Decision decision)
    {
        Assert.True(decision.Kind == DecisionKind.Accepted, $"Expected acceptance, got {decision}.");
        return this;
    }
}
