using System.CommandLine;
using System.Globalization;
using Auctions.Simulation.Hunting;
using Auctions.Simulation.Planting;
using Auctions.Simulation.Scenarios;

namespace Auctions.Simulation;

/// <summary>What can be asked on the command line. Results to stdout, progress to stderr.</summary>
internal static class Commands
{
    private const int ShownMax = 10;

    private static readonly Option<ulong> From = new("--from") { Description = "The first seed; 0." };

    /// <summary>Many seeds.</summary>
    public static Command Run()
    {
        var seeds = new Option<long>("--seeds")
        {
            Description = "How many; 20000.",
            DefaultValueFactory = _ => 20_000,
        };
        var threads = new Option<int>("--threads")
        {
            Description = "On how many threads; one per core.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        var command = new Command("run", "Plays many seeds; exit 1 if one breaks an invariant.")
        {
            seeds,
            From,
            threads,
        };
        command.SetAction(parsed =>
        {
            var count = parsed.GetValue(seeds);
            var result = Campaign.Play(
                parsed.GetValue(From),
                count,
                parsed.GetValue(threads),
                done => Console.Error.WriteLine(Text($"{done} of {count}")));
            foreach (var (seed, first) in result.Broken.Take(ShownMax))
            {
                Console.WriteLine($"seed {seed}: {first}");
            }

            Console.WriteLine(Text(
                $"scenarios {result.Scenarios}, broken {result.Broken.Count}, {result.PerSecond:0} per second"));
            if (result.Broken.Count > 0)
            {
                Console.WriteLine($"to see one: scripts/simulate trace {result.Broken[0].Seed} --shrink");
            }

            return result.Broken.Count > 0 ? 1 : 0;
        });
        return command;
    }

    /// <summary>One seed, told in full.</summary>
    public static Command Trace()
    {
        var seed = new Argument<ulong>("seed") { Description = "Which." };
        var shrink = new Option<bool>("--shrink") { Description = "Leave out what it fails without." };
        var command = new Command("trace", "Tells what happens under one seed; exit 1 if an invariant breaks.")
        {
            seed,
            shrink,
        };
        command.SetAction(parsed =>
        {
            var scenario = Draw.Scenario(parsed.GetValue(seed));
            var violations = Trial.Of(scenario);
            if (violations.Count > 0 && parsed.GetValue(shrink))
            {
                scenario = Hunt.Shrunk(scenario, violations[0]).Shrunk;
            }

            Console.WriteLine(Trial.Tell(scenario));
            return violations.Count > 0 ? 1 : 0;
        });
        return command;
    }

    /// <summary>The same seeds twice.</summary>
    public static Command Repeat()
    {
        var seeds = new Option<int>("--seeds") { Description = "How many; 1000.", DefaultValueFactory = _ => 1_000 };
        var command = new Command("repeat", "Plays each seed twice; exit 1 if the traces differ.") { seeds, From };
        command.SetAction(parsed =>
        {
            var (from, count) = (parsed.GetValue(From), parsed.GetValue(seeds));
            var different = 0;
            for (var seed = from; seed < from + (ulong)count; seed++)
            {
                if (Trial.Tell(Draw.Scenario(seed)) != Trial.Tell(Draw.Scenario(seed)))
                {
                    Console.WriteLine($"seed {seed} went two ways");
                    different++;
                }
            }

            Console.WriteLine(Text($"seeds {count}, different {different}"));
            return different > 0 ? 1 : 0;
        });
        return command;
    }

    /// <summary>The planted bugs.</summary>
    public static Command Planted()
    {
        var name = new Argument<string?>("name")
        {
            Description = "A part of the name; all.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var seeds = new Option<int?>("--seeds")
        {
            Description = $"How many, from 0; {PlantedEngine.SeedsMax} from where the bug says.",
        };
        var command = new Command("planted", "Plants bugs one by one and looks for each; exit 1 if one is missed.")
        {
            name,
            seeds,
        };
        command.SetAction(parsed =>
        {
            var missed = 0;
            Console.WriteLine("| planted bug | first seed | breaks | steps and mishaps, drawn | shrunk |");
            Console.WriteLine("|---|---|---|---|---|");
            foreach (var bug in PlantedBugs.All.Concat(FoundBugs.All).Where(bug => bug.Name.Contains(
                parsed.GetValue(name) ?? "", StringComparison.OrdinalIgnoreCase)))
            {
                var found = parsed.GetValue(seeds) is { } count
                    ? PlantedEngine.Hunt(bug, count, from: 0)
                    : PlantedEngine.Hunt(bug);
                missed += found is null ? 1 : 0;
                Console.WriteLine(found is null
                    ? $"| {bug.Name} | none | | | |"
                    : $"| {bug.Name} | {string.Join(" | ", found.Split('|')[..4])} |");
            }

            return missed > 0 ? 1 : 0;
        });
        return command;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
