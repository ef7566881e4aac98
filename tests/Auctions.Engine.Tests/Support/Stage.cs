using Auctions.Core;
using Auctions.Engine.Actor;

namespace Auctions.Engine.Tests;

/// <summary>An actor, a clock and a journal that writes when the test says so.</summary>
internal sealed class Stage
{
    private readonly List<Ticket> _released = [];
    private int _keys;

    private Stage(AuctionActor actor, ActorLimits limits)
    {
        Actor = actor;
        Limits = limits;
    }

    public AuctionActor Actor { get; private set; }

    public ActorLimits Limits { get; }

    public DateTimeOffset Now { get; set; } = Given.Start.AddMinutes(1);

    /// <summary>Every durable event.</summary>
    public List<AuctionEvent> Journal { get; } = [];

    public Batch? OnItsWay { get; private set; }

    public AuctionView View => Actor.View!;

    /// <summary>A durably created auction, one minute after its opening.</summary>
    public static Stage Set(AuctionTerms? terms = null, ActorLimits? limits = null)
    {
        var stage = New(limits);
        stage.Do(new CreateAuction(terms ?? Given.Terms()));
        stage.Write();
        return stage;
    }

    /// <summary>An auction that does not exist yet.</summary>
    public static Stage New(ActorLimits? limits = null) =>
        new(new AuctionActor(new Auction(Given.Id()), limits ?? Given.Limits), limits ?? Given.Limits);

    /// <summary>Sets the clock to so many seconds after the end; negative: before it.</summary>
    public Stage AtEnd(double seconds)
    {
        Now = Actor.ClosesAt.AddSeconds(seconds);
        return this;
    }

    public Ticket Do(AuctionCommand command)
    {
        var ticket = new Ticket(command);
        Actor.Handle(ticket, Now);
        Collect();
        return ticket;
    }

    public Ticket Bid(string bidder, long amount, string? key = null, DateTimeOffset? stamp = null) =>
        Do(new PlaceBid(Given.Person(bidder), KeyOf(bidder, key), amount, stamp ?? Now));

    public Ticket BuyNow(string bidder, string? key = null) =>
        Do(new BuyNow(Given.Person(bidder), KeyOf(bidder, key), Now));

    public void Wake()
    {
        Actor.Wake(Now);
        Collect();
    }

    /// <summary>Takes a batch, which is on its way from then on.</summary>
    public Batch Take()
    {
        OnItsWay = Actor.TakeBatch();
        Assert.NotNull(OnItsWay);
        return OnItsWay;
    }

    /// <summary>The batch on its way becomes durable. Answers what was answered by that, in order.</summary>
    public IReadOnlyList<Ticket> Commit()
    {
        Journal.AddRange(OnItsWay!.Events);
        Actor.Committed(OnItsWay);
        OnItsWay = null;
        return Collect();
    }

    /// <summary>Makes everything decided durable.</summary>
    public Stage Write()
    {
        if (OnItsWay is not null)
        {
            Commit();
        }

        while (Actor.HasBatch)
        {
            Take();
            Commit();
        }

        return this;
    }

    public IReadOnlyList<Ticket> Fail(bool outcomeUnknown)
    {
        Actor.Failed(outcomeUnknown);
        return Collect();
    }

    public IReadOnlyList<Ticket> Fence(bool outcomeUnknown = false)
    {
        Actor.Fenced(outcomeUnknown);
        return Collect();
    }

    /// <summary>A new actor of what the journal holds.</summary>
    public Stage Reload()
    {
        Actor = new AuctionActor(Fold(), Limits);
        OnItsWay = null;
        return this;
    }

    public Auction Fold()
    {
        var auction = new Auction(Given.Id());
        Journal.ForEach(auction.Evolve);
        return auction;
    }

    private BidKey KeyOf(string bidder, string? key) =>
        BidKey.Of(Given.Person(bidder), Given.Id(), key ?? $"own-{++_keys}");

    private List<Ticket> Collect()
    {
        var released = Actor.TakeReleased().ToList();
        Assert.All(released, ticket => Assert.NotNull(ticket.Answer));
        Assert.Empty(released.Intersect(_released));
        _released.AddRange(released);
        return released;
    }
}
