using Auctions.Core;
using Auctions.Engine.Codec;
using Auctions.Engine.Ports;

namespace Auctions.Engine.Verification;

/// <summary>All that a shard stores of one auction.</summary>
/// <param name="Id">The auction.</param>
/// <param name="Head">The head row's view; null while nothing is appended.</param>
/// <param name="Epoch">The head row's epoch.</param>
/// <param name="LastSequence">Where the head row says the stream ends; null: it does not say, and its list columns may
/// be behind, but for status and end.</param>
/// <param name="Segments">Every segment, from the first.</param>
/// <param name="Snapshot">The snapshot, if there is one.</param>
/// <param name="Chunks">Its chunks.</param>
public sealed record StoredAuction(
    AuctionId Id,
    AuctionView? Head,
    long Epoch,
    long? LastSequence,
    IReadOnlyList<StoredSegment> Segments,
    StoredSnapshot? Snapshot,
    IReadOnlyList<StoredChunk> Chunks);

/// <summary>
/// Checks one stored auction from its first event: sequences and hash chain without a hole, epochs and times that never
/// fall, every event what the rules make of the state before it, one closing with the rules' winner, and head row and
/// snapshot equal to the fold.
/// </summary>
public sealed class StreamVerifier
{
    private readonly StoredAuction _stored;
    private readonly Auction _auction;
    private readonly List<Fault> _faults = [];
    private AuctionView? _listed;

    private StreamVerifier(StoredAuction stored)
    {
        _stored = stored;
        _auction = new Auction(stored.Id);
    }

    /// <summary>Checks an auction.</summary>
    /// <param name="stored">What is stored of it.</param>
    /// <param name="events">How many events it has.</param>
    /// <returns>What is wrong; empty if nothing is.</returns>
    public static IReadOnlyList<Fault> Check(StoredAuction stored, out long events)
    {
        var verifier = new StreamVerifier(stored);
        try
        {
            verifier.Check();
        }
        catch (Exception damaged) when (damaged is CodecException or InvalidOperationException)
        {
            verifier.Complain(damaged.Message);
        }
        catch (ArgumentOutOfRangeException)
        {
            verifier.Complain("a time lies outside the calendar");
        }

        events = verifier._auction.State.Sequence;
        return verifier._faults;
    }

    private AuctionState State => _auction.State;

    private void Check()
    {
        var chain = SegmentChain.Start;
        var epoch = 0L;
        foreach (var segment in _stored.Segments)
        {
            Demand(segment.PreviousHash.AsSpan().SequenceEqual(chain.Span), "the hash chain breaks before it");
            Demand(segment.Epoch >= epoch, $"its epoch {segment.Epoch} is older than {epoch} before it");
            epoch = segment.Epoch;
            foreach (var happened in StreamFold.EventsOf(_stored.Id, segment, State.Sequence))
            {
                CheckAndEvolve(happened);
            }

            chain = SegmentChain.Next(_stored.Id, segment);
            if (_stored.Head?.Sequence == State.Sequence && State.IsCreated)
            {
                _listed = AuctionView.Of(State);
            }

            if (_stored.Snapshot?.Sequence == State.Sequence && State.IsCreated)
            {
                CheckSnapshot(_stored.Snapshot, chain);
            }
        }

        Demand(epoch <= _stored.Epoch, $"the head row's epoch {_stored.Epoch} is older than the journal's {epoch}");
        Demand(
            (_stored.LastSequence ?? State.Sequence) == State.Sequence,
            $"the head row says the journal ends at {_stored.LastSequence}");
        var end = State.IsCreated ? AuctionView.Of(State) : null;
        Demand(
            _stored.Head == (_stored.LastSequence is null ? _listed : end) &&
            (_stored.Head?.Status, _stored.Head?.ClosesAt) == (end?.Status, end?.ClosesAt),
            "the head row's list columns are not what the journal gives");
        Demand(_stored.Snapshot is null || _stored.Snapshot.Sequence <= State.Sequence, "the snapshot is ahead of it");
    }

    private void CheckAndEvolve(AuctionEvent happened)
    {
        Demand(happened.At >= State.At, "time falls");
        Demand(happened is AuctionCreated == !State.IsCreated, "an auction is created once, first");
        Demand(!State.IsEnded, "something follows the end");
        var before = State.Copy();
        if (State.IsCreated && !State.IsEnded)
        {
            CheckRules(happened, before);
        }

        _auction.Evolve(happened);
        Demand(State.Price >= before.Price, "the price falls");
    }

    private void CheckRules(AuctionEvent happened, AuctionState before)
    {
        switch (happened)
        {
            case BidPlaced bid:
                CheckBid(bid, before);
                break;
            case LotBoughtNow bought:
                Demand(bought.Stamp < before.ClosesAt, "it was bought after the end");
                Demand(before.BuyItNowOffered && bought.Price == before.Terms!.BuyItNow, "it was not to be bought so");
                Demand(before.Status == AuctionStatus.Open, "it was bought while paused");
                CheckNumber(bought.Bidder, bought.BidderNumber);
                break;
            case EndExtended extended:
                Demand(extended.ClosesAt > before.ClosesAt, "the end moves back");
                break;
            case AuctionResumed resumed:
                Demand(resumed.ClosesAt >= before.ClosesAt, "the end moves back");
                break;
            case AuctionClosed closed:
                CheckClosing(closed, before);
                break;
        }
    }

    private void CheckBid(BidPlaced bid, AuctionState before)
    {
        var refusal = before.RefuseBid(bid.Bidder, bid.Amount, bid.Stamp, int.MaxValue);
        Demand(refusal is null, $"the rules refuse the bid: {refusal}");
        Demand(bid.Stamp < before.ClosesAt, "the bid came after the end");
        var outcome = EnglishRules.AfterBid(before, bid.Bidder, bid.Amount);
        Demand(
            (outcome.Leads, outcome.Price, outcome.ReserveMet) == (bid.Leads, bid.Price, bid.ReserveMet),
            "leader, price or reserve is not what the rules make of the bid");
        Demand(bid.ClosesAt is null || bid.ClosesAt > before.ClosesAt, "the end moves back");
        CheckNumber(bid.Bidder, bid.BidderNumber);
    }

    private void CheckNumber(PersonId bidder, int number) =>
        Demand(_auction.Bids.NumberOf(bidder) == number, $"the bidder is not number {number}");

    private void CheckClosing(AuctionClosed closed, AuctionState before)
    {
        var sells = before.BidCount > 0 && before.ReserveMet;
        Demand(closed.Buyer == (sells ? before.Leader : PersonId.None), "the buyer is not the rules' winner");
        Demand(closed.Price == (sells ? before.Price : 0), "the hammer price is not the rules' price");
        Demand(
            closed.Cause != ClosingCause.Hammer ||
            (closed.At >= before.ClosesAt && before.Status == AuctionStatus.Open),
            "the hammer falls before the end, or while paused");
    }

    private void CheckSnapshot(StoredSnapshot snapshot, ReadOnlyMemory<byte> chain)
    {
        Demand(
            snapshot.CodecVersion == EventCodec.Version
                ? snapshot.Payload.AsSpan().SequenceEqual(SnapshotCodec.Encode(State))
                : SnapshotCodec.Decode(_stored.Id, snapshot.CodecVersion, snapshot.Payload).Sequence == State.Sequence,
            "the snapshot is not what the journal gives");
        Demand(snapshot.ChainHash.AsSpan().SequenceEqual(chain.Span), "the snapshot's hash is not the chain's");
        var memory = new BidMemory();
        foreach (var chunk in _stored.Chunks)
        {
            SnapshotCodec.DecodeChunk(chunk.CodecVersion, chunk.Payload, memory);
        }

        var isSame = memory.Count == _auction.Bids.Count && memory.Bidders.SequenceEqual(_auction.Bids.Bidders);
        for (var i = 0; isSame && i < memory.Count; i++)
        {
            isSame = memory[i] == _auction.Bids[i];
        }

        Demand(isSame, "the remembered bids are not what the journal gives");
    }

    private void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            Complain(otherwise);
        }
    }

    private void Complain(string detail) => _faults.Add(new Fault(_stored.Id, State.Sequence + 1, detail));
}
