using Auctions.Chaos.Judging;
using Auctions.Chaos.Recordings;
using Auctions.Chaos.Storms;
using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;
using Auctions.Engine.Verification;
using Auctions.Simulation.Checking;

namespace Auctions.Chaos.Tests.Judging;

/// <summary>
/// A run told by hand, times in seconds, to be bent: auctions one on each of two shards, opening price 10.00, steps of
/// 1.00, end at 60 unless it is said when; every bid is 1.00 above the one before. Each bid takes 0.1 s to be answered.
/// </summary>
internal sealed class Run
{
    private const double Latency = 0.1;

    private readonly byte[] _identityKey = new byte[32];
    private readonly Dictionary<int, List<AuctionEvent>> _events = [];
    private readonly double _end;
    private int _keys;

    public Run(double end = 60)
    {
        _end = end;
        Names = new Names(_identityKey);
        Lots = [.. Enumerable.Range(0, 2).Select(number => new Lot(number, IdOf(number), number, Terms))];
        foreach (var lot in Lots)
        {
            _events[lot.Number] = [new AuctionCreated(At(0.1), Terms)];
        }
    }

    public StageTime Time { get; } = new();

    public Names Names { get; }

    public IReadOnlyList<Lot> Lots { get; }

    /// <summary>What the one client sent and was told.</summary>
    public Notes Notes { get; } = new();

    public List<Mark> Marks { get; } = [];

    /// <summary>What else is stored, or what is not.</summary>
    public Func<StoredAuction, StoredAuction> Bend { get; set; } = stored => stored;

    public List<AuctionId> Misplaced { get; } = [];

    private AuctionTerms Terms => new(
        Names.IdOf(Names.Seller), "A lot", "USD", AuctionFormat.English, 10_00, IncrementTable.Of([new(1, 1_00)]),
        Reserve: null, BuyItNow: null, At(0), At(_end), SoftClose: null);

    public static long Tick(double seconds) => (long)(seconds * TimeSpan.TicksPerSecond);

    /// <summary>A good run: five bids on each auction, at 10, 20 and so on, and the hammer.</summary>
    public static Run Good()
    {
        var run = new Run();
        for (var bid = 0; bid < 5; bid++)
        {
            run.Bid(lot: 0, bidder: bid % 2, at: 10 + (10 * bid));
            run.Bid(lot: 1, bidder: bid % 2, at: 10 + (10 * bid));
        }

        return run.Hammer();
    }

    /// <summary>A bid is sent, accepted, stored and answered.</summary>
    public Run Bid(int lot, int bidder, double at)
    {
        var person = Names.IdOf(Names.Bidder(bidder));
        var key = _keys++;
        var hashed = BidKey.Of(person, Lots[lot].Id, Names.Key(key));
        var before = _events[lot].OfType<BidPlaced>().ToList();
        var amount = 11_00 + (1_00 * before.Count);
        var price = before.Count == 0 ? 10_00 : amount;
        var number = before.Find(bid => bid.Bidder == person)?.BidderNumber
            ?? before.Select(bid => bid.Bidder).Distinct().Count() + 1;
        _events[lot].Add(new BidPlaced(
            At(at), At(at), person, number, hashed, amount, price, Leads: true, ReserveMet: true, ClosesAt: null));
        Notes.Sendings.Add(new Sending
        {
            Lot = lot,
            Bidder = bidder,
            Key = key,
            Amount = amount,
            SentAt = Tick(at),
            AnsweredAt = Tick(at + Latency),
            BidId = BidId.Of(At(at), hashed),
            Sequence = _events[lot].Count,
            Price = price,
            MinimumBid = price + 1_00,
            ClosesAt = At(_end).UtcDateTime,
            Told = Told.Accepted,
            Leads = true,
            ReserveMet = true,
        });
        return this;
    }

    /// <summary>The hammer falls on both.</summary>
    public Run Hammer()
    {
        foreach (var (_, events) in _events)
        {
            var last = events.OfType<BidPlaced>().Last();
            events.Add(new AuctionClosed(At(60.5), ClosingCause.Hammer, last.Bidder, last.Price, PersonId.None));
        }

        return this;
    }

    /// <summary>A sending was another.</summary>
    public Run Change(int sending, Func<Sending, Sending> change)
    {
        Notes.Sendings[sending] = change(Notes.Sendings[sending]);
        return this;
    }

    /// <summary>How anyone sees an auction after an event.</summary>
    public AuctionView ViewAt(int lot, int sequence) => AuctionView.Of(Fold(lot, sequence).State);

    public (Figures Figures, IReadOnlyList<Violation> Violations) Judge(params int[] hit) => JudgeBy(false, hit);

    /// <summary>The same with the time to service by auction.</summary>
    public (Figures Figures, IReadOnlyList<Violation> Violations) JudgeByAuction(params int[] hit) =>
        JudgeBy(true, hit);

    private (Figures Figures, IReadOnlyList<Violation> Violations) JudgeBy(bool byAuction, int[] hit)
    {
        var stored = Lots.Select(lot => Bend(Stored(lot.Number))).ToDictionary(auction => auction.Id);
        return Chaos.Judging.Judge.Compare(
            new Recording(Time, Lots, [Notes], Marks, HealedAt: Tick(40), EndedAt: Tick(90)),
            new StoredStore(stored, Misplaced, [[], []]),
            Names,
            TimeSpan.FromSeconds(3),
            TimeSpan.FromMilliseconds(250),
            hit,
            byAuction);
    }

    /// <summary>The judge reports these invariants and no other.</summary>
    public void Is(params string[] invariants)
    {
        var violations = Judge().Violations;
        var reported = violations.Select(violation => violation.Invariant).Distinct().Order(StringComparer.Ordinal);
        Assert.True(
            reported.SequenceEqual(invariants.Order(StringComparer.Ordinal)),
            $"Not [{string.Join(", ", invariants)}] but:\n{string.Join('\n', violations)}");
    }

    private static AuctionId IdOf(int number) => new(new Guid($"01890000-0000-7000-8000-00000000000{number}"));

    private DateTimeOffset At(double seconds) => Time.Start.AddTicks(Tick(seconds));

    private Auction Fold(int lot, int sequence)
    {
        var auction = new Auction(Lots[lot].Id);
        _events[lot].Take(sequence).ToList().ForEach(auction.Evolve);
        return auction;
    }

    // Each event is a segment of its own.
    private StoredAuction Stored(int lot)
    {
        var id = Lots[lot].Id;
        var chain = SegmentChain.Start.ToArray();
        var segments = new List<StoredSegment>();
        foreach (var happened in _events[lot])
        {
            var sequence = segments.Count + 1;
            var payload = EventCodec.Encode([happened]);
            segments.Add(new StoredSegment(sequence, sequence, Epoch: 1, EventCodec.Version, chain, payload));
            chain = SegmentChain.Next(id, segments[^1]);
        }

        return new StoredAuction(
            id, ViewAt(lot, segments.Count), Epoch: 1, segments.Count, segments, Snapshot: null, Chunks: []);
    }
}
