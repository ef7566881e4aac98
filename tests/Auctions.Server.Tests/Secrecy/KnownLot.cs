using Auctions.Core;

namespace Auctions.Server.Tests.Secrecy;

/// <summary>
/// An auction as the rules alone make it: what is asked of the server is decided here too, and so it is known which
/// figures are public since which sequence.
/// </summary>
internal sealed class KnownLot
{
    private static readonly TimeSpan Drain = TimeSpan.FromMilliseconds(500);

    private readonly Auction _auction;
    private readonly List<long> _prices = [];
    private readonly Dictionary<long, long> _publicSince = [];

    public KnownLot(string id, Person seller, AuctionTerms terms)
    {
        (Id, Seller) = (id, seller);
        Assert.True(AuctionId.TryParse(id, out var auction));
        _auction = new Auction(auction);
        Apply(Decide(new CreateAuction(terms), terms.OpensAt));
    }

    public string Id { get; }

    public Person Seller { get; }

    public string Path => $"/v1/auctions/{Id}";

    public AuctionState State => _auction.State;

    public AuctionId AuctionId => _auction.State.Id;

    /// <summary>Accepted bids with their amounts, in order.</summary>
    public List<(Person Bidder, string Key, long Amount)> Accepted { get; } = [];

    /// <summary>The price that the rules give at a sequence; 0: there is none yet.</summary>
    public long PriceAt(long sequence) => _prices[(int)sequence - 1];

    /// <summary>What the rules say to a command at a time.</summary>
    public Decision Decide(AuctionCommand command, DateTimeOffset now) =>
        _auction.Decide(command, new Turn(now, Drain, BidsMax: 1_000_000));

    /// <summary>Lets what was decided happen.</summary>
    public void Apply(Decision decision)
    {
        foreach (var happened in new[] { decision.Event, decision.Following }.OfType<AuctionEvent>())
        {
            _auction.Evolve(happened);
            _prices.Add(State.Price);

            // Not what the public view has: whether that may be shown is the question.
            Publish(State.BidCount > 0 ? State.Price : null);
            Publish(State.IsEnded ? null : State.MinimumBid);
            Publish(State.BuyItNowOffered ? State.Terms!.BuyItNow : null);
        }
    }

    /// <summary>Whether the rules made a number a price, a minimum bid or a price to buy at by a sequence.</summary>
    public bool IsPublic(long number, long sequence) =>
        _publicSince.TryGetValue(number, out var since) && since <= sequence;

    private void Publish(long? figure)
    {
        if (figure is { } number)
        {
            _publicSince.TryAdd(number, State.Sequence);
        }
    }
}
