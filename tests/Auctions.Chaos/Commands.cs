using System.CommandLine;
using System.Globalization;
using Auctions.Chaos.Machines;
using Auctions.Chaos.Playing;
using Auctions.Chaos.Reporting;
using Auctions.Chaos.Storms;

namespace Auctions.Chaos;

/// <summary>What can be asked on the command line. Results to stdout, progress to stderr.</summary>
internal static class Commands
{
    private const int Misbehaved = 1, Usage = 2;

    // What a scenario made on the machine (disks, networks, processes) is taken away first.
    private static readonly TimeSpan BreakingOff = TimeSpan.FromMinutes(2);

    /// <summary>Ordinary PostgreSQL servers, one connection string a line.</summary>
    private const string ServersVariable = "AUCTIONS_POSTGRES";

    /// <summary>Does what is asked; answers the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Root().Parse(arguments);
        var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = BreakingOff });
        return parsed.Errors.Count > 0 ? Usage : code;
    }

    private static RootCommand Root() => new(
        "Plays faults on real processes while a storm of bids goes on, and checks that nothing acknowledged is lost.")
    {
        List(), Run(),
    };

    private static Command List()
    {
        var command = new Command("list", "Lists the scenarios, and which of them cannot be played here.");
        command.SetAction(_ =>
        {
            foreach (var scenario in Catalogue.All)
            {
                Console.WriteLine($"{scenario.Name}{(scenario.IsControl ? " (control)" : "")}: {scenario.How}");
                foreach (var reason in Machine.WhyNot(scenario.Needs))
                {
                    Console.WriteLine($"    not here: {reason}");
                }
            }
        });
        return command;
    }

    private static Command Run()
    {
        var names = new Argument<string[]>("NAME")
        {
            Description = "Scenarios; all if none is named.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var bids = Whole("--bids", 100_000, "Acknowledged bids of each scenario.");
        var rounds = Whole("--rounds", 1, "How often each is played.");
        var faults = Whole("--faults", 10, "How often a fault of the cluster is played within one storm.");
        var report = new Option<FileInfo?>("--report") { Description = "Writes Markdown there." };
        var json = new Option<FileInfo?>("--json") { Description = "Writes JSON there." };
        var keep = new Option<bool>("--keep")
        {
            Description = "Leaves the directories of the runs, with the logs of all servers.",
        };
        var command = new Command("run", "Plays scenarios; exit 1 if one did not behave.")
        {
            names, bids, rounds, faults, report, json, keep,
        };
        names.Validators.Add(result =>
        {
            var known = Catalogue.All.Select(scenario => scenario.Name).ToHashSet();
            foreach (var unknown in result.GetValueOrDefault<string[]>().Where(name => !known.Contains(name)))
            {
                result.AddError($"There is no scenario {unknown}; see the command list.");
            }
        });
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(names)!,
            new StormPlan { Bids = parsed.GetValue(bids), Rounds = parsed.GetValue(faults) },
            parsed.GetValue(rounds),
            parsed.GetValue(report)?.FullName,
            parsed.GetValue(json)?.FullName,
            parsed.GetValue(keep),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        string[] names,
        StormPlan plan,
        int rounds,
        string? report,
        string? json,
        bool keeps,
        CancellationToken cancellation)
    {
        var servers = (Environment.GetEnvironmentVariable(ServersVariable) ?? "")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var player = new Player(servers, plan, keeps, Say);
        var asked = Catalogue.All.Where(one => names.Length == 0 || names.Contains(one.Name)).ToList();
        var unplayed = asked
            .Select(scenario => (Scenario: scenario, Why: string.Join("; ", Machine.WhyNot(scenario.Needs))))
            .Where(one => one.Why.Length > 0)
            .ToList();
        var results = new List<Result>();
        var playable = asked.Except(unplayed.Select(one => one.Scenario)).ToList();
        async Task ReportAsync()
        {
            await WriteAsync(report, () => Report.Markdown(results, unplayed, plan.Bids));
            await WriteAsync(json, () => Report.AsJson(results, unplayed));
        }

        await ReportAsync();
        try
        {
            foreach (var scenario in playable.SelectMany(one => Enumerable.Repeat(one, rounds)))
            {
                results.Add(await player.PlayAsync(scenario, cancellation));
                Say($"{scenario.Name}: {(results[^1].Behaved ? "behaved" : "did not behave")}");
                await ReportAsync();
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Say($"broken off: {results.Count} of {playable.Count * rounds} were played to the end");
        }

        Report.WriteTable(Console.Out, results);
        foreach (var (scenario, why) in unplayed)
        {
            Console.WriteLine($"{scenario.Name} was not played: {why}");
        }

        Report.WriteTrouble(Console.Error, results);
        return results.Count == playable.Count * rounds && results.TrueForAll(result => result.Behaved)
            ? 0
            : Misbehaved;
    }

    private static Task WriteAsync(string? file, Func<string> text) =>
        file is null ? Task.CompletedTask : File.WriteAllTextAsync(file, text());

    private static void Say(string what) =>
        Console.Error.WriteLine($"{DateTime.Now.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} {what}");

    private static Option<int> Whole(string name, int value, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError($"{name} is 1 or more.");
            }
        });
        return option;
    }
}
