using System.Globalization;
using Auctions.Engine.Heat;
using Auctions.Measuring;

namespace Auctions.Bench.Scaling;

/// <summary>How the backtest is run.</summary>
/// <param name="FirstSeed">Seed of the first evening of each kind.</param>
/// <param name="Evenings">How many of each kind.</param>
/// <param name="Assumptions">What the forecast assumes.</param>
internal sealed record ScalingSettings(int FirstSeed, int Evenings, ClosingAssumptions Assumptions);

/// <summary>
/// Plays made-up evenings with each policy, and tells in which seconds there were too few silos and what they cost.
/// </summary>
internal static class ScalingRun
{
    private static readonly string[] Names = ["CPU 70 %", "CPU 35 %", "forecast", "forecast and CPU 70 %"];

    private static readonly Times Times = new();
    private static readonly SiloPlan Plan = new(Evenings.SiloBids, Headroom: 0.7, Min: 3, Max: 20);

    public static string Run(ScalingSettings settings)
    {
        var table = new Table(
            "calendar", "policy", "overload s", "bids beyond", "of all bids %", "evenings with", "silo-hours");
        var cells = Evenings.All
            .SelectMany(kind => Enumerable.Range(settings.FirstSeed, settings.Evenings), (kind, seed) => (kind, seed))
            .AsParallel()
            .Select(one => (one.kind.Name, Played: Play(one.kind.Draw, one.seed, settings.Assumptions)))
            .ToLookup(one => one.Name, one => one.Played);
        foreach (var (name, _) in Evenings.All)
        {
            Add(table, name, [.. cells[name]]);
        }

        Add(table, "all", [.. cells.SelectMany(evenings => evenings)]);
        return table.ToText();
    }

    /// <summary>An evening's bids, and what was expected of them at every look.</summary>
    public static Course Draw(Func<Dice, Evening> draw, int seed, ClosingAssumptions assumptions)
    {
        var dice = new Dice(seed);
        var evening = draw(dice);
        var demand = new Demand(evening, dice);
        var (bids, expected) = (new List<int>(), new List<double>());
        for (var second = 0; second < evening.Seconds; second++)
        {
            if (second % Times.Sync == 0)
            {
                expected.Add(demand.Expected(assumptions));
            }

            bids.Add(demand.Next());
        }

        return new Course(bids, expected);
    }

    private static (long Bids, ScalingOutcome[] Outcomes) Play(
        Func<Dice, Evening> draw, int seed, ClosingAssumptions assumptions)
    {
        var course = Draw(draw, seed, assumptions);
        return (
            course.Bids.Sum(static bids => (long)bids),
            [.. Enum.GetValues<Policy>().Select(policy => ScalingPlay.Run(course, policy, Plan, Times))]);
    }

    private static void Add(Table table, string name, IReadOnlyList<(long Bids, ScalingOutcome[] Outcomes)> evenings)
    {
        foreach (var policy in Enum.GetValues<Policy>())
        {
            var outcomes = evenings.Select(evening => evening.Outcomes[(int)policy]).ToList();
            var sum = outcomes.Aggregate((one, other) => one + other);
            table.Add(
                name,
                Names[(int)policy],
                Text(sum.OverloadSeconds / (double)outcomes.Count, "0"),
                Text(sum.OverloadBids / (double)outcomes.Count, "#,0"),
                Text(100.0 * sum.OverloadBids / evenings.Sum(evening => evening.Bids), "0.00"),
                $"{outcomes.Count(outcome => outcome.OverloadSeconds > 0)} of {outcomes.Count}",
                Text(sum.SiloHours / outcomes.Count, "0.0"));
        }
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
