using Auctions.Chaos.Recordings;
using Auctions.Chaos.Storms;
using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Engine.Codec;
using Auctions.Simulation.Histories;
using Auctions.Simulation.Scenarios;
using Lot = Auctions.Chaos.Storms.Lot;

namespace Auctions.Chaos.Judging;

/// <summary>
/// Makes the history that the checker of the simulation reads of what real clients sent and were told and of what a
/// real store holds. An event counts as durable from its turn on, which is a little too early, and times are compared
/// with a tolerance: so a check may be too mild, never too strict.
/// </summary>
internal sealed class RealHistory
{
    private const int BidsMax = 1_000_000;

    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(0.5);

    // Five times the bound: the machine is shared with the load.
    private const double LatenessMax = 15;

    private readonly Recording _recording;
    private readonly StoredStore _store;
    private readonly Names _names;
    private readonly Dictionary<int, PersonId> _bidders = [];
    private readonly LotHistory[] _lots;
    private readonly List<string> _mischief = [];

    private RealHistory(Recording recording, StoredStore store, Names names)
    {
        _recording = recording;
        _store = store;
        _names = names;
        _lots = [.. recording.Lots.Select(LotOf)];
    }

    /// <param name="recording">What clients sent and were told.</param>
    /// <param name="store">What is stored.</param>
    /// <param name="names">The pseudonyms.</param>
    /// <param name="extension">Least time that bidders get back.</param>
    /// <param name="clockTolerance">How far the server's clock may be from the clients'.</param>
    public static History Of(
        Recording recording, StoredStore store, Names names, TimeSpan extension, TimeSpan clockTolerance)
    {
        var real = new RealHistory(recording, store, names);
        var operations = real.Bids().Concat(real.Views()).ToList();
        real.NoteMischief();
        return new History
        {
            Lots = [.. real._lots.Select((lot, number) => lot with
            {
                TimeBack = new TimeBack(store.Outages[recording.Lots[number].Shard], extension, extension),
            })],
            Operations = operations,
            Watchings = [],
            IsFaultless = false,
            HealedAt = recording.HealedAt,
            Drain = Drain,
            BidsMax = BidsMax,
            Start = recording.Time.Start,
            ClockTolerance = clockTolerance.Ticks,
            LatenessMax = LatenessMax,
            EndedAt = recording.EndedAt,
            Mischief = real._mischief,
        };
    }

    private LotHistory LotOf(Lot lot)
    {
        if (!_store.Auctions.TryGetValue(lot.Id, out var stored))
        {
            return new LotHistory(lot.Id, lot.Terms, [], [], Stored: null);
        }

        var commits = new List<Commit>();
        try
        {
            foreach (var segment in stored.Segments)
            {
                var events = EventCodec.Decode(segment.CodecVersion, segment.Payload);
                var at = (events[^1].At - _recording.Time.Start).Ticks;
                commits.Add(new Commit(at, segment.Epoch, segment.FirstSequence, events));
            }
        }
        catch (CodecException damaged)
        {
            // The rest counts as lost; the verification of what is stored says more.
            _mischief.Add($"I10: auction {lot.Id} cannot be read: {damaged.Message}");
        }

        return new LotHistory(lot.Id, lot.Terms, commits, [], stored);
    }

    private void NoteMischief()
    {
        var asked = _recording.Lots.Select(lot => lot.Id).ToHashSet();
        _mischief.AddRange(_store.Misplaced.Select(id => $"I2: auction {id} lies on a wrong shard"));
        _mischief.AddRange(_store.Auctions.Keys.Where(id => !asked.Contains(id))
            .Select(id => $"I2: auction {id} is stored, and nobody asked for it"));
        _mischief.AddRange(_recording.Notes.SelectMany(client => client.Nonsense)
            .Select(text => $"an answer that has no place in the contract: {text}"));
    }

    private Dictionary<long, Operation>.ValueCollection Bids()
    {
        var unsettled = _recording.Notes.SelectMany(client => client.Unsettled).ToHashSet();
        var bids = new Dictionary<long, Operation>();
        foreach (var sending in _recording.Sendings)
        {
            if (!bids.TryGetValue(sending.Key, out var bid))
            {
                var bidder = BidderOf(sending.Bidder);
                var step = new Step(bids.Count, sending.Lot, 0, 0, StepKind.Bid, sending.Amount, 0);
                bids.Add(sending.Key, bid = new Operation(step, bidder)
                {
                    Key = BidKey.Of(bidder, _recording.Lots[sending.Lot].Id, Names.Key(sending.Key)),
                    IsSettled = !unsettled.Contains(sending.Key),
                });
            }

            bid.Copies.Add(new Copy(sending.SentAt)
            {
                AnsweredAt = sending.Told.IsUnknown() ? null : sending.AnsweredAt,
                ReceivedAt = sending.AnsweredAt,
                Answer = AnswerTo(sending, bid.Key!.Value),
            });
        }

        return bids.Values;
    }

    private IEnumerable<Operation> Views()
    {
        var number = 0;
        foreach (var seen in _recording.Notes.SelectMany(client => client.Views))
        {
            var step = new Step(number++, seen.Lot, 0, 0, StepKind.View, 0, 0);
            var view = new Operation(step, PersonId.None) { IsSettled = true };
            view.Copies.Add(new Copy(seen.SentAt)
            {
                After = seen.After,
                AnsweredAt = seen.AnsweredAt,
                ReceivedAt = seen.AnsweredAt,
                Answer = new ViewAnswer(seen.View),
            });
            yield return view;
        }
    }

    private PersonId BidderOf(int number)
    {
        if (!_bidders.TryGetValue(number, out var id))
        {
            _bidders.Add(number, id = _names.IdOf(Names.Bidder(number)));
        }

        return id;
    }

    private Answer? AnswerTo(Sending sending, BidKey key) => sending.Told switch
    {
        Told.Nothing or Told.Nonsense or Told.OutcomeUnknown => null,
        Told.Accepted => Accepted(sending, key),
        Told.BelowMinimum => Refused(sending, Refusal.BelowMinimum),
        Told.NotAboveOwnMaximum => Refused(sending, Refusal.NotAboveOwnMaximum),
        Told.Closed => Refused(sending, Refusal.Closed),
        Told.AuctionFull => Refused(sending, Refusal.AuctionFull),
        Told.KeyReused => Refused(sending, Refusal.IdempotencyKeyReused),
        Told.UnknownAuction => Refused(sending, Refusal.UnknownAuction),
        Told.Busy => new UnavailableAnswer(Unavailability.Busy),
        Told.ShardUnavailable => new UnavailableAnswer(Unavailability.ShardUnavailable),
        Told.Moving => new UnavailableAnswer(Unavailability.Moving),
    };

    private static RefusedAnswer Refused(Sending sending, Refusal refusal) =>
        new(refusal, sending.Price, sending.MinimumBid);

    // The time of the turn is not told as such, but the bid's id is made of it and the key.
    private BidAnswer Accepted(Sending sending, BidKey key)
    {
        var at = _lots[sending.Lot].EventAt(sending.Sequence)?.At ?? default;
        var bid = new RememberedBid(
            key,
            sending.Sequence,
            sending.Amount,
            sending.Price ?? 0,
            sending.BidId == BidId.Of(at, key) ? at.UtcTicks : 0,
            sending.ClosesAt.Ticks,
            sending.Leads ? BidStatus.Leading : BidStatus.Outbid,
            sending.ReserveMet);
        return new BidAnswer(bid, sending.MinimumBid, sending.Replayed);
    }
}
