using System.Diagnostics;
using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;

namespace Auctions.Storage.Tests;

/// <summary>
/// An owner of a stream with the auction in it, as the engine would have: its segments hold real events, chained, so
/// that whatever lands in a journal can be folded. It runs ahead of the journal; one that is refused is of no use more.
/// </summary>
internal sealed class Activation
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly Turn Turn = new(Given.Start, TimeSpan.FromSeconds(0.5), BidsMax: 1_000_000);

    private readonly Auction _auction;
    private ReadOnlyMemory<byte> _chain;
    private readonly List<StoredSegment> _made = [];
    private int _bids;

    private Activation(StreamClaim claim, StreamFold fold)
    {
        Claim = claim;
        _auction = fold.Auction;
        _chain = fold.ChainHash;
    }

    public StreamClaim Claim { get; private set; }

    public AuctionId Id => Claim.Id;

    public long Sequence => _auction.State.Sequence;

    public Auction Auction => _auction;

    public ReadOnlyMemory<byte> Chain => _chain;

    /// <summary>The segments made here, as a journal would store them.</summary>
    public IReadOnlyList<StoredSegment> Made => _made;

    /// <summary>Opens a stream as a new owner.</summary>
    public static async Task<Activation> OpenAsync(IJournal journal, AuctionId id, bool create = true)
    {
        var request = new OpenRequest(id, Guid.NewGuid(), create);
        var opened = Assert.Single(await journal.OpenAsync(journal.ShardOf(id), [request], default));
        return Of(request.Activation, opened!);
    }

    public static Activation Of(Guid activation, OpenedStream opened) =>
        new(new StreamClaim(opened.Content.Id, activation, opened.Epoch), StreamFold.Of(opened.Content));

    /// <summary>Creates the auction in a segment of its own.</summary>
    public Segment Create(AuctionTerms? terms = null) => Next(new CreateAuction(terms ?? Given.Terms()));

    /// <summary>The next bids, each topping the last, in one segment.</summary>
    public Segment Bid(int bids = 1) => Next([.. Enumerable.Range(0, bids).Select(_ => (AuctionCommand?)null)]);

    public Segment Bid(string bidder, long amount, string key) => Next(
        new PlaceBid(Given.Person(bidder), BidKey.Of(Given.Person(bidder), Id, key), amount, Given.Start));

    /// <summary>What commands do, in one segment; null stands for the next bid.</summary>
    public Segment Next(params AuctionCommand?[] commands)
    {
        var first = Sequence + 1;
        var events = new List<AuctionEvent>();
        foreach (var command in commands)
        {
            var decision = _auction.Decide(command ?? NextBid(), Turn);
            Assert.True(decision.Kind == DecisionKind.Accepted, $"{command} is not accepted: {decision}.");
            foreach (var happened in new[] { decision.Event, decision.Following })
            {
                if (happened is not null)
                {
                    _auction.Evolve(happened);
                    events.Add(happened);
                }
            }
        }

        var segment = new Segment(
            Claim, first, Sequence, EventCodec.Version, _chain, EventCodec.Encode(events),
            AuctionView.Of(_auction.State), NotBefore: null);
        _chain = SegmentChain.Next(segment);
        _made.Add(new StoredSegment(
            first,
            Sequence,
            Claim.Epoch,
            EventCodec.Version,
            segment.PreviousHash.ToArray(),
            segment.Payload.ToArray()));
        return segment;
    }

    public async Task<AppendStatus> AppendAsync(IJournal journal, Segment segment) =>
        Assert.Single(await journal.AppendAsync(journal.ShardOf(Id), [segment], default));

    /// <summary>Appends, again as long as somebody has the stream locked, as an engine would.</summary>
    public async Task<AppendStatus> SendAsync(IJournal journal, Segment segment)
    {
        var waited = Stopwatch.StartNew();
        AppendStatus status;
        do
        {
            status = await AppendAsync(journal, segment);
        }
        while (status == AppendStatus.NotYet && waited.Elapsed < Patience);

        return status;
    }

    /// <summary>
    /// Sends and asserts that it is written. (A store that lists what fell behind has a head row locked for a moment.)
    /// </summary>
    public async Task WriteAsync(IJournal journal, Segment segment) =>
        Assert.Equal(AppendStatus.Written, await SendAsync(journal, segment));

    /// <summary>Goes on at a raised epoch.</summary>
    public void Raised(RaisedStream stream) => Claim = Claim with { Epoch = stream.Epoch };

    /// <summary>A snapshot of where it is, and the chunk of bids remembered after a position.</summary>
    public (StoredSnapshot Snapshot, StoredChunk Chunk) Snapshot(int bidsBefore = 0, int biddersBefore = 0)
    {
        var bids = _auction.Bids;
        var newBids = Enumerable.Range(bidsBefore, bids.Count - bidsBefore).Select(at => bids[at]).ToArray();
        return (
            new StoredSnapshot(
                Id, Sequence, EventCodec.Version, _chain.ToArray(), SnapshotCodec.Encode(_auction.State)),
            new StoredChunk(
                Sequence,
                EventCodec.Version,
                SnapshotCodec.EncodeChunk(newBids, [.. bids.Bidders.Skip(biddersBefore)])));
    }

    private PlaceBid NextBid()
    {
        var state = _auction.State;
        var bidder = Given.Person($"bidder {state.BidCount % 5}");
        var key = BidKey.Of(bidder, Id, $"{Claim.Activation}/{_bids++}");
        return new PlaceBid(bidder, key, Math.Max(state.MinimumBid, state.LeaderMaximum + 1), Given.Start);
    }
}
