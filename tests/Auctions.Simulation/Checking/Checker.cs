using Auctions.Core;
using Auctions.Engine.Verification;
using Auctions.Simulation.Histories;
using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation.Checking;

/// <summary>
/// Compares what clients sent and were told with what the journal holds. An unknown outcome is "maybe", never "no".
/// </summary>
internal static class Checker
{
    /// <summary>What is wrong with a history; nothing if nothing is.</summary>
    public static IReadOnlyList<Violation> Check(History history)
    {
        var complaints = new Complaints();
        foreach (var mischief in history.Mischief)
        {
            complaints.Add(mischief.StartsWith("L1", StringComparison.Ordinal) ? "L1" : "Bug", mischief);
        }

        for (var lot = 0; lot < history.Lots.Count; lot++)
        {
            Check(history, lot, complaints);
        }

        foreach (var operation in history.Operations)
        {
            complaints.Demand(operation.IsSettled, "L1", $"{operation} was never answered");
        }

        return complaints.All;
    }

    private static void Check(History history, int number, Complaints complaints)
    {
        var lot = history.Lots[number];
        complaints.Demand(
            lot.Id is null || lot.Commits.Count > 0, "I2", "the creation was acknowledged, yet nothing is in the journal");
        var standings = Referee.Read(lot, history, complaints);
        CheckEpochs(lot, complaints);
        if (lot.Stored is { } stored)
        {
            foreach (var fault in StreamVerifier.Check(stored, out _))
            {
                complaints.Add("I10", $"event {fault.Sequence}: {fault.Detail}");
            }
        }

        var answers = new AnswerCheck(history, lot, standings, complaints);
        var operations = history.Operations.Where(operation => operation.Step.Lot == number).ToList();
        operations.ForEach(answers.Check);
        OrderCheck.Check(operations, complaints);
        RefusedKeysCheck.Check(lot, operations, complaints);
        foreach (var watching in history.Watchings)
        {
            if (watching.Step.Lot == number)
            {
                answers.Check(watching);
            }
        }
    }

    // I8. Two lists in the order of time, read side by side.
    private static void CheckEpochs(LotHistory lot, Complaints complaints)
    {
        var newest = 0L;
        var opening = 0;
        foreach (var commit in lot.Commits)
        {
            for (; opening < lot.Openings.Count && lot.Openings[opening].At < commit.At; opening++)
            {
                newest = Math.Max(newest, lot.Openings[opening].Epoch);
            }

            complaints.Demand(
                commit.Epoch >= newest,
                "I8",
                $"event {commit.FirstSequence} was written at epoch {commit.Epoch} after {newest} had begun");
            newest = Math.Max(newest, commit.Epoch);
        }
    }
}

/// <summary>I1: who was answered before another asked comes before it.</summary>
internal static class OrderCheck
{
    public static void Check(List<Operation> operations, Complaints complaints)
    {
        var accepted = operations
            .Select(operation => (
                Operation: operation,
                SentAt: operation.Copies.Count > 0 ? operation.Copies.Min(copy => copy.SentAt) : long.MaxValue,
                Answer: operation.Copies.Find(copy => copy.Answer is Engine.Actor.BidAnswer { Replayed: false })))
            .Where(bid => bid.Answer is not null)
            .ToList();
        foreach (var first in accepted)
        {
            foreach (var second in accepted)
            {
                complaints.Demand(
                    !(first.Answer!.AnsweredAt < second.SentAt) || Sequence(first.Answer) < Sequence(second.Answer!),
                    "I1",
                    $"{first.Operation} was answered before {second.Operation} was sent, yet comes after it");
            }
        }
    }

    private static long Sequence(Copy copy) => ((Engine.Actor.BidAnswer)copy.Answer!).Bid.Sequence;
}

/// <summary>I2b: a key of which every copy was refused is not in the journal.</summary>
internal static class RefusedKeysCheck
{
    public static void Check(LotHistory lot, List<Operation> operations, Complaints complaints)
    {
        HashSet<BidKey>? stored = null;
        foreach (var operation in operations)
        {
            if (operation.Key is not { } key || !operation.Copies.TrueForAll(IsRefused) ||
                operations.Exists(other => other != operation && other.Key == key))
            {
                continue;
            }

            stored ??= [.. lot.Commits.SelectMany(commit => commit.Events).Select(KeyOf).OfType<BidKey>()];
            complaints.Demand(!stored.Contains(key), "I2b", $"{operation} was refused, yet is in the journal");
        }
    }

    private static BidKey? KeyOf(AuctionEvent happened) => happened switch
    {
        BidPlaced bid => bid.Key,
        LotBoughtNow bought => bought.Key,
        _ => null,
    };

    private static bool IsRefused(Copy copy) => copy.Answer is Engine.Actor.RefusedAnswer
        or Engine.Actor.TooManyBidsAnswer
        or Engine.Actor.UnavailableAnswer { Reason: not Engine.Actor.Unavailability.OutcomeUnknown };
}
