using Auctions.Core;
using Auctions.Engine.Actor;
using Auctions.Simulation.Histories;
using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation.Checking;

/// <summary>What must hold of a key, whichever operations and copies carried it.</summary>
internal static class KeyCheck
{
    public static void Check(
        LotHistory lot, List<Operation> operations, long clockTolerance, Complaints complaints)
    {
        var keys = operations
            .Where(operation => operation.Key is not null)
            .GroupBy(operation => operation.Key!.Value)
            .ToDictionary(sent => sent.Key, sent => sent.ToList());
        CheckOrder(keys, complaints);
        var stored = new HashSet<BidKey>();
        foreach (var commit in lot.Commits)
        {
            for (var i = 0; i < commit.Events.Count; i++)
            {
                if (KeyOf(commit.Events[i]) is { } key)
                {
                    stored.Add(key);
                    CheckSent(
                        keys.GetValueOrDefault(key)?.FindAll(operation => IsOf(commit.Events[i], operation)) ?? [],
                        commit.At + clockTolerance,
                        commit.FirstSequence + i,
                        complaints);
                }
            }
        }

        // I2b: a key of which every copy was refused is not in the journal.
        foreach (var (key, sent) in keys)
        {
            complaints.Demand(
                !stored.Contains(key) || !sent.TrueForAll(operation => operation.Copies.TrueForAll(IsRefused)),
                "I2b",
                $"{sent[0]} was refused, yet is in the journal");
        }
    }

    private static void CheckSent(List<Operation> sent, long committedAt, long sequence, Complaints complaints)
    {
        complaints.Demand(sent.Count > 0, "I2", $"bid {sequence} is in the journal, and nobody sent it");
        complaints.Demand(
            sent.Count == 0 || sent.Exists(operation => operation.Copies.Exists(copy => copy.SentAt <= committedAt)),
            "I1",
            $"bid {sequence} was in the journal before it was sent");
    }

    // I1: a bid that anyone was told of before another was first sent comes before that one.
    private static void CheckOrder(Dictionary<BidKey, List<Operation>> keys, Complaints complaints)
    {
        var accepted = new List<(Operation Operation, long SentAt, long AnsweredAt, long Sequence)>();
        foreach (var sent in keys.Values)
        {
            var copies = sent.SelectMany(operation => operation.Copies).ToList();
            var answered = copies.Where(copy => copy is { Answer: BidAnswer, AnsweredAt: not null }).ToList();
            if (answered.MinBy(copy => copy.AnsweredAt) is { } first)
            {
                var sequence = ((BidAnswer)first.Answer!).Bid.Sequence;
                accepted.Add((sent[0], copies.Min(copy => copy.SentAt), first.AnsweredAt!.Value, sequence));
            }
        }

        // Side by side, in the order of sending and of answers: of all that was answered before one was sent, only
        // the highest sequence matters.
        var answers = accepted.OrderBy(one => one.AnsweredAt).ToArray();
        var answeredBefore = 0;
        var highest = 0;
        foreach (var second in accepted.OrderBy(one => one.SentAt))
        {
            for (; answeredBefore < answers.Length && answers[answeredBefore].AnsweredAt < second.SentAt;
                answeredBefore++)
            {
                highest = answers[answeredBefore].Sequence > answers[highest].Sequence ? answeredBefore : highest;
            }

            complaints.Demand(
                answeredBefore == 0 || answers[highest].Sequence < second.Sequence,
                "I1",
                $"{answers[highest].Operation} was answered before {second.Operation} was sent, yet comes after it");
        }
    }

    private static BidKey? KeyOf(AuctionEvent happened) => happened switch
    {
        BidPlaced bid => bid.Key,
        LotBoughtNow bought => bought.Key,
        _ => null,
    };

    private static bool IsOf(AuctionEvent happened, Operation operation) => happened switch
    {
        BidPlaced bid => operation.Step.Kind == StepKind.Bid && bid.Bidder == operation.Bidder &&
            bid.Amount == operation.Step.Amount,
        LotBoughtNow bought => operation.Step.Kind == StepKind.BuyNow && bought.Bidder == operation.Bidder,
        _ => false,
    };

    private static bool IsRefused(Copy copy) => copy.Answer is RefusedAnswer
        or TooManyBidsAnswer
        or UnavailableAnswer { Reason: not Unavailability.OutcomeUnknown };
}
