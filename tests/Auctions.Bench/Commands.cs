using System.CommandLine;
using Auctions.Bench.Activations;
using Auctions.Bench.Heating;
using Auctions.Bench.Http;
using Auctions.Bench.Presets;
using Auctions.Bench.Scaling;
using Auctions.Bench.Soaking;
using Auctions.Bench.Subjects;
using Auctions.Bench.Watching;

namespace Auctions.Bench;

/// <summary>What can be asked on the command line. Results to stdout, progress to stderr.</summary>
internal static class Commands
{
    // A preset's steps are command lines, too, so it is asked more than once.
    private static readonly RootCommand Root = MakeRoot();

    /// <summary>Does what is asked; answers the exit code.</summary>
    public static Task<int> RunAsync(string[] arguments) => RunAsync(arguments, CancellationToken.None);

    /// <summary>How long a command line is expected to take that neither is a preset nor a subcommand.</summary>
    public static TimeSpan Expected(IReadOnlyList<string> arguments) =>
        new EngineLevel(BenchArguments.Read(Root.Parse(arguments))).Expected;

    private static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var parsed = Root.Parse(arguments);
        var code = await parsed.InvokeAsync(cancellationToken: cancellation);
        return parsed.Errors.Count > 0 ? ExitCodes.CannotRun : code;
    }

    private static RootCommand MakeRoot()
    {
        var root = new RootCommand(
            "Measures durable bids per second, and what the store holds afterwards; exit 1 if that is not what was " +
            "acknowledged, 2 if it cannot run, 4 if it is worse than --against allows.");
        foreach (var option in BenchArguments.All)
        {
            root.Add(option);
        }

        root.Add(Activation());
        root.Add(HttpCommand.Create());
        root.Add(Soak());
        root.Add(Heat());
        root.Add(ScalingCommand.Create());
        root.Add(WatchCommand.Create());
        root.Add(WatchCommand.CreateCrowd());
        root.SetAction((parsed, cancellation) => ExitCodes.GuardAsync(async () =>
            BenchArguments.PresetOf(parsed) is { } preset
                ? await PlayAsync(preset, parsed, cancellation)
                : await new EngineLevel(await BenchArguments.ReadAsync(parsed, cancellation)).RunAsync(cancellation)));
        return root;
    }

    private static async Task<int> PlayAsync(Preset preset, ParseResult parsed, CancellationToken cancellation)
    {
        var options = await BenchArguments.ReadPresetAsync(parsed, cancellation);
        return await new PresetRun(preset, options, RunAsync, Expected).RunAsync(cancellation);
    }

    private static Command Activation()
    {
        var bids = OptionMaker.Whole("--bids", 1_000_000, "Bids of the large auction.");
        var auctions = OptionMaker.Whole("--auctions", 20_000, "Auctions held open at once.");
        var runs = OptionMaker.Whole("--runs", 5, "How often each is opened.");
        var command = new Command("activation", "Measures how fast auctions come into memory and what they take there.")
        {
            bids, auctions, runs,
        };
        command.SetAction((parsed, cancellation) => ExitCodes.GuardAsync(async () =>
        {
            var options = new ActivationOptions(
                parsed.GetValue(bids), parsed.GetValue(auctions), parsed.GetValue(runs), ChoiceOf(parsed));
            await new ActivationRun(options).RunAsync(cancellation);
            return 0;
        }));
        return command;
    }

    private static Command Soak()
    {
        var bids = OptionMaker.Whole("--bids", 20_000_000, "Bids to be accepted, at least.");
        var auctions = OptionMaker.Whole("--auctions", 64, "Auctions open at once.");
        var each = OptionMaker.Whole("--bids-per-auction", 10_000, "After so many another auction takes its place.");
        var callers = OptionMaker.Whole("--outstanding", 1_024, "Bids under way.");
        var shards = OptionMaker.Whole("--shards", 1, "Shards of the store.");
        var growth = OptionMaker.Percent("--growth", 10, "By how much resident memory may grow after the warm-up.");
        var json = OptionMaker.Json();
        var chart = OptionMaker.Chart();
        var command = new Command(
            "soak",
            "Keeps one engine at work on ever new auctions and looks whether it takes ever more memory, handles or " +
            "threads; exit 5 if it does.")
        {
            bids, auctions, each, callers, shards, growth, json, chart,
        };
        command.SetAction((parsed, cancellation) => ExitCodes.GuardAsync(async () =>
        {
            var options = new SoakOptions(
                parsed.GetValue(bids),
                parsed.GetValue(auctions),
                parsed.GetValue(each),
                parsed.GetValue(callers),
                parsed.GetValue(shards),
                parsed.GetValue(growth),
                ChoiceOf(parsed),
                new(parsed.GetValue(json)?.FullName, parsed.GetValue(chart)?.FullName));
            options.Outputs.Check();
            return await new SoakRun(options).RunAsync(cancellation);
        }));
        return command;
    }

    private static Command Heat()
    {
        var pairs = OptionMaker.Whole("--pairs", 20, "Pairs of a time with and a time without.");
        var turns = OptionMaker.Whole("--turns", 2, "Turns of which each of the two is made, in mirrored order.");
        var seconds = OptionMaker.Seconds("--seconds", 1, least: 0.5, "How long a turn is.");
        var outstanding = OptionMaker.Whole("--outstanding", 1_024, "Bids under way.");
        var rate = OptionMaker.Rate();
        var scenarios = OptionMaker.Listed("--scenario", "On what is bid.", Scenarios.ByDefault);
        var command = new Command("heat", "Measures what it costs to count and time the bids of each auction.")
        {
            pairs, turns, seconds, outstanding, rate, scenarios,
        };
        command.SetAction((parsed, cancellation) => ExitCodes.GuardAsync(async () => await new HeatRun(new HeatOptions(
            parsed.GetValue(pairs),
            parsed.GetValue(turns),
            TimeSpan.FromSeconds(parsed.GetValue(seconds)),
            parsed.GetValue(outstanding),
            parsed.GetValue(rate),
            parsed.GetValue(scenarios)!,
            ChoiceOf(parsed))).RunAsync(cancellation)));
        return command;
    }

    private static StoreChoice ChoiceOf(ParseResult parsed) =>
        StoreArguments.Choose(parsed, parsed.GetValue(StoreArguments.Store));
}
