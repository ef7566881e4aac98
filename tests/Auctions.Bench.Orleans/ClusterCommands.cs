using System.CommandLine;
using Auctions.Bench.Cluster.Live;
using Auctions.Bench.Reporting;
using Auctions.Bench.Spikes;
using Auctions.Bench.Subjects;

namespace Auctions.Bench.Cluster;

/// <summary>What can be asked on the command line. Results to stdout, progress to stderr.</summary>
internal static class ClusterCommands
{
    private static readonly Option<int> Shards = OptionMaker.Whole("--shards", 4, "Shards of the store.");

    // So that what is asked of every level at once is understood here too.
    private static readonly Option<StoreKind> Store = new("--store")
    {
        Description = "postgres: the only store that processes share.",
        DefaultValueFactory = _ => StoreKind.Postgres,
        Recursive = true,
        Validators =
        {
            result =>
            {
                if (result.GetValueOrDefault<StoreKind>() != StoreKind.Postgres)
                {
                    result.AddError("Silos share their store, which SQLite files do not allow; use --store postgres.");
                }
            },
        },
    };

    private static readonly Option<FileInfo?> Json = OptionMaker.Json();

    /// <summary>Does what is asked; answers the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Root().Parse(arguments);
        var code = await parsed.InvokeAsync();
        return parsed.Errors.Count > 0 ? ExitCodes.CannotRun : code;
    }

    private static RootCommand Root()
    {
        Shards.Recursive = Json.Recursive = true;
        var seconds = OptionMaker.Seconds("--seconds", 10, least: 0.1, "Measured time of each run.");
        var warmup = OptionMaker.Seconds(
            "--warmup", 15, least: 0, "Time before it that is not counted; each run's silos have just started.");
        var runs = OptionMaker.Whole("--runs", 3, "Runs of each contestant, in turns.");
        var scenarios = OptionMaker.Listed(
            "--scenario",
            "hot: one auction; spread: 1,000 in turn; many: 100,000 by Zipf's law; spike: 1,000 that end together, " +
            "with most bids just before.",
            Scenarios.ByDefault);
        var modes = OptionMaker.Listed(
            "--mode",
            "one: a bid per call; coalesced: as a front end sends them; view: no bids, the view is asked for. If not " +
            "given, the scenario spike has coalesced only.",
            Enum.GetValues<Mode>());
        var silos = OptionMaker.Counts("--silos", "Silos of a cluster.", 1, 2, 3);
        var outstanding = OptionMaker.Counts("--outstanding", "Bids under way.", 1_024, 4_096);
        var rate = OptionMaker.Rate();
        var spike = new SpikeArguments();
        var chart = OptionMaker.Chart();
        var root = new RootCommand(
            "Measures durable bids per second from an Orleans client to silos, each a process of its own, on " +
            "PostgreSQL; exit 1 if the store does not hold what was acknowledged, 2 if it cannot run.")
        {
            seconds, warmup, runs, scenarios, modes, silos, outstanding, rate, Shards, Json, chart,
            Store, StoreArguments.Postgres, StoreArguments.Directory, Live(),
        };
        foreach (var option in spike.All)
        {
            root.Add(option);
        }

        root.SetAction((parsed, cancellation) => ExitCodes.GuardAsync(async () =>
        {
            var options = new ClusterBenchOptions(
                TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                TimeSpan.FromSeconds(parsed.GetValue(warmup)),
                parsed.GetValue(runs),
                parsed.GetValue(scenarios)!,
                parsed.GetValue(modes)!,
                parsed.GetResult(modes) is { Implicit: false } ? parsed.GetValue(modes)! : [Mode.Coalesced],
                parsed.GetValue(silos)!,
                parsed.GetValue(outstanding)!,
                parsed.GetValue(Shards),
                parsed.GetValue(rate),
                spike.ReadForProcesses(parsed),
                StoreArguments.Choose(parsed, parsed.GetValue(Store)),
                new(parsed.GetValue(Json)?.FullName, parsed.GetValue(chart)?.FullName));
            options.Outputs.Check();
            return await new ClusterLevel(options).RunAsync(cancellation) ? 0 : ExitCodes.StoredWrongly;
        }));
        return root;
    }

    private static Command Live()
    {
        var bids = OptionMaker.Whole("--bids", 100, "Bids, one after another.");
        var silos = OptionMaker.Counts("--silos", "Silos of a cluster.", 1, 2, 3);
        var command = new Command(
            "live", "Measures how soon a page on one front end shows a bid that was placed through another.")
        {
            bids, silos,
        };
        command.SetAction((parsed, cancellation) => ExitCodes.GuardAsync(async () =>
        {
            var options = new LiveOptions(
                parsed.GetValue(bids),
                parsed.GetValue(silos)!,
                parsed.GetValue(Shards),
                StoreArguments.Choose(parsed, parsed.GetValue(Store)),
                parsed.GetValue(Json)?.FullName);
            new Outputs(options.Json, Chart: null).Check();
            await new LiveRun(options).RunAsync(cancellation);
            return 0;
        }));
        return command;
    }
}
