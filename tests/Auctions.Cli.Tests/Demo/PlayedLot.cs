using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Auctions.Cli.Demo;
using Auctions.Cli.Demo.Bots;
using Auctions.Cli.Demo.Lots;
using Auctions.Core;

namespace Auctions.Cli.Tests.Demo;

/// <summary>A bid that a lot accepted.</summary>
internal sealed record PlayedBid(DateTimeOffset At, Bot Bot, long Amount);

/// <summary>
/// A planned lot and its crowd, played by the real rules in virtual time: an answer is heard one step after its bid.
/// </summary>
internal sealed class PlayedLot
{
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly Auction _auction = new(new AuctionId(Guid.Parse("0199aaaa-0000-7000-8000-000000000001")));
    private readonly LotRoom _room;

    private PlayedLot(PlannedLot plan, IReadOnlyList<Bot> bots)
    {
        _room = new LotRoom(bots, Sights.Of(plan, Start + plan.ClosesIn) with { IsOpen = true });
        var soft = plan.SoftClose;
        var terms = new AuctionTerms(
            Person(plan.Seller), plan.Item.Title, plan.Item.Currency, AuctionFormat.English, plan.OpeningPrice,
            IncrementTable.Named(plan.Increments)!, plan.Reserve, plan.BuyItNow, Start, Start + plan.ClosesIn,
            soft is null ? null : new SoftClose(
                TimeSpan.FromSeconds(soft.WindowSeconds),
                TimeSpan.FromSeconds(soft.ExtensionSeconds),
                soft.Mode == "from-end" ? ExtensionMode.FromEnd : ExtensionMode.FromNow,
                soft.MaxExtensions,
                Start + plan.ClosesIn + soft.HardEndAfter));
        Assert.Empty(TermsCheck.Check(terms));
        _auction.Evolve(_auction.Decide(new CreateAuction(terms), new Turn(Start, TimeSpan.Zero, int.MaxValue)).Event!);
    }

    public List<PlayedBid> Accepted { get; } = [];

    public int Refused { get; private set; }

    public AuctionState State => _auction.State;

    /// <summary>Plays a lot to its end.</summary>
    public static PlayedLot Of(PlannedLot plan, IReadOnlyList<Bot> bots)
    {
        var lot = new PlayedLot(plan, bots);
        var heard = new List<Action>();
        for (var now = Start; now < lot.State.ClosesAt; now += Step)
        {
            foreach (var answer in heard)
            {
                answer();
            }

            heard = [.. lot._room.Due(now).Select(bid => lot.Place(bid, now))];
        }

        return lot;
    }

    // Gives what is heard of it later.
    private Action Place(DueBid due, DateTimeOffset now)
    {
        var bidder = Person(due.Bot.Name);
        Assert.InRange(due.Amount, 1, due.Bot.Valuation);
        Assert.NotEqual(bidder, State.BidCount > 0 ? State.Leader : default);
        var key = BidKey.Of(bidder, State.Id, $"{Accepted.Count}/{Refused}");
        var decision = _auction.Decide(
            new PlaceBid(bidder, key, due.Amount, now), new Turn(now, TimeSpan.Zero, int.MaxValue));
        if (decision.Kind != DecisionKind.Accepted)
        {
            Refused++;
            Assert.Equal((DecisionKind.Refused, Refusal.BelowMinimum), (decision.Kind, decision.Refusal));
            var (price, least) = (State.Price, State.MinimumBid);
            return () =>
            {
                _room.SeePrice(price, least);
                due.Bot.Hear(BidReply.TooLow);
            };
        }

        _auction.Evolve(decision.Event!);
        Accepted.Add(new PlayedBid(now, due.Bot, due.Amount));
        var (sequence, after, minimum, closesAt) =
            (State.Sequence, State.Price, State.MinimumBid, State.ClosesAt);
        var reply = State.Leader == bidder ? BidReply.Leading : BidReply.Outbid;
        return () =>
        {
            _room.SeeBid(sequence, after, minimum, closesAt);
            due.Bot.Hear(reply);
        };
    }

    private static PersonId Person(string name) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name))));
}
