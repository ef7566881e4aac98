using Auctions.Chaos.Judging;

namespace Auctions.Chaos.Playing;

/// <summary>How a scenario went.</summary>
/// <param name="Scenario">What was played.</param>
/// <param name="Judgement">What came out; null: it was not played to its end.</param>
/// <param name="Unmet">Why it did not behave; empty: it did.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="ServerLog">The end of the server's log, if it did not behave.</param>
internal sealed record Result(
    Scenario Scenario, Judgement? Judgement, IReadOnlyList<string> Unmet, double Seconds, string ServerLog)
{
    private const int ViolationsTold = 10;

    public bool Behaved => Unmet.Count == 0;

    /// <summary>Holds what came out against what was to come out.</summary>
    /// <param name="scenario">What was played.</param>
    /// <param name="bids">Acknowledged bids there had to be.</param>
    /// <param name="judgement">What came out.</param>
    /// <param name="unmet">What the scenario itself missed.</param>
    public static IReadOnlyList<string> Compare(
        Scenario scenario, int bids, Judgement judgement, IEnumerable<string> unmet)
    {
        var found = new List<string>(unmet);
        var (figures, violations, verified) = judgement;
        if (figures.Acknowledged < bids)
        {
            found.Add($"only {figures.Acknowledged} of {bids} bids were acknowledged");
        }

        if (scenario.OthersKeep is { } least && !(figures.OthersKept >= least))
        {
            found.Add($"the other shards kept {figures.OthersKept:P0} of their throughput, not {least:P0}");
        }

        if (scenario.FlowsWithin is { } most && !(figures.TimeToService <= most))
        {
            found.Add(
                $"bids flow again after {figures.TimeToService?.TotalSeconds:0.00} s, not {most.TotalSeconds} s");
        }

        if (scenario.IsSeamless && figures.TurnedAway > 0)
        {
            found.Add($"{figures.TurnedAway} requests were answered 503 or not at all");
        }

        switch (scenario.Expected)
        {
            case Expected.NothingLost:
                if (figures.Lost > 0)
                {
                    found.Add($"{figures.Lost} acknowledged bids are lost");
                }

                found.AddRange(violations.Take(ViolationsTold).Select(violation => violation.ToString()));
                if (violations.Count > ViolationsTold)
                {
                    found.Add($"... {violations.Count} violations");
                }

                if (!verified.IsClean)
                {
                    found.Add(verified.Text);
                }

                break;
            case Expected.BidsLost:
                if (figures.Lost == 0 || !violations.Any(violation => violation.Invariant == "I2"))
                {
                    found.Add($"this control must lose bids, and {figures.Lost} are lost");
                }

                break;
            case Expected.DamageFound:
                if (verified.IsClean)
                {
                    found.Add($"this control damages what is stored, and verify says: {verified.Text}");
                }

                break;
        }

        return found;
    }
}
