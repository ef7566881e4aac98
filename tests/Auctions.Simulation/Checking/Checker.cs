using Auctions.Simulation.Histories;

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
            var namesOne = mischief.Length > 3 && mischief[2] == ':';
            complaints.Add(namesOne ? mischief[..2] : "Bug", namesOne ? mischief[4..] : mischief);
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
            lot.Id is null || lot.Commits.Count > 0, "I2", "the auction was acknowledged, and is not in the journal");
        var standings = Referee.Read(lot, history, complaints);
        CheckEpochs(lot, complaints);
        if (lot.Stored is { } stored)
        {
            StoreCheck.Check(lot, stored, complaints);
        }

        var answers = new AnswerCheck(history, lot, standings, complaints);
        var operations = history.Operations.Where(operation => operation.Step.Lot == number).ToList();
        operations.ForEach(answers.Check);
        KeyCheck.Check(lot, operations, history.ClockTolerance, complaints);
        if (lot.TimeBack is { } timeBack)
        {
            TimeBackCheck.Check(lot, timeBack, standings, history.ClockTolerance, complaints);
        }

        complaints.Demand(
            standings[^1].IsEnded || lot.Commits.Count == 0 ||
            standings[^1].Sequence < lot.Commits[^1].LastSequence || !IsDue(history, standings[^1]),
            "L1",
            $"auction {number} never ended");
        foreach (var watching in history.Watchings)
        {
            if (watching.Step.Lot == number)
            {
                answers.Check(watching);
            }
        }
    }

    // Whether it must have closed before the run ended.
    private static bool IsDue(History history, Standing last) => history.EndedAt is not { } ended ||
        last.End + history.Drain + TimeSpan.FromSeconds(history.LatenessMax) < history.Start.AddTicks(ended);

    // I8. Two lists in the order of time, read side by side.
    private static void CheckEpochs(LotHistory lot, Complaints complaints)
    {
        for (var later = 1; later < lot.Openings.Count; later++)
        {
            var (before, after) = (lot.Openings[later - 1].Epoch, lot.Openings[later].Epoch);
            complaints.Demand(after > before, "I8", $"epoch {after} was opened after {before}");
        }

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
